"""Plastic projections and their neuromodulators, one batch of independent networks at a time.

B is the batch, i a presynaptic and j a postsynaptic neuron. Fast weights E are [B, pre, post].
Fused operations (`addmm`, `addcmul`) stand where they save a pass, so that the timing is fair.
"""

from functools import partial

import torch
from torch import Tensor

COEFFICIENTS = {
    "hebbian": (),
    "differential-hebbian": ("lambda",),
    "oja": (),
    "bcm": ("epsilon",),
    "stdp": ("potentiation", "depression"),
    "abcd": ("a", "b", "c", "d"),
}


def outer(pre: Tensor, post: Tensor) -> Tensor:
    """[B, pre, post] from [B, pre] and [B, post]."""
    return pre.unsqueeze(2) * post.unsqueeze(1)


def row(post: Tensor) -> Tensor:
    """[B, 1, post]: one value per postsynaptic neuron, for every synapse onto it."""
    return post.unsqueeze(1)


def untied(
    values: Tensor, weight: Tensor, granularity: str, kinds: list[int] | None
) -> Tensor:
    """A coefficient whose numbers belong to presynaptic neurons or to kinds of them, one for every
    synapse; any other as it is."""
    if granularity == "joint":
        values = values[kinds or [0] * len(weight)]
    elif granularity != "presynaptic":
        return values
    return values.unsqueeze(1).expand_as(weight)


class Modulator:
    """M of one population (or readout) for the projections that update every `period` ticks."""

    def __init__(
        self, parameters: dict[str, Tensor], owner: str, period: int, external: bool,
        follows_error: bool = False
    ):
        self.period = period
        self.follows_error = follows_error
        self.external = external
        self.level: Tensor | None = None
        self.count: Tensor | None = None
        if not external:
            weight = parameters[owner + ".modulator.weight"]
            self.weight = weight.unsqueeze(1) if weight.dim() == 1 else weight
            self.bias = parameters[owner + ".modulator.bias"]

    def reset(self) -> None:
        """No spikes counted."""
        self.count = None

    def advance(self, tick: int, source: Tensor, signal: Tensor | None) -> None:
        """Counts the source's spikes; at the end of a period M follows, [B, 1] or [B, post].
        `signal` is M itself where it is external, and the error where M follows one."""
        if self.follows_error:
            self.level = torch.tanh(self.bias + signal.unsqueeze(1) * self.weight.reshape(1, -1))
            return
        if self.external:
            self.level = signal.unsqueeze(1)
            return
        self.count = source if self.count is None else self.count + source
        if (tick + 1) % self.period == 0:
            drive = torch.addmm(self.bias, self.count, self.weight, alpha=1 / self.period)
            self.level = torch.tanh(drive)
            self.count = None


class Projection:
    """Synapses with slow weights W [pre, post] and, where plastic, fast weights E."""

    def __init__(
        self, parameters: dict[str, Tensor], name: str, plasticity: dict | None,
        kinds: list[int] | None = None
    ):
        self.name = name
        self.weight = parameters[name + ".weight"]
        self.plasticity = plasticity
        self.modulator: Modulator | None = None
        if plasticity is None:
            return
        tied = partial(untied, granularity=plasticity["granularity"], kinds=kinds)
        shares = plasticity.get("shareGranularity") or plasticity["granularity"]
        self.alpha = untied(parameters[name + ".alpha"], self.weight, shares, kinds)
        self.eta = torch.sigmoid(tied(parameters[name + ".eta"], self.weight))
        names = COEFFICIENTS[plasticity["rule"]]
        self.coefficients = {
            each: tied(parameters[f"{name}.{each}"], self.weight) for each in names}
        for each in {"epsilon", "lambda"} & self.coefficients.keys():
            self.coefficients[each] = torch.sigmoid(self.coefficients[each])

    def reset(self, batch: int) -> None:
        """E, e and θ to zero."""
        if self.plasticity is None:
            return
        pre, post = self.weight.shape
        self.fast = self.weight.new_zeros(batch, pre, post)
        self.eligibility = torch.zeros_like(self.fast)
        self.threshold = self.weight.new_zeros(batch, post)

    def current(self, base: Tensor, signal: Tensor, transmitted: Tensor | None = None) -> Tensor:
        """base + Σ_i z_i (W_ij + α_ij E_ij), [B, post]; `transmitted` takes the place of z before E."""
        slow = torch.addmm(base, signal, self.weight)
        if self.plasticity is None:
            return slow
        signal = signal if transmitted is None else transmitted
        if self.alpha.dim() == 2:
            return slow + torch.bmm(row(signal), self.alpha * self.fast).squeeze(1)
        return torch.addcmul(slow, self.alpha, torch.bmm(row(signal), self.fast).squeeze(1))

    def change(self, x: Tensor, y: Tensor, s_pre: Tensor, s_post: Tensor) -> Tensor:
        """ΔE of the rule."""
        k = self.coefficients
        match self.plasticity["rule"]:
            case "hebbian":
                return outer(x, y)
            case "differential-hebbian":
                return outer(x, y - self.threshold) - k["lambda"] * self.fast
            case "oja":
                return torch.addcmul(outer(x, y), row(y * y), self.fast, value=-1)
            case "bcm":
                return outer(x, y * (y - self.threshold)) - k["epsilon"] * self.fast
            case "stdp":
                return k["potentiation"] * outer(x, s_post) - k["depression"] * outer(s_pre, y)
            case "abcd":
                return k["a"] * outer(x, y) + k["b"] * x.unsqueeze(2) + k["c"] * row(y) + k["d"]
        raise ValueError(f"unknown rule '{self.plasticity['rule']}'")

    def update(
        self, tick: int, x: Tensor, y: Tensor, s_pre: Tensor, s_post: Tensor, probe=None
    ) -> None:
        """One update at the end of a period. The clip passes no gradient where it is active."""
        spec = self.plasticity
        if spec is None or (tick + 1) % spec["period"] != 0:
            return
        change = self.change(x, y, s_pre, s_post)
        if spec["gate"] == "eligibility":
            decay = spec["eligibilityTimeConstant"]
            self.eligibility = self.eligibility + (change - self.eligibility) / decay
            change = self.eligibility
        rate = self.eta
        if self.modulator is not None:
            rate = row(self.modulator.level) * rate
        moved = torch.addcmul(self.fast, rate, change)
        if probe is not None:
            probe.fast_weights(self.name, moved, spec["bound"])
        self.fast = moved.clamp(-spec["bound"], spec["bound"])
        if spec["rule"] == "bcm":
            self.threshold = self.threshold + (y * y - self.threshold) / spec["bcmTimeConstant"]
        if spec["rule"] == "differential-hebbian":
            self.threshold = self.threshold + (y - self.threshold) / spec["bcmTimeConstant"]
