"""A generation of evolution on many ranks, reckoned from what was measured on one machine.

Time = episodes + update + exchange.

episodes: the lives of n candidates, durations drawn from those measured; each machine of C cores has every
    n/P-th round of them and its cores take them as they come. The slowest machine counts.
update: what each rank does for itself, u₀ + u n d for d parameters: it makes all perturbations again.
exchange: two of them a generation, each α ⌈log₂ P⌉ + β · bytes of all ranks; and reading n results.
"""

import heapq
import math
import random
from dataclasses import dataclass


@dataclass
class Machine:
    cores: int
    alpha: float  # [s] per step of a collective
    beta: float  # [s] per byte


@dataclass
class Measured:
    episodes: list  # [s]
    update: float  # [s] per parameter and candidate
    update_base: float  # [s]
    result_bytes: float
    message_bytes: float
    read: float  # [s] per result
    parameters: int


def update(measured, population):
    return measured.update_base + measured.update * population * measured.parameters


def exchange(measured, machine, population, ranks):
    if ranks == 1:
        return 0.0
    steps = math.ceil(math.log2(ranks))
    sent = population * measured.result_bytes + 2 * ranks * measured.message_bytes
    return 2 * 2 * machine.alpha * steps + machine.beta * sent + measured.read * population


def episodes(measured, machine, population, ranks, draws=20):
    """Mean over draws of the time until the last of all episodes is lived."""
    stream = random.Random(1)
    total = 0.0
    for _ in range(draws):
        durations = [stream.choice(measured.episodes) for _ in range(population)]
        total += slowest(durations, machine.cores, ranks)
    return total / draws


def slowest(durations, cores, ranks):
    machines = [min(cores, ranks - first) for first in range(0, ranks, cores)]
    ring = [m for worker in range(cores) for m, size in enumerate(machines) if size > worker]
    queues = [[] for _ in machines]
    for item, duration in enumerate(durations):
        queues[ring[item % len(ring)]].append(duration)
    end = 0.0
    for queue, size in zip(queues, machines):
        free = [0.0] * size
        for duration in queue:
            heapq.heappush(free, heapq.heappop(free) + duration)
        end = max(end, max(free))
    return end


def generation(measured, machine, population, ranks):
    """Time of a generation [s], its ideal, and its losses by name."""
    life = sum(measured.episodes) / len(measured.episodes)
    ideal = population * life / ranks
    lived = episodes(measured, machine, population, ranks)
    idle = life * math.ceil(population / ranks) - ideal
    losses = {
        "idle ranks": idle,
        "slowest episodes": max(lived - ideal - idle, 0),
        "update": update(measured, population),
        "exchange": exchange(measured, machine, population, ranks),
    }
    total = lived + losses["update"] + losses["exchange"]
    return total, ideal, losses
