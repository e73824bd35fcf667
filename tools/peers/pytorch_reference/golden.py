"""Writes the golden gradients, with a table of what they cover and the self-checks.

Exits with 1 if smooth-mode gradients disagree with central finite differences.
"""

import sys
from pathlib import Path

import torch

from cases import CASES, Case
from coverage import Probe, shortfalls, zero_share
from differentiation import STEP, differentiate, finite_difference_error, surrogate_error
from document import document, fixture
from draw import draw
from plasticity import COEFFICIENTS

FOLDER = Path(__file__).parents[3] / "Tests/SpikingNetworksTests/Fixtures/adjoint"
ATTEMPTS = 5000
TOLERANCE = 1e-6

HEADINGS = (
    f"{'fixture':10} {'mode':7} {'surrogate':10} {'rules':8} {'gate by':8} {'resets':13} ad re"
    f"  seed  {'spikes':9}  {'clipped, by projection':24} {'zero':4}  |u| min |E|−b min"
    "  least slice    kB  FD error")


def telling_draw(case: Case):
    """The first draw from the case's seed on that covers enough in the mode of the fixture, and
    that in smooth mode keeps clear of the clip's kink, where finite differences mean nothing."""
    reasons: dict[str, int] = {}
    for seed in range(case.seed, case.seed + ATTEMPTS):
        drawn, probe, kinks = draw(case, seed), Probe(), Probe()
        result = differentiate(case, drawn, case.mode, probe)
        missing = shortfalls(probe, result[2], case.mode)
        if not missing:
            differentiate(case, drawn, "smooth", kinks)
            if kinks.clip_margin > 10 * STEP:
                return drawn, probe, result
            missing = ["a fast weight of the smooth mode is too close to its bound"]
        for each in missing:
            reasons[each] = reasons.get(each, 0) + 1
    raise SystemExit(f"{case.name}: no draw in {ATTEMPTS} covers enough: {reasons}")


def projections(case: Case) -> list[dict]:
    """The plasticity of every plastic projection."""
    found = [case.spec["readout"]["plasticity"]]
    for each in case.spec["populations"]:
        found += [each["inputPlasticity"], each["recurrentPlasticity"]]
    return [each for each in found if each is not None]


def choices(case: Case) -> str:
    """The choices of the specification that the case makes, for the table."""
    spec, plastic = case.spec, projections(case)
    rules = {each["rule"] for each in plastic}
    rule = "none" if not rules else rules.pop() if len(rules) == 1 else f"{len(rules)} rules"
    gated = any(each["gate"] != "none" for each in plastic)
    resets = "/".join(each["reset"] for each in spec["populations"])
    adapts = "".join("a" if each["adaptation"] else "-" for each in spec["populations"])
    recurs = "".join("r" if each["recurrent"] else "-" for each in spec["populations"])
    return (
        f"{case.name:10} {case.mode:7} {case.surrogate.kind:10} {rule:8}"
        f" {spec['modulation'] if gated else '-':8} {resets:13} {adapts} {recurs}")


def write(case: Case) -> float:
    """Writes one fixture and its line of the table.
    Returns the error against finite differences."""
    drawn, probe, result = telling_draw(case)
    path = FOLDER / f"{case.name}.json"
    path.write_text(document(fixture(case, drawn, result)))
    error = finite_difference_error(case, drawn)
    least = min(each.abs().max().item() for each in result[2].values())
    rates = " ".join(f"{each:4.2f}" for each in probe.rates())
    clipped = " ".join(f"{each:4.2f}" for each in probe.clipped_shares())
    print(
        f"{choices(case)} {drawn.seed:5}  {rates}  {clipped:24} {zero_share(result[2]):4.2f} "
        f" {probe.spike_margin:.1e} {probe.clip_margin:.1e}    {least:.1e}     "
        f" {path.stat().st_size / 1000:4.1f}  {error:.1e}", flush=True)
    return error


def main() -> None:
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    print(HEADINGS)
    worst = max([write(case) for case in CASES])
    combinations = {
        (each["rule"], each["gate"], each["granularity"])
        for case in CASES
        for each in projections(case)
    }
    print(f"rule × gate × granularity: {len(combinations)} of {15 * len(COEFFICIENTS)}")
    print(f"surrogates against the automatic derivative of their primitive: {surrogate_error():.1e}")
    print(f"smooth-mode gradients against central differences, worst: {worst:.1e}")
    sys.exit(worst > TOLERANCE)


if __name__ == "__main__":
    main()
