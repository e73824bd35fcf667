"""Statistics over training seeds and episodes that cross, in NumPy, from the sources alone.

Scores of an arm: [policies, tasks, episodes]; every policy met the same episodes of the same tasks. Tasks are
given, policies and episodes are drawn.

t:          variance components of a crossed layout (Searle, Casella, McCulloch 1992), degrees of freedom after
            Satterthwaite 1946; of two arms as of a two-sample U statistic (Hoeffding 1948).
bootstrap:  the pigeonhole bootstrap (Owen 2007) with expanded percentiles (Hesterberg 2015).
"""

import numpy as np
from scipy import stats

FEWEST = 3


def trimmed(values):
    """The interquartile mean."""
    ordered = np.sort(np.ravel(values))
    cut = ordered.size // 4
    return ordered[cut:ordered.size - cut].mean()


def unit_terms(rows):
    """Variance by the units in rows [units, episodes], and what the episodes' term has of it as well."""
    units, episodes = rows.shape
    own = rows.mean(1).var(ddof=1) / units
    rest = rows - rows.mean(1, keepdims=True) - rows.mean(0, keepdims=True) + rows.mean()
    shared = (rest**2).sum() / ((units - 1) * (episodes - 1)) / (units * episodes) if episodes > 1 else 0.0
    return own, units - 1, shared


def combine(terms, shared):
    variances = np.array([t[0] for t in terms])
    freedoms = np.array([t[1] for t in terms], float)
    variance = max(variances.sum() - shared, variances.max())
    spread = (variances**2 / freedoms).sum()
    freedom = freedoms.min() if spread == 0 else np.clip(variance**2 / spread, freedoms.min(), 1e6)
    return np.sqrt(variance), freedom


def student(mean, error, freedom):
    half = stats.t.ppf(0.975, freedom) * error
    return mean - half, mean + half


def expanded(draws, freedom):
    level = stats.norm.cdf(np.sqrt((freedom + 1) / freedom) * stats.t.ppf(0.025, freedom))
    return tuple(np.quantile(draws, [level, 1 - level]))


def covers(policies, episodes):
    if policies >= FEWEST:
        return "training seeds and episodes"
    return "episodes" if policies == 1 and episodes >= FEWEST else "none"


def one(scores):
    """Mean of an arm, its standard error and degrees of freedom."""
    cells = np.asarray(scores).mean(1)
    terms, shared = [], 0.0
    if covers(*cells.shape) == "training seeds and episodes":
        own, freedom, shared = unit_terms(cells)
        terms.append((own, freedom))
    means = cells.mean(0)
    terms.append((means.var(ddof=1) / means.size, means.size - 1))
    return (cells.mean(), *combine(terms, shared))


def pairs(a, b, value):
    """[policies of a, policies of b, episodes] mean over tasks of value(a's score, b's score)."""
    return value(np.asarray(a)[:, None], np.asarray(b)[None]).mean(2)


def two(cells):
    """Mean over pairs, its standard error and degrees of freedom."""
    rows, columns, means = cells.mean(1), cells.mean(0), cells.mean((0, 1))
    terms, shared = [], 0.0
    if covers(rows.shape[0], rows.shape[1]) == "training seeds and episodes":
        for side in (rows, columns):
            own, freedom, part = unit_terms(side)
            terms.append((own, freedom))
            shared += part
    terms.append((means.var(ddof=1) / means.size, means.size - 1))
    return (cells.mean(), *combine(terms, shared))


def improvement(x, y):
    return (x > y) + 0.5 * (x == y)


def holm(p):
    p = np.asarray(p, float)
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.maximum.accumulate((p.size - np.arange(p.size)) * p[order]), 1)
    return adjusted


def weights(random, n, draws):
    """How often each of n is drawn, in so many resamples."""
    return random.multinomial(n, np.full(n, 1 / n), draws) if n > 1 else np.ones((draws, 1), int)
