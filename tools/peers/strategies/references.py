"""The reference implementations, measured as in Sources/strategies/Run.swift."""

import math
import warnings

import functions


def search(case, seed):
    """Evaluations until f at the mean is at most the target, infinite beyond the limit; and the lowest
    f at the mean."""
    return {"cma-es": cma_es, "sep-cma-es": cma_es, "pgpe": pgpe, "ars": ars}[case["strategy"]](
        case, seed)


def cma_es(case, seed):
    """cma.CMAEvolutionStrategy, also with a diagonal covariance."""
    import cma
    import numpy

    warnings.filterwarnings("ignore")
    f = functions.make(case["function"], numpy)
    start = [case["start"]] * case["dimension"]
    search = cma.CMAEvolutionStrategy(
        start, case["sigma"], {
            "popsize": case["population"], "seed": seed, "verbose": -9,
            "CMA_diagonal": case["strategy"] == "sep-cma-es"})
    spent, best = 0, f(numpy.asarray(search.mean))
    while best > case["target"]:
        spent += case["population"]
        if spent > case["limit"]:
            return math.inf, best
        candidates = search.ask()
        search.tell(candidates, list(f(numpy.asarray(candidates))))
        best = min(best, f(numpy.asarray(search.mean)))
    return spent, best


def pgpe(case, seed):
    """evotorch.algorithms.PGPE with ClipUp and centred ranks."""
    import logging

    import torch
    logging.disable(logging.WARNING)
    from evotorch import Problem
    from evotorch.algorithms import PGPE

    torch.set_num_threads(1)
    f = functions.make(case["function"], torch)
    problem = Problem(
        "min", f, solution_length=case["dimension"], initial_bounds=(-1, 1), vectorized=True,
        seed=seed)
    search = PGPE(
        problem, popsize=case["population"], center_learning_rate=case["learning_rate"],
        stdev_learning_rate=case["sigma_learning_rate"], stdev_init=case["sigma"],
        optimizer="clipup", ranking_method="centered",
        center_init=torch.full((case["dimension"],), float(case["start"])))
    spent, best = 0, math.inf
    while True:
        search.step()  # learns from the generation before and evaluates the next
        best = min(best, float(f(search.status["center"])))
        if best <= case["target"]:
            return spent, best
        spent += case["population"]
        if spent > case["limit"]:
            return math.inf, best


_compiled = {}


def ars(case, seed):
    """evosax.algorithms.ARS with plain gradient steps."""
    import jax
    import jax.numpy

    key = tuple(sorted(case.items()))
    if key not in _compiled:
        _compiled[key] = _ars(case)
    spent, best = _compiled[key](jax.random.key(seed))
    return float(spent), float(best)


def _ars(case):
    import jax
    import jax.numpy as jnp
    import optax
    from evosax.algorithms import ARS

    f = functions.make(case["function"], jnp)
    start = jnp.full(case["dimension"], float(case["start"]))
    search = ARS(
        case["population"], start, optimizer=optax.sgd(case["learning_rate"]),
        std_schedule=optax.constant_schedule(case["sigma"]))
    search.elite_ratio = case["top_share"]
    params = search.default_params

    def again(carry):
        spent, best, _, _ = carry
        return (best > case["target"]) & (spent + case["population"] <= case["limit"])

    def generation(carry):
        spent, best, key, state = carry
        key, ask, tell = jax.random.split(key, 3)
        population, state = search.ask(ask, state, params)
        state, _ = search.tell(tell, population, f(population), state, params)
        best = jnp.minimum(best, f(state.mean))
        return spent + case["population"], best, key, state

    def run(key):
        state = search.init(key, start, params)
        spent, best, _, _ = jax.lax.while_loop(again, generation, (0.0, f(start), key, state))
        return jnp.where(best > case["target"], jnp.inf, spent), best

    return jax.jit(run)
