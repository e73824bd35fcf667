"""Recomputes what `ganglion evaluate` says of arms from its suite.csv alone, and compares with summary.json.

    tools/peers/statistics/recompute FOLDER

Points, standard errors, degrees of freedom and Student's intervals have to agree to 1e-9; the bootstrap's within
the Monte Carlo error of two sets of resamples. Prints the arms and comparisons, and fails where anything differs.
"""

import csv
import json
import sys

import numpy as np
from scipy import stats

import crossed

DRAWS = 4000
MARGIN = 0.2
failures = []


def check(name, own, told, tolerance=1e-9):
    if own is None and told is None:
        return
    if own is None or told is None or abs(own - told) > tolerance * max(1, abs(own)):
        failures.append(f"{name}: here {own}, there {told}")


def read(folder):
    """Arms in their order: name, [policies][conditions][episodes] of rows, the nominal world first."""
    csv.field_size_limit(1 << 24)
    with open(f"{folder}/suite.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    arms = {}
    for row in rows:
        policies = arms.setdefault(row["arm"], {})
        policies.setdefault(row["policy"], {}).setdefault(row["condition"], []).append(row)
    return {name: [list(p.values()) for p in policies.values()] for name, policies in arms.items()}


def table(arm, value):
    return np.array([[[value(row) for row in episodes] for episodes in policy] for policy in arm])


def primary(row):
    return float(row["primary_mps"])


def rank(row):
    return -np.inf if row["outcome"].startswith("diverged") else primary(row)


def retained(row):
    return min(float(row["retained"]), 1)


def failed(row):
    return float(row["outcome"] != "completed")


def compare(name, told, estimate, draws, error=None, freedom=None, bounded=False):
    """One estimate with its intervals against that of the summary."""
    check(f"{name} estimate", estimate, told["estimate"])
    if told["covers"] == "none":
        check(f"{name} has no interval", told.get("low"), None)
        return
    agreed = bounded and error == 0
    if error is not None:
        check(f"{name} standard error", error, told["standard_error"])
    check(f"{name} degrees of freedom", freedom, told["degrees_of_freedom"])
    if agreed:
        return
    if error is not None:
        for side, own in zip(("low", "high"), crossed.student(estimate, error, freedom)):
            check(f"{name} t {side}", float(np.clip(own, 0, 1)) if bounded else own, told["t"][side])
    if draws is None:
        return
    low, high = crossed.expanded(draws, freedom)
    level = stats.norm.cdf(np.sqrt((freedom + 1) / freedom) * stats.t.ppf(0.025, freedom))
    # Five standard errors of the share of draws beyond a quantile, in either set of resamples, and the gap to the
    # next draw, far out where there are few.
    reach = 5 * np.sqrt(level * (1 - level) * (1 / draws.size + 1 / DRAWS)) + 3 / draws.size
    slack = 0.1 * (high - low) + 1e-12
    for side, about in (("low", level), ("high", 1 - level)):
        least, most = np.quantile(draws, np.clip([about - reach, about + reach], 0, 1))
        if not least - slack <= told["bootstrap"][side] <= most + slack:
            failures.append(f"{name} bootstrap {side}: here {least} to {most}, there {told['bootstrap'][side]}")


def one(name, told, scores, random, isTrimmed=False):
    covers = crossed.covers(scores.shape[0], scores.shape[2])
    if covers != told["covers"]:
        failures.append(f"{name}: covers {told['covers']}, expected {covers}")
    if covers == "none":
        compare(name, told, crossed.trimmed(scores) if isTrimmed else scores.mean(), None)
        return
    mean, error, freedom = crossed.one(scores)
    units, episodes = (crossed.weights(random, n, DRAWS) for n in (scores.shape[0], scores.shape[2]))
    if not isTrimmed:
        draws = np.einsum("ru,re,uce->r", units, episodes, scores, optimize=True) / scores.size
        compare(name, told, mean, draws, error, freedom)
        return
    order = np.argsort(scores, axis=None)
    values = scores.ravel()[order]
    unit, _, episode = np.unravel_index(order, scores.shape)
    cut = scores.size // 4
    draws = []
    for u, e in zip(units, episodes):
        ends = np.cumsum(u[unit] * e[episode])
        counts = np.diff(np.clip(ends, cut, scores.size - cut), prepend=cut)
        draws.append((counts * values).sum() / (scores.size - 2 * cut))
    compare(name, told, crossed.trimmed(scores), np.array(draws), freedom=freedom)


def two(name, told, a, b, value, random, bounded=False):
    cells = crossed.pairs(a, b, value)
    if told["covers"] == "none":
        compare(name, told, cells.mean(), None)
        return
    mean, error, freedom = crossed.two(cells)
    weights = [crossed.weights(random, n, DRAWS) for n in cells.shape]
    draws = np.einsum("ri,rj,re,ije->r", *weights, cells, optimize=True) / cells.size
    compare(name, told, mean, draws, error, freedom, bounded)


def main(folder):
    random = np.random.default_rng(11)
    arms = read(folder)
    with open(f"{folder}/summary.json") as file:
        summary = json.load(file)
    check("arms", len(arms), len(summary["arms"]))
    tables = {name: table(arm, primary) for name, arm in arms.items()}
    for (name, arm), told in zip(arms.items(), summary["arms"]):
        scores, lost = tables[name], table(arm, failed)
        for row, own, share, kept in [
            (told["nominal"], scores[:, :1], lost[:, :1], None),
            (told["overall"], scores[:, 1:], lost[:, 1:], table(arm, retained)[:, 1:]),
        ] + [
            (row, scores[:, [c]], lost[:, [c]], table(arm, retained)[:, [c]])
            for c, row in enumerate(told["conditions"], 1)
        ]:
            label = f"{name}, {row['name']}"
            one(f"{label}: mean", row["primary_mps"], own, random)
            one(f"{label}: interquartile mean", row["primary_iqm_mps"], own, random, isTrimmed=True)
            check(f"{label}: failed", share.mean(), row["failed"])
            if kept is not None:
                one(f"{label}: retained", row["retained"], kept, random, isTrimmed=True)
        mean = told["overall"]["primary_mps"]
        print(f"{name}: {mean['estimate']:.4f} m/s ({mean['low']} to {mean['high']})")
    for told in summary["comparisons"]:
        a, b = tables[told["a"]][:, 1:], tables[told["b"]][:, 1:]
        label = f"{told['a']} − {told['b']}"
        two(f"{label}: difference", told["difference_mps"], a, b, np.subtract, random)
        ranks = [table(arms[told[side]], rank)[:, 1:] for side in "ab"]
        two(f"{label}: P(better)", told["probability_of_improvement"], *ranks, crossed.improvement, random, True)
        two(f"{label}: gains", told["gains"], a, b, lambda x, y: (x - y > MARGIN) * 1.0, random, True)
        two(f"{label}: losses", told["losses"], b, a, lambda x, y: (x - y > MARGIN) * 1.0, random, True)
        p = []
        for c, row in enumerate(told["conditions"]):
            cells = crossed.pairs(a[:, [c]], b[:, [c]], np.subtract)
            check(f"{label}, {row['condition']}", cells.mean(), row["difference_mps"]["estimate"])
            if row["difference_mps"]["covers"] == "none":
                continue
            mean, error, freedom = crossed.two(cells)
            check(f"{label}, {row['condition']}: error", error, row["difference_mps"]["standard_error"])
            p.append(2 * stats.t.cdf(-abs(mean / error), freedom) if error > 0 else float(mean == 0))
        for row, adjusted in zip(told["conditions"], crossed.holm(p) if p else []):
            check(f"{label}, {row['condition']}: p", adjusted, row["adjusted_p"], 1e-8)
        print(f"{label}: {told['difference_mps']['estimate']:+.4f} m/s")
    for failure in failures[:20]:
        print("DIFFERS", failure)
    print(f"{len(failures)} differ")
    sys.exit(bool(failures))


main(sys.argv[1])
