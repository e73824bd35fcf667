"""Writes what crossed.py makes of small tables: the fixture of CrossedScoresTests."""

import json
import sys

import numpy as np
from scipy import stats

import crossed

DRAWS = 20_000


def arm(random, policies, tasks, episodes, shift, digits):
    scores = (
        shift + 0.3 * random.normal(size=(policies, 1, 1)) + 0.2 * random.normal(size=(1, 1, episodes))
        + 0.4 * random.normal(size=(policies, tasks, episodes))
    )
    return np.round(scores, digits)


def bootstrap(random, scores, statistic, freedom):
    policies, episodes = crossed.weights(random, scores.shape[0], DRAWS), crossed.weights(random, scores.shape[2], DRAWS)
    draws = []
    for p, e in zip(policies, episodes):
        drawn = np.repeat(np.repeat(scores, p, axis=0), e, axis=2)
        draws.append(statistic(drawn))
    return crossed.expanded(np.array(draws), freedom)


def estimate(values, covers):
    mean, error, freedom = values
    low, high = crossed.student(mean, error, freedom)
    return {
        "estimate": mean, "standardError": error, "degreesOfFreedom": freedom, "low": low, "high": high,
        "p": 2 * stats.t.cdf(-abs(mean / error), freedom), "covers": covers,
    }


def case(random, name, sizes, digits):
    (m, n), tasks, episodes = sizes
    a, b = arm(random, m, tasks, episodes, 0.8, digits), arm(random, n, tasks, episodes, 0.6, digits)
    covers = crossed.covers(m, episodes)
    mean = crossed.one(a)
    result = {
        "name": name, "a": a.tolist(), "b": b.tolist(), "mean": estimate(mean, covers),
        "interquartileMean": crossed.trimmed(a),
        "meanBootstrap": bootstrap(random, a, np.mean, mean[2]),
        "interquartileMeanBootstrap": bootstrap(random, a, crossed.trimmed, mean[2]),
    }
    for key, value in {
        "difference": np.subtract, "improvement": crossed.improvement,
        "gains": lambda x, y: (x - y > 0.2).astype(float),
    }.items():
        cells = crossed.pairs(a, b, value)
        found = crossed.two(cells)
        result[key] = estimate(found, crossed.covers(m, episodes))
        if key != "difference":
            for side in ("low", "high"):
                result[key][side] = float(np.clip(result[key][side], 0, 1))
        wa, wb, we = (crossed.weights(random, size, DRAWS) for size in cells.shape)
        draws = np.einsum("ri,rj,re,ije->r", wa, wb, we, cells, optimize=True) / cells.size
        result[key]["bootstrap"] = crossed.expanded(draws, found[2])
    return result


def main(path):
    random = np.random.default_rng(3)
    cases = [
        case(random, "ten training seeds", ((10, 10), 6, 10), 4),
        case(random, "five against seven", ((5, 7), 4, 8), 4),
        case(random, "three, with ties", ((3, 3), 5, 6), 1),
        case(random, "one policy each", ((1, 1), 6, 10), 4),
    ]
    shares = [(0.001, 1), (0.025, 2.5), (0.05, 4), (0.3, 9.7), (0.975, 18), (0.9999, 200)]
    quantiles = [{"p": p, "freedom": f, "t": stats.t.ppf(p, f)} for p, f in shares]
    cumulative = [
        {"t": t, "freedom": f, "p": stats.t.cdf(t, f)}
        for t, f in [(-3, 1), (-0.5, 2), (0, 3), (1.2, 4.5), (2.7, 30), (-40, 6), (1e-3, 1e5)]
    ]
    p = [0.01, 0.04, 0.03, 0.005, 0.2]
    with open(path, "w") as file:
        json.dump(
            {"cases": cases, "quantiles": quantiles, "cumulative": cumulative, "p": p,
             "holm": crossed.holm(p).tolist()}, file, indent=1)
        file.write("\n")


main(sys.argv[1])
