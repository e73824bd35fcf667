"""What is compared: same start, deviation, population and settings on both sides."""

import math

FUNCTIONS = ("sphere", "ellipsoid", "rosenbrock", "rastrigin")
DIMENSIONS = (10, 20, 40)


def all_cases():
    for strategy in (covariance, separable, pgpe, ars):
        for function in FUNCTIONS:
            for dimension in DIMENSIONS:
                yield strategy(function, dimension)


def case(strategy, function, dimension, **settings):
    return {"strategy": strategy, "function": function, "dimension": dimension, **settings}


def covariance(function, n):
    """To 1e-8 with the default population, but for Rastrigin's function one that is large enough to find
    the lowest of its minima most of the time. Some runs end in another one, also of Rosenbrock's."""
    many = function == "rastrigin"
    population = {10: 400, 20: 800, 40: 800}[n] if many else 4 + int(3 * math.log(n))
    return case(
        "cma-es", function, n, population=population,
        start=0 if function == "rosenbrock" else 2, sigma=2 if many else 0.5,
        target=1e-8, limit=(15_000 if many else 10_000) * n)


def separable(function, n):
    """The same; on Rosenbrock's valley, which is no axis, only to 1."""
    settings = covariance(function, n)
    settings["strategy"] = "sep-cma-es"
    if function == "rosenbrock":
        settings["target"] = 1
    return settings


def pgpe(function, n):
    """ClipUp's steps have a length, which bounds how near the mean gets: targets on the way down. On
    Rastrigin it settles in some minimum; there the lowest value in 20 000 evaluations is compared."""
    settings = {
        "sphere": dict(start=2, sigma=0.5, target=1, learning_rate=0.1),
        "ellipsoid": dict(start=2, sigma=0.5, target=100, learning_rate=0.1),
        "rosenbrock": dict(start=0.5, sigma=0.1, target=2 * n, learning_rate=0.01),
        "rastrigin": dict(start=3, sigma=1, target=0, learning_rate=0.1, limit=20_000),
    }[function]
    return case("pgpe", function, n, **{
        "population": 40, "sigma_learning_rate": 0.1, "limit": 400_000, **settings})


def ars(function, n):
    """Neither deviation nor step size adapts: targets on the way down; on Rastrigin perturbations as
    long as its waves, which see through them."""
    settings = {
        "sphere": dict(start=2, sigma=0.1, target=1, learning_rate=0.05),
        "ellipsoid": dict(start=2, sigma=0.1, target=1e4, learning_rate=0.05),
        "rosenbrock": dict(start=0.5, sigma=0.1, target=2 * n, learning_rate=0.02),
        "rastrigin": dict(
            start=3, sigma=0.6, target=3 * n, learning_rate=0.02, population=200),
    }[function]
    return case("ars", function, n, **{
        "population": 40, "top_share": 0.5, "limit": 400_000, **settings})
