"""Writes what PPO and GAE are on a small rollout, straight from the papers' definitions.

Advantages are the sums of Schulman et al. 2016, eq. 11 (no recursion), the loss is Schulman et al.
2017, eq. 7, and slopes are central differences.
"""

import json
import sys

import numpy as np

DISCOUNT, TRACE_DECAY, CLIP, ENTROPY = 0.97, 0.9, 0.2, 0.01


def advantages(rewards, values):
    rewards, values = np.array(rewards), np.array(values)
    surprises = rewards + DISCOUNT * values[1:] - values[:-1]
    steps = len(rewards)
    weights = (DISCOUNT * TRACE_DECAY) ** np.arange(steps)
    return np.array([np.sum(weights[:steps - t] * surprises[t:]) for t in range(steps)])


def log_probability(u, mean, log_deviation):
    deviation = np.exp(log_deviation)
    density = np.exp(-0.5 * ((u - mean) / deviation) ** 2) / (deviation * np.sqrt(2 * np.pi))
    return np.sum(np.log(density))


def entropy(log_deviation):
    return np.sum(log_deviation + 0.5 * np.log(2 * np.pi * np.e))


def loss(u, mean, log_deviation, old, advantage):
    ratio = np.exp(log_probability(u, mean, log_deviation) - old)
    clipped = np.clip(ratio, 1 - CLIP, 1 + CLIP)
    return -np.minimum(ratio * advantage, clipped * advantage) - ENTROPY * entropy(log_deviation)


def slope(function, at, step=1e-6):
    def moved(n, sign):
        there = at.copy()
        there[n] += sign * step
        return function(there)
    return [(moved(n, 1) - moved(n, -1)) / (2 * step) for n in range(len(at))]


def divergence(mean, log_deviation, other_mean, other_log_deviation, draws=None):
    """By the definition, integrated numerically along each independent axis."""
    total = 0.0
    for m, s, om, os in zip(mean, np.exp(log_deviation), other_mean, np.exp(other_log_deviation)):
        x = np.linspace(m - 12 * s, m + 12 * s, 200_001)
        p = np.exp(-0.5 * ((x - m) / s) ** 2) / (s * np.sqrt(2 * np.pi))
        ratio = np.log(os / s) - 0.5 * ((x - m) / s) ** 2 + 0.5 * ((x - om) / os) ** 2
        total += np.trapezoid(p * ratio, x)
    return total


def main(path):
    draw = np.random.default_rng(20261121)
    # Single precision, so that a reader in single precision has the same numbers.
    single = lambda values: np.array(values, dtype=np.float32).astype(np.float64)
    lives = []
    for steps, ends in [(7, True), (5, False)]:
        rewards, values = draw.normal(1, 0.5, steps), draw.normal(2, 1, steps + 1)
        if ends:
            values[-1] = 0
        found = advantages(rewards, values)
        lives.append({
            "rewards": rewards.tolist(), "values": values.tolist(),
            "advantages": found.tolist(), "returns": (found + values[:-1]).tolist()})
    steps = []
    old_log_deviation = single([-0.7, -0.2, -1.1])
    log_deviation = single([-0.6, -0.3, -1.0])
    for n in range(12):
        old_mean = single(draw.normal(0, 1, 3))
        u = single(old_mean + np.exp(old_log_deviation) * draw.normal(0, 1, 3))
        mean = single(old_mean + draw.normal(0, 0.03 if n % 2 else 0.3, 3))
        advantage = draw.normal(0, 1)
        old = log_probability(u, old_mean, old_log_deviation)
        steps.append({
            "u": u.tolist(), "oldMean": old_mean.tolist(), "mean": mean.tolist(),
            "advantage": advantage, "oldLogProbability": old,
            "ratio": np.exp(log_probability(u, mean, log_deviation) - old),
            "loss": loss(u, mean, log_deviation, old, advantage),
            "meanSlope": slope(lambda m: loss(u, m, log_deviation, old, advantage), mean),
            "logDeviationSlope": slope(
                lambda s: loss(u, mean, s, old, advantage), log_deviation),
            "divergence": divergence(old_mean, old_log_deviation, mean, log_deviation)})
    document = {
        "discount": DISCOUNT, "traceDecay": TRACE_DECAY, "clip": CLIP, "entropyWeight": ENTROPY,
        "oldLogDeviations": old_log_deviation.tolist(), "logDeviations": log_deviation.tolist(),
        "entropy": entropy(log_deviation), "lives": lives, "steps": steps}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.write("\n")


main(sys.argv[1])
