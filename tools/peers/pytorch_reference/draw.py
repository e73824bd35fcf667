"""Seeded draws of parameters, input and queries for a fixture, all exact in single precision."""

import random
import struct
from dataclasses import dataclass

import torch
from torch import Tensor

from cases import Case
from network import shapes

BATCH = 2

# Mean and deviation of each kind of slice; weights are further divided by √fan-in.
NORMAL = {
    "weight": (0.35, 1.3),
    "bias": (0.3, 0.3),
    "alpha": (0.0, 1.0),
    "eta": (0.5, 1.0),
    "epsilon": (-1.0, 1.0),
    "lambda": (-0.5, 1.0),
    "tonic": (0.3, 0.7),
    "compensation": (0.8, 0.5),
    "potentiation": (0.8, 0.5),
    "depression": (0.5, 0.4),
    "a": (0.0, 0.7),
    "b": (0.0, 0.7),
    "c": (0.0, 0.7),
    "d": (0.0, 0.5),
    "modulator.weight": (0.0, 0.8),
    "modulator.bias": (0.3, 0.7),
    "strength": (0.2, 0.1),
    "decay": (1.0, 0.7),
}


@dataclass(frozen=True)
class Draw:
    """Everything of a fixture that is random."""

    seed: int
    parameters: dict[str, Tensor]
    observations: Tensor
    external: Tensor | None
    queries: list[dict]


def single(value: float) -> float:
    """The nearest number of single precision."""
    return struct.unpack("f", struct.pack("f", value))[0]


def draw(case: Case, seed: int) -> Draw:
    source = random.Random(seed)
    parameters = {
        name: slice_values(source, name, shape) for name, shape in shapes(case.spec).items()
    }
    observations = uniform(source, -1.5, 2.0, [BATCH, case.ticks, case.spec["inputs"]])
    external = None
    if case.spec["modulation"] == "external":
        external = uniform(source, -1.0, 1.0, [BATCH, case.ticks])
    queries = [
        {
            "batch": batch,
            "tick": tick,
            "target": source.randrange(case.spec["outputs"]),
            "weight": weight,
        }
        for batch in range(BATCH)
        for tick, weight in (
            (case.ticks // 2 + batch, 0.5), (case.ticks - 3 + batch, 0.75), (case.ticks - 1, 1.0))
    ]
    return Draw(seed, parameters, observations, external, queries)


def slice_values(source: random.Random, name: str, shape: list[int]) -> Tensor:
    kind = name.split(".")[-1]
    if ".modulator." in name:
        kind = "modulator." + kind
    mean, deviation = NORMAL[kind]
    scale = shape[0] ** -0.5 if kind == "weight" else 1.0
    count = torch.Size(shape).numel()
    values = [single(scale * source.gauss(mean, deviation)) for _ in range(count)]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


def uniform(source: random.Random, low: float, high: float, shape: list[int]) -> Tensor:
    count = torch.Size(shape).numel()
    values = [single(source.uniform(low, high)) for _ in range(count)]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)
