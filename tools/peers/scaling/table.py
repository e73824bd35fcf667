"""Measures what training on ranks is made of and prints the tables of README.md, as Markdown.

With `document` it writes them there too.
"""

import contextlib
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile

from model import Machine, Measured, generation

RANKS = [1, 2, 4, 16, 64, 256, 1000]
POPULATIONS = [64, 256, 1024, 4096]
# Steps of a collective over 10-gigabit Ethernet and TCP: what data sheets and papers agree on.
CLUSTER = Machine(cores=32, alpha=25e-6, beta=8 / 10e9)
GENERATIONS = 20


def traffic(root, ranks, population):
    """Bytes that a rank sends and exchanges that it makes, each generation."""
    with tempfile.TemporaryDirectory() as folder:
        sent = []
        for generations in (2, 2 + GENERATIONS):
            output = f"{folder}/{generations}"
            subprocess.run(
                [f"{root}/tools/mpirun", str(ranks), f"{root}/.build/mpi/release/ganglion", "train", "ant",
                 "--quiet", "--workers", "1", "--generations", str(generations), "--output", output,
                 "--set", f"evolution.population={population}", "--set", "evaluation.episodes=1",
                 "--set", "evaluation.selection_interval=1000"],
                check=True, stdout=subprocess.DEVNULL)
            lines = [json.loads(line) for line in open(f"{output}/log.jsonl")]
            last = [line for line in lines if line["message"] == "exchanges"][-1]
            sent.append((int(last["sent_bytes"]), int(last["exchanges"])))
    return [(b - a) / GENERATIONS for a, b in zip(*sent)]


def exchanges(root, ranks):
    lines = subprocess.run(
        [f"{root}/tools/mpirun", str(ranks), f"{root}/.build/peers/exchange"], check=True, text=True,
        capture_output=True).stdout.split("\n")
    return {int(size): float(seconds) for size, seconds in (line.split() for line in lines if line)}


def fit(updates):
    """u₀ and u of u₀ + u n d, by the median of slopes."""
    slope = statistics.median(u["seconds"] / (u["parameters"] * u["population"]) for u in updates[1:])
    least = min(updates, key=lambda u: u["parameters"] * u["population"])
    return max(least["seconds"] - slope * least["parameters"] * least["population"], 0), slope


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def head(*cells):
    row(*cells)
    row(*["---"] * len(cells))


def scaling(measured, pairs):
    head("population", "ranks", "episodes a rank", "generation", "speed-up", "efficiency", "bound by")
    for population, ranks in pairs:
        total, ideal, losses = generation(measured, CLUSTER, population, ranks)
        alone, _, _ = generation(measured, CLUSTER, population, 1)
        bound = max(losses, key=losses.get)
        efficiency = alone / (ranks * total)
        share = losses[bound] / total
        row(population, ranks, f"{population / ranks:.3g}", f"{1e3 * total:.3g} ms", f"{alone / total:.3g}",
            f"{efficiency:.2f}", "episodes" if share < 0.02 else f"{bound} ({100 * share:.0f} %)")


def document():
    """Puts what `measure` prints behind the mark in README.md."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "README.md")
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        measure(sys.argv[1])
    mark = "<!-- measured -->"
    with open(path) as file:
        head = file.read().split(mark)[0]
    with open(path, "w") as file:
        file.write(f"{head}{mark}\n\n{text.getvalue()}")
    print(text.getvalue(), end="")


def measure(root):
    made = json.loads(subprocess.run(
        [f"{root}/.build/mpi/release/ganglion", "benchmark", "ant", "--training-only", "--episodes", "20"],
        check=True, text=True, capture_output=True).stdout)
    lives = made["episodes"]
    base, slope = fit(made["updates"])
    sent = {(r, n): traffic(root, r, n) for r in (2, 4) for n in (32, 128)}
    # Beside the result: its item, the firing rate and three marks; and what each message begins with.
    item, message = made["result_bytes"] + 40, 40
    print(f"Load of the machine {os.getloadavg()[0]:.1f}.\n\n### Measured\n")
    head("what", "figure")
    mean = statistics.mean(lives)
    row("an episode of a candidate of the ant", f"{1e3 * mean:.1f} ms, deviation "
        f"{100 * statistics.pstdev(lives) / mean:.0f} %, longest {max(lives) / mean:.2f} of the mean")
    for update in made["updates"]:
        row(f"update of {update['parameters']} parameters, population {update['population']}",
            f"{1e3 * update['seconds']:.2f} ms")
    row("the same, as a line", f"{1e6 * base:.0f} µs + {1e9 * slope:.2f} ns a parameter and candidate")
    row("an item in a message", f"{item:.0f} bytes, read in {1e6 * made['result_s']:.1f} µs")
    for (ranks, population), (size, number) in sent.items():
        row(f"{ranks} ranks, population {population}: a rank sends a generation",
            f"{size:.0f} bytes in {number:.1f} exchanges")
    print()
    times = {ranks: exchanges(root, ranks) for ranks in (2, 4)}
    head("bytes of each rank", *(f"exchange of {ranks} ranks" for ranks in times))
    for size in times[2]:
        row(size, *(f"{1e6 * times[ranks][size]:.1f} µs" for ranks in times))
    measured = Measured(
        episodes=lives, update=slope, update_base=base, result_bytes=item, message_bytes=message,
        read=made["result_s"], parameters=made["parameters"])
    print(f"\n### Strong scaling of {made['parameters']} parameters: reckoned\n")
    scaling(measured, [(n, r) for n in POPULATIONS for r in RANKS if r <= 1000])
    print("\n### Weak scaling, four episodes a rank: reckoned\n")
    scaling(measured, [(4 * r, r) for r in RANKS])
    wide = Measured(**{**measured.__dict__, "parameters": 100_000})
    print("\n### Weak scaling of 100 000 parameters: reckoned\n")
    scaling(wide, [(4 * r, r) for r in RANKS])


if __name__ == "__main__":
    document() if "document" in sys.argv else measure(sys.argv[1])
