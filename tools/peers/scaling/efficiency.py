"""Parallel efficiency of training by evolution, 1 → 2 workers: T(1) / (2 T(2)), threads and ranks.

The four arms take turns, so that a change of the machine's speed meets all of them, and each turn gives one
ratio of each kind; printed is the median with the range. T is the time from the end of generation 4 to the
end of the last, as metrics.csv has it: without start-up and the final evaluation.
"""

import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

GENERATIONS = 44
WARM_UP = 4
ARMS = {
    "threads": (["--workers", "1"], ["--workers", "2"]),
    "ranks": (1, 2),
}


def train(root, folder, arm):
    program = f"{root}/.build/mpi/release/ganglion"
    output = f"{folder}/run"
    shutil.rmtree(output, ignore_errors=True)
    command = [program, "train", "ant", "--quiet", "--generations", str(GENERATIONS), "--output", output]
    if isinstance(arm, int):
        command = [f"{root}/tools/mpirun", str(arm), *command, "--workers", "1"]
    else:
        command += arm
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with open(f"{output}/metrics.csv") as file:
        wall = [float(row["wall_s"]) for row in csv.DictReader(file)]
    return wall[-1] - wall[WARM_UP - 1]


def main():
    root = sys.argv[1]
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    ratios = {kind: [] for kind in ARMS}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(pairs):
            for kind, (one, two) in ARMS.items():
                arms = [one, two] if turn % 2 == 0 else [two, one]
                times = [train(root, folder, arm) for arm in arms]
                alone, together = times if turn % 2 == 0 else reversed(times)
                ratios[kind].append(alone / (2 * together))
    print(f"load {os.getloadavg()[0]:.1f}, {pairs} pairs, generations {WARM_UP + 1} to {GENERATIONS}")
    for kind, values in ratios.items():
        print(
            f"{kind}: parallel efficiency 1 → 2 {statistics.median(values):.3f} "
            f"({min(values):.3f} to {max(values):.3f})"
        )


if __name__ == "__main__":
    main()
