"""What a fixture exercises, and whether that is enough."""

from dataclasses import dataclass, field

from torch import Tensor

# A single-precision run must spike and clip at the same places as this one in double precision.
SPIKE_MARGIN = 1e-3
CLIP_MARGIN = 1e-4


@dataclass
class Probe:
    """Collects excesses u = v − ϑ, spikes, and fast weights before the clip from a run."""

    spikes: dict[str, list[Tensor]] = field(default_factory=dict)
    spike_margin: float = float("inf")
    clip_margin: float = float("inf")
    clipped: dict[str, list[Tensor]] = field(default_factory=dict)

    def neurons(self, name: str, excess: Tensor, spikes: Tensor) -> None:
        self.spikes.setdefault(name, []).append(spikes.detach())
        self.spike_margin = min(self.spike_margin, excess.detach().abs().min().item())

    def fast_weights(self, name: str, moved: Tensor, bound: float) -> None:
        size = moved.detach().abs()
        self.clipped.setdefault(name, []).append(size > bound)
        self.clip_margin = min(self.clip_margin, (size - bound).abs().min().item())

    def rates(self) -> list[float]:
        """Mean spike of each population."""
        return [sum(each.mean().item() for each in ticks) / len(ticks)
                for ticks in self.spikes.values()]

    def silent(self) -> int:
        """Neurons that never spike in any batch element."""
        return sum(int((sum(ticks).sum(0) == 0).sum()) for ticks in self.spikes.values())

    def clipped_shares(self) -> list[float]:
        """Share of the updates of each projection that meet the clip."""
        return [sum(each.double().mean().item() for each in updates) / len(updates)
                for updates in self.clipped.values()]


def zero_share(gradients: dict[str, Tensor]) -> float:
    """Share of gradient entries that are exactly zero."""
    count = sum(each.numel() for each in gradients.values())
    return sum(int((each == 0).sum()) for each in gradients.values()) / count


def shortfalls(probe: Probe, gradients: dict[str, Tensor], mode: str) -> list[str]:
    """Why a draw is not worth keeping; empty if it is."""
    result = []
    if mode == "spiking":
        if not all(0.15 <= each <= 0.75 for each in probe.rates()):
            result.append("a population spikes too little or too much")
        if probe.silent() > 0:
            result.append("a neuron is silent")
        if probe.spike_margin < SPIKE_MARGIN:
            result.append("a potential is too close to its threshold")
    shares = probe.clipped_shares()
    if shares:
        if sum(each > 0 for each in shares) * 2 <= len(shares) or max(shares) > 0.7:
            result.append("too few or too many fast weights are clipped")
        if not 0.05 <= sum(shares) / len(shares) <= 0.5:
            result.append("too few or too many fast weights are clipped")
        if probe.clip_margin < CLIP_MARGIN:
            result.append("a fast weight is too close to its bound")
    if any(each.abs().max() < 1e-4 for each in gradients.values()):
        result.append("the gradient of a slice vanishes")
    if zero_share(gradients) > 0.05:
        result.append("too many gradient entries are zero")
    return result
