"""Imports, stands and trains other people's robots by the `ganglion` command; prints a Markdown table."""

import argparse
import glob
import json
import os
import subprocess
import sys
import time

ROBOTS = {
    "laikago": ("pybullet", "laikago/laikago_toes_zup.urdf"),
    "minitaur": ("pybullet", "quadruped/minitaur.urdf"),
    "a1": ("pybullet", "a1/a1.urdf"),
    "laikago-erd": ("example-robot-data", "laikago_description/urdf/laikago.urdf"),
    "a1-erd": ("example-robot-data", "a1_description/urdf/a1.urdf"),
    "go1": ("example-robot-data", "go1_description/urdf/go1.urdf"),
    "b1": ("example-robot-data", "b1_description/urdf/b1.urdf"),
    "solo12": ("example-robot-data", "solo_description/robots/solo12.urdf"),
    "anymal-b": ("example-robot-data", "anymal_b_simple_description/robots/anymal.urdf"),
    "anymal-c": ("example-robot-data", "anymal_c_simple_description/urdf/anymal.urdf"),
    "hyq": ("example-robot-data", "hyq_description/robots/hyq_no_sensors.urdf"),
}


def folders(place):
    """Where the two packages keep their robots, and the root of `package://` names."""
    share = glob.glob(f"{place}/venv/lib/*/site-packages/cmeel.prefix/share")[0]
    return {
        "pybullet": f"{place}/pybullet_data",
        "example-robot-data": f"{share}/example-robot-data/robots",
    }, share


def ganglion(*arguments):
    """The JSON that a command prints; its errors go to the terminal."""
    command = [os.environ["GANGLION"], *arguments, "--json", "--quiet"]
    output = subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(output) if output.strip() else None


def imported(urdf, name, place):
    result = ganglion(
        "robot", "import", urdf, "--name", name, "--output", f"{place}/robots", "--force")
    if result is None:
        return None, ["not imported"]
    path = f"{place}/robots/{name}/{name}.urdf"
    check = ganglion("robot", "check", path)
    standing = next(r for r in check["rules"] if r["rule"] == "standing")
    doubts = sorted({f["rule"] for f in check["findings"] if f["level"] == "warning"})
    cells = [
        f"{result['mass_kg']:.1f}", "yes" if check["usable"] else "no", standing["summary"],
        ", ".join(doubts) or "none"]
    return path, cells


def trained(path, name, place):
    start = time.monotonic()
    run = f"{place}/runs/{name}-{int(time.time())}"
    result = ganglion("train", "locomotion", "--robot", path, "--output", run)
    if result is None:
        return ["not trained"] + [""] * 5
    seconds = time.monotonic() - start
    walk = result["evaluation"]
    gait = walk["gait"]
    return [
        f"{walk['speed_mps']:.2f}", f"{walk['falls']}/{walk['episodes']}", f"{seconds:.0f}",
        f"{gait['duty_factor']:.2f}", f"{gait['slip_m_per_m']:.2f}",
        f"{walk['cost_of_transport']:.2f}"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("place")
    parser.add_argument("robots", nargs="*", default=[])
    parser.add_argument("--no-training", action="store_true")
    options = parser.parse_args()
    unknown = set(options.robots) - set(ROBOTS)
    if unknown:
        sys.exit(f"robots: no {', '.join(unknown)}; there are: {', '.join(ROBOTS)}")
    bases, share = folders(options.place)
    os.environ["GANGLION_PACKAGE_PATH"] = share
    head = ["robot", "from", "mass [kg]", "usable", "standing", "warnings"]
    if not options.no_training:
        head += [
            "speed [m/s]", "falls", "training [s]", "duty factor", "slip [m/m]",
            "cost of transport"]
    print("| " + " | ".join(head) + " |\n|" + " --- |" * len(head), flush=True)
    for name in options.robots or ROBOTS:
        package, file = ROBOTS[name]
        path, cells = imported(f"{bases[package]}/{file}", name, options.place)
        if path and not options.no_training:
            cells += trained(path, name, options.place)
        print("| " + " | ".join([name, package, *cells]) + " |", flush=True)


main()
