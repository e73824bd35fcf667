"""Parallel efficiency of training by evolution, 1 → 2 workers: T(1) / (2 T(2)), threads and ranks.

The four arms take turns, so that a change of the machine's speed meets all of them, and each turn gives one
ratio of each kind; printed is the median with the range. T is the time from the end of generation 4 to the
end of the last, as metrics.csv has it: without start-up and the final evaluation. A ratio during which other
programs took more than 3 % of the processors' time is left out and tried again.
"""

import csv
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

GENERATIONS = 44
WARM_UP = 4
FOREIGN = 0.03
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


def foreign():
    """Processor time of other programs so far [s], and of all processors, idle or not."""
    with open("/proc/stat") as file:
        ticks = [int(x) for x in file.readline().split()[1:9]]
    second = os.sysconf("SC_CLK_TCK")
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = (sum(ticks) - ticks[3] - ticks[4]) / second
    return busy - own.ru_utime - own.ru_stime, sum(ticks) / second


def ratio(root, folder, arms, reverse):
    """T(1) / (2 T(2)) and the share that other programs had of the processors meanwhile."""
    before = foreign()
    times = [train(root, folder, arm) for arm in (reversed(arms) if reverse else arms)]
    after = foreign()
    alone, together = reversed(times) if reverse else times
    return alone / (2 * together), (after[0] - before[0]) / (after[1] - before[1])


def main():
    root = sys.argv[1]
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    ratios = {kind: [] for kind in ARMS}
    disturbed = 0
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(6 * pairs):
            for kind, arms in ARMS.items():
                if len(ratios[kind]) == pairs:
                    continue
                value, others = ratio(root, folder, arms, reverse=turn % 2 == 1)
                if others > FOREIGN:
                    disturbed += 1
                else:
                    ratios[kind].append(value)
    print(f"generations {WARM_UP + 1} to {GENERATIONS}; {disturbed} ratios were disturbed and left out")
    for kind, values in ratios.items():
        if not values:
            print(f"{kind}: never undisturbed")
            continue
        print(
            f"{kind}: parallel efficiency 1 → 2 {statistics.median(values):.3f} "
            f"({min(values):.3f} to {max(values):.3f}, {len(values)} ratios)"
        )


if __name__ == "__main__":
    main()
