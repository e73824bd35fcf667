"""Time and memory of one plastic network, one thread, single precision: one `key value` a line.

64 recurrent neurons, 32 inputs, 8 outputs; Oja's rule at every tick, gated by one modulator per
postsynaptic neuron, on input, recurrent and readout synapses. Given Ganglion's program, it is measured in
turn with PyTorch, and the ratios are printed.
"""

import json
import resource
import subprocess
import sys
import time

import torch
from torch import Tensor

from network import Network, loss, shapes
from surrogate import Surrogate

NEURONS, INPUTS, OUTPUTS = 64, 32, 8
BATCH, TICKS = 64, 200
FORWARD_ROUNDS, ADJOINT_ROUNDS = 9, 3
PAIRS = 5

OJA = {
    "rule": "oja", "gate": "modulated", "granularity": "neuron", "bound": 1.0, "period": 1,
    "bcmTimeConstant": 50.0, "eligibilityTimeConstant": 10.0,
}

SPEC = {
    "inputs": INPUTS,
    "outputs": OUTPUTS,
    "inputGain": 0.5,
    "populations": [
        {
            "size": NEURONS, "recurrent": True, "decay": 0.8, "threshold": 1.0,
            "reset": "subtract", "traceDecay": 0.8, "adaptation": None,
            "inputPlasticity": OJA, "recurrentPlasticity": OJA,
        }
    ],
    "readout": {"decay": 0.8, "gain": 1.0, "plasticity": OJA},
    "modulation": "neuron",
}


class Rate:
    """Mean spike over a run."""

    def __init__(self):
        self.sum, self.count = 0.0, 0

    def neurons(self, name: str, excess: Tensor, spikes: Tensor) -> None:
        self.sum, self.count = self.sum + spikes.mean().item(), self.count + 1

    def fast_weights(self, name: str, moved: Tensor, bound: float) -> None:
        pass


def parameters() -> dict[str, Tensor]:
    """The start of training, with input strong enough to make a fair share of neurons spike."""
    generator = torch.Generator().manual_seed(1)
    result = {}
    for name, shape in shapes(SPEC).items():
        if name.endswith("modulator.weight"):
            deviation, mean = 0.1 * shape[0] ** -0.5, 0.0
        elif name.endswith(".weight"):
            deviation, mean = shape[0] ** -0.5, 0.0
        else:
            means = {"bias": 0.1, "alpha": 0.1, "eta": -2.9}
            deviation, mean = 0.0, means[name.split(".")[-1]]
        if name.endswith("modulator.bias"):
            mean = 0.55
        result[name] = mean + deviation * torch.randn(shape, generator=generator)
    return {name: each.requires_grad_() for name, each in result.items()}


def observations(batch: int) -> Tensor:
    return torch.randn(batch, TICKS, INPUTS, generator=torch.Generator().manual_seed(2))


def network(slices: dict[str, Tensor]) -> Network:
    return Network(SPEC, slices, "spiking", Surrogate("superspike", 10.0))


def forward(slices: dict[str, Tensor], batch: int, probe=None) -> None:
    with torch.inference_mode():
        network(slices).run(observations(batch), probe=probe)


def adjoint(slices: dict[str, Tensor]) -> None:
    """Forward and backward of one batch, queried at its last tick."""
    outputs = network(slices).run(observations(BATCH))
    queries = [
        {"batch": each, "tick": TICKS - 1, "target": each % OUTPUTS, "weight": 1.0}
        for each in range(BATCH)
    ]
    torch.autograd.grad(loss(outputs, queries, SPEC["readout"]["gain"]), list(slices.values()))


def median_us(rounds: int, work) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(1e6 * (time.process_time() - start))
    return sorted(times)[rounds // 2]


def ganglion(program: str) -> dict[str, float]:
    """Ganglion's figures for the same network, batch and ticks."""
    command = [program, "benchmark", "--network-only", "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)["network"]


def beside(program: str, slices: dict[str, Tensor]) -> None:
    """Medians over pairs of runs, one right after the other: a shared machine's speed changes."""
    pairs = []
    for _ in range(PAIRS):
        ours = ganglion(program)
        theirs = median_us(1, lambda: adjoint(slices)) / (TICKS * BATCH)
        pairs.append((theirs / ours["adjoint_us_per_sample_tick"], theirs, ours))
    ratio, theirs, ours = sorted(pairs, key=lambda each: each[0])[PAIRS // 2]
    print("paired_adjoint_us_per_sample_tick", round(theirs, 2))
    print("ganglion_adjoint_us_per_sample_tick", round(ours["adjoint_us_per_sample_tick"], 2))
    print("ganglion_peak_resident_bytes", ours["adjoint_peak_bytes"])
    print("adjoint_ratio", round(ratio, 2))


def peak_resident_bytes() -> int:
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def peak_tensor_bytes(work) -> int:
    """Peak of what torch's own allocator handed out, replayed from the profiler's record."""
    cpu = torch.profiler.ProfilerActivity.CPU
    with torch.profiler.profile(activities=[cpu], profile_memory=True) as profile:
        work()
    recorded = profile.profiler.kineto_results.events()
    events = [each for each in recorded if each.name() == "[memory]"]
    level = peak = 0
    for event in sorted(events, key=lambda each: each.start_ns()):
        level += event.nbytes()
        peak = max(peak, level)
    return peak


def main() -> None:
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    slices = parameters()
    rate = Rate()
    forward(slices, 1, probe=rate)
    before = peak_resident_bytes()
    adjoint(slices)
    resident = peak_resident_bytes() - before
    forward_us = median_us(FORWARD_ROUNDS, lambda: forward(slices, 1)) / TICKS
    adjoint_us = median_us(ADJOINT_ROUNDS, lambda: adjoint(slices)) / (TICKS * BATCH)
    print("torch", torch.__version__)
    print("threads", torch.get_num_threads())
    print("mean_spike", round(rate.sum / rate.count, 3))
    print("forward_us_per_tick", round(forward_us, 2))
    print("adjoint_us_per_sample_tick", round(adjoint_us, 2))
    print("peak_resident_bytes", resident)
    print("peak_tensor_bytes", peak_tensor_bytes(lambda: adjoint(slices)))
    for program in sys.argv[1:2]:
        beside(program, slices)


if __name__ == "__main__":
    main()
