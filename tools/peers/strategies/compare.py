"""The table: evaluations to target of Ganglion and of the reference, medians over the seeds."""

import argparse
import math
import statistics
import subprocess

import cases
import references

SEEDS = 20


def ganglion(program, case):
    arguments = [f"{key}={value}" for key, value in case.items()] + [f"seeds={SEEDS}"]
    output = subprocess.run([program, *arguments], check=True, capture_output=True, text=True)
    return [tuple(map(float, line.split())) for line in output.stdout.splitlines()]


def reference(case):
    return [references.search(case, seed) for seed in range(1, SEEDS + 1)]


def measure(case, runs):
    """Median of the evaluations, or of the lowest value where there is no target; and a summary."""
    spent, best = zip(*runs)
    if case["target"] == 0:
        return statistics.median(best), f"f = {statistics.median(best):8.2f}      "
    reached = sum(map(math.isfinite, spent))
    return statistics.median(spent), f"{statistics.median(spent):12.0f} {reached:2d}/{SEEDS}"


def is_selected(case, selection):
    place = [case["strategy"], case["function"], str(case["dimension"])]
    parts = selection.split("/")
    return place[:len(parts)] == parts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument(
        "selections", nargs="*", metavar="STRATEGY[/FUNCTION[/DIMENSION]]", help="default: all")
    options = parser.parse_args()
    outside = 0
    print("strategy    function    n  target            ganglion           reference  ratio")
    for case in cases.all_cases():
        if options.selections and not any(is_selected(case, s) for s in options.selections):
            continue
        own, summary = measure(case, ganglion(options.program, case))
        other, other_summary = measure(case, reference(case))
        ratio = own / other
        flag = "" if 0.8 <= ratio <= 1.2 else "  outside 20 %"
        outside += flag != ""
        print(
            f"{case['strategy']:11s} {case['function']:10s} {case['dimension']:2d}"
            f"  {case['target']:6.0e}  {summary}  {other_summary}  {ratio:5.2f}{flag}",
            flush=True)
    print(f"{outside} outside 20 %")


main()
