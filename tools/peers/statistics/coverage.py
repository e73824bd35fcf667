"""Prints what intervals of nominal 95 % cover in simulations: a Markdown table.

Scores have an effect of the training seed, one of the episode, which all arms share, and a rest; 10 episodes, both
arms equal. Student's interval of an arm's mean, of the difference of two arms and of the probability of improvement
paired on episodes; and the pigeonhole bootstrap of the same, by percentiles as they are and expanded.
"""

import sys

import numpy as np
from scipy import stats

import crossed

EPISODES = 10
DRAWS = 400
WORLDS = {
    "training seeds differ most": ("normal", 1, 0.3, 0.5),
    "all alike": ("normal", 0.5, 0.5, 0.5),
    "episodes differ most": ("normal", 0.1, 1, 0.5),
    "mostly noise": ("normal", 0.3, 0.3, 1),
    "noise alone": ("normal", 0, 0, 1),
    "skewed training seeds": ("skewed", 1, 0.3, 0.5),
    "falls": ("falls", 1, 0.5, 0),
}


def arms(random, worlds, policies, kind, seed, episode, rest, count):
    shared = random.normal(size=(worlds, 1, EPISODES))
    made = []
    for _ in range(count):
        if kind == "falls":
            share = random.beta(2 * seed, 6 * seed, size=(worlds, policies, 1))
            drawn = (episode * shared + random.normal(size=(worlds, policies, EPISODES))) / np.sqrt(1 + episode**2)
            made.append(1.2 * (stats.norm.cdf(drawn) > share))
            continue
        draw = random.normal if kind == "normal" else lambda size: random.exponential(size=size) - 1
        made.append(
            seed * draw(size=(worlds, policies, 1)) + episode * shared
            + rest * random.normal(size=(worlds, policies, EPISODES)))
    return made


def share(low, high, truth):
    return np.mean((np.array(low) <= truth + 1e-12) & (truth - 1e-12 <= np.array(high)))


def coverage(random, kind, seed, episode, rest, policies, worlds):
    truth = 0.75 * 1.2 if kind == "falls" else 0.0
    a, b = arms(random, worlds, policies, kind, seed, episode, rest, 2)
    weights = [crossed.weights(random, size, DRAWS) for size in (policies, policies, EPISODES)]
    found = {name: [] for name in ("mean", "difference", "improvement")}
    for x, y in zip(a, b):
        cells = {
            "difference": x[:, None] - y[None], "improvement": crossed.improvement(x[:, None], y[None]).astype(float)}
        rows = {"mean": (crossed.one(x[:, None]), np.einsum("ri,re,ie->r", weights[0], weights[2], x) / x.size)}
        for name, pairs in cells.items():
            draws = np.einsum("ri,rj,re,ije->r", *weights, pairs, optimize=True) / pairs.size
            rows[name] = (crossed.two(pairs), draws)
        for name, ((mean, error, freedom), draws) in rows.items():
            found[name].append(
                crossed.student(mean, error, freedom) + tuple(np.quantile(draws, [0.025, 0.975]))
                + crossed.expanded(draws, freedom))
    truths = {"mean": truth, "difference": 0.0, "improvement": 0.5}
    cells = []
    for name, bounds in found.items():
        bounds = np.array(bounds).T
        cells += [share(bounds[2 * i], bounds[2 * i + 1], truths[name]) for i in range(3)]
    return cells


def main(worlds):
    random = np.random.default_rng(5)
    print("| scores | training seeds | mean: t | percentile | expanded | difference: t | percentile | expanded | "
          "P(better): t | percentile | expanded |")
    print("| --- " * 11 + "|")
    for name, world in WORLDS.items():
        for policies in (3, 5, 10, 20):
            cells = coverage(random, *world, policies, worlds)
            print(f"| {name} | {policies} | " + " | ".join(f"{100 * c:.1f}" for c in cells) + " |", flush=True)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
