"""The test functions, over the last axis, for NumPy, PyTorch and JAX alike; minimum 0."""

import math


def make(name, backend):
    """`backend` is the module whose arange, cos and sum are used."""
    b = backend

    def sphere(x):
        return b.sum(x * x, -1)

    def ellipsoid(x):
        n = x.shape[-1]
        return b.sum(10.0 ** (6.0 * b.arange(n) / (n - 1)) * x * x, -1)

    def rosenbrock(x):
        a, c = 1 - x[..., :-1], x[..., 1:] - x[..., :-1] ** 2
        return b.sum(100.0 * c * c + a * a, -1)

    def rastrigin(x):
        return b.sum(10.0 + x * x - 10.0 * b.cos(2 * math.pi * x), -1)

    return {f.__name__: f for f in (sphere, ellipsoid, rosenbrock, rastrigin)}[name]
