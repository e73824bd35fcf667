"""Walks policies in MuJoCo and in Ganglion's own simulator and sets them side by side."""

import argparse
import glob
import json
import shlex
import sys

import numpy as np

import check
import flight
import policy as policies
import speed
import world
from episode import Episode, measures
from ganglion import ROOT, Program
from world import CONDITIONS, Options, World


def seeds(text: str) -> list[int]:
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "mode", nargs="?", default="compare", choices=["compare", "check", "flight", "speed"],
        help="flight writes the fixture of a test; speed times bare steps beside whole lives here")
    parser.add_argument("--policies", nargs="+", help="files; default: all that walk of policies/")
    parser.add_argument(
        "--conditions", nargs="+", default=list(CONDITIONS), choices=list(CONDITIONS))
    parser.add_argument("--seeds", type=seeds, default=seeds("11-15"), help="such as 11-15")
    parser.add_argument("--duration", type=float, default=20, help="[s]; 120 shows drift and decay")
    parser.add_argument(
        "--step-divisor", type=int, default=1, help="of the physics step, in MuJoCo alone")
    parser.add_argument(
        "--isotropic-armature", action="store_true",
        help="rotors' inertia in all directions on every moving link, as before the tree solver")
    parser.add_argument("--mujoco-only", action="store_true", help="leave Ganglion's replays out")
    parser.add_argument(
        "--replay", type=shlex.split, default=[], metavar="OPTIONS",
        help="more options of Ganglion's replays, in one word: --replay='--step-divisor 2'")
    parser.add_argument("--program", help="a built ganglion; default: tools/ganglion builds it")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args()
    if options.policies is None:
        options.policies = sorted(
            path for robot in ("ant", "quadruped", "hexapod")
            for path in glob.glob(str(ROOT / "policies" / robot / "*.safetensors"))
            # Two networks with an estimate between them, which the reading here does not know.
            if not path.endswith("adaptive.safetensors"))
    return options


def mean(lives: list[dict], key: str) -> float | None:
    values = [life[key] for life in lives if life.get(key) is not None]
    return float(np.mean(values)) if values else None


KEYS = [
    "speed_mps", "forward_mps", "yaw_rate_radps", "heading_rad", "cost_of_transport",
    "cone_violation", "first_10s_mps", "last_10s_mps",
]


def summary(lives: list[dict]) -> dict:
    row = {key: mean(lives, key) for key in KEYS}
    row["falls"] = sum(life["outcome"] != "completed" for life in lives)
    row["lives"] = len(lives)
    headings = [abs(life["heading_rad"]) for life in lives]
    row["absolute_heading_rad"] = float(np.mean(headings))
    row["largest_heading_rad"] = max(headings)
    return row


def in_mujoco(policy, mjcf, condition, seed, options) -> dict:
    physics = Options(options.step_divisor, options.isotropic_armature)
    stage = World(mjcf, condition, physics)
    recording = Episode(policy, stage, seed).run(options.duration)
    life = measures(recording, stage.nominal_weight)
    tangential = stage.cone.tangential
    life["cone_violation"] = stage.cone.beyond / tangential if tangential > 0 else 0.0
    return life


def in_ganglion(program, policy, condition, seed, options, weight) -> dict:
    report, trajectory = program.replay(
        policy, seed, options.duration, condition.text, options.replay)
    life = measures(trajectory.recording(report["outcome"]), weight)
    life["speed_mps"] = report["distance_m"] / report["duration_s"]
    gait = report.get("gait") or {}
    life["cost_of_transport"] = gait.get("cost_of_transport")
    life["cone_violation"] = gait.get("cone_violation")
    return life


def compare(options, program):
    rows = []
    for path in options.policies:
        policy = policies.load(path)
        mjcf = world.export(policy, program)
        for name in options.conditions:
            condition = CONDITIONS[name]
            row = {"policy": policy.name, "condition": name}
            there = [in_mujoco(policy, mjcf, condition, seed, options) for seed in options.seeds]
            row["mujoco"] = dict(summary(there), seeds=there)
            if not options.mujoco_only:
                weight = World(mjcf, condition).nominal_weight
                here = [
                    in_ganglion(program, policy, condition, seed, options, weight)
                    for seed in options.seeds
                ]
                row["ganglion"] = dict(summary(here), seeds=here)
            rows.append(row)
            if not options.json:
                print_row(row, first=len(rows) == 1)
    return rows


def number(value, form="6.2f") -> str:
    return (
        format(value, form) if value is not None else " " * int(form.split(".")[0]))


def print_row(row, first):
    if first:
        print(
            f"{'':<34} | {'Ganglion':<34} | MuJoCo\n{'policy':<20}{'condition':<14} |"
            "  m/s   fwd  yaw' |head| falls   CoT |  m/s   fwd  yaw' |head| falls   CoT"
            " cone%  first  last 10 s")
    cells = [f"{row['policy']:<20}{row['condition']:<14} |"]
    for side in ("ganglion", "mujoco"):
        s = row.get(side)
        if s is None:
            cells.append(" " * 35 + "|")
            continue
        falls = f"{s['falls']}/{s['lives']}"
        cells.append(
            number(s["speed_mps"], "5.2f") + number(s["forward_mps"], "6.2f")
            + number(s["yaw_rate_radps"], "6.2f") + number(s["absolute_heading_rad"], "6.2f")
            + f"{falls:>6}" + number(s["cost_of_transport"], "6.2f")
            + (" |" if side == "ganglion" else ""))
    s = row["mujoco"]
    cells.append(number(100 * s["cone_violation"], "6.2f"))
    cells.append(number(s["first_10s_mps"], "7.2f") + number(s["last_10s_mps"], "6.2f"))
    print("".join(cells), flush=True)


def prove(options, program):
    rows = []
    for path in options.policies:
        mjcf = world.export(policies.load(path), program)
        for seed in options.seeds:
            row = check.compare(path, mjcf, program, seed, options.duration)
            row |= check.compare_servos(path, program, seed, options.duration)
            rows.append(row)
            if not options.json:
                print_proof(row)
    return rows


def print_proof(row):
    fast = ""
    if "last_fast_weight_rms" in row:
        fast = (
            f"   rms of E within {row['largest_fast_weight_difference']:.1e}"
            f" of {row['last_fast_weight_rms']:.3f}")
    print(
        f"{row['policy']:<20} seed {row['seed']:<4} actions within"
        f" {row['largest_difference']:.1e}, beyond 1e-5 in {row['steps_beyond_1e-5']}"
        f" of {row['steps']} steps{fast}; torques within"
        f" {row['largest_torque_difference_nm']:.1e} N m in {row['torque_steps']} steps,"
        f" {100 * row['saturated_torques']:.0f} % at their limit", flush=True)


def main():
    options = arguments()
    program = Program(options.program)
    if options.mode == "flight":
        return flight.write(program, world.SCRATCH)
    if options.mode == "speed":
        return speed.run(options, program)
    rows = (compare if options.mode == "compare" else prove)(options, program)
    if options.json:
        json.dump({options.mode: rows}, sys.stdout, indent=1)
        print()


main()
