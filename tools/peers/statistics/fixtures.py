"""Writes what rliable makes of small score tables: point estimates, 95 % intervals and profiles.

Tables are of scores like those of a robustness suite: most between 0 and 1, some 0 (a fall), some above
1, with ties. rliable has runs in rows and tasks in columns; the file has tasks in rows.
"""

import json
import sys

import numpy as np
from rliable import library, metrics

REPETITIONS = 20_000
THRESHOLDS = [0.0, 0.25, 0.5, 0.75, 0.9, 1.0, 1.25]
AGGREGATES = {
    "interquartileMean": metrics.aggregate_iqm,
    "mean": metrics.aggregate_mean,
    "median": metrics.aggregate_median,
    "optimalityGap": metrics.aggregate_optimality_gap,
}


def table(random, runs, tasks, digits):
    scores = random.uniform(0.2, 1.0, tasks) + random.normal(0, 0.2, (runs, tasks))
    scores = np.where(random.uniform(size=scores.shape) < 0.1, 0, np.maximum(scores, 0))
    return np.round(scores, digits)


def interval(estimates, bounds):
    return [
        {"estimate": float(e), "low": float(low), "high": float(high)}
        for e, low, high in zip(np.atleast_1d(estimates), *bounds)
    ]


def case(random, name, runs, tasks, digits, rival_runs):
    scores, rival = table(random, runs, tasks, digits), table(random, rival_runs, tasks, digits)
    points, bounds = library.get_interval_estimates(
        {"x": scores}, lambda s: np.array([f(s) for f in AGGREGATES.values()]), reps=REPETITIONS)
    improvement, improvement_bounds = library.get_interval_estimates(
        {"pair": [scores, rival]},
        lambda x, y: np.array([metrics.probability_of_improvement(x, y)]), reps=REPETITIONS)
    profiles, profile_bounds = library.create_performance_profile(
        {"x": scores}, np.array(THRESHOLDS), reps=REPETITIONS)
    return {
        "name": name,
        "scores": scores.T.tolist(),
        "rival": rival.T.tolist(),
        "aggregates": dict(zip(AGGREGATES, interval(points["x"], bounds["x"]))),
        "improvement": interval(improvement["pair"], improvement_bounds["pair"])[0],
        "profile": interval(profiles["x"], profile_bounds["x"]),
    }


def main(path):
    # rliable's stratified bootstrap draws from NumPy's global generator.
    np.random.seed(1)
    random = np.random.default_rng(2)
    cases = [
        case(random, "ten runs of six tasks", 10, 6, 6, 10),
        case(random, "ties", 8, 5, 1, 6),
        case(random, "a number that four does not divide", 7, 3, 6, 7),
        case(random, "one task", 12, 1, 6, 9),
    ]
    with open(path, "w") as file:
        json.dump({"thresholds": THRESHOLDS, "repetitions": REPETITIONS, "cases": cases}, file, indent=1)
        file.write("\n")


main(sys.argv[1])
