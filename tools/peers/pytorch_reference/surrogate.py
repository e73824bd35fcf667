"""Surrogate gradients: the pseudo-derivative of a spike and its primitive.

Neftci, Mostafa, Zenke 2019, *Surrogate gradient learning in spiking neural networks*.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

KINDS = ("superspike", "atan", "triangular", "sigmoid")


@dataclass(frozen=True)
class Surrogate:
    """What stands in for the derivative of the step at u = v − ϑ, with slope γ."""

    kind: str
    slope: float

    def derivative(self, u: Tensor) -> Tensor:
        """σ'(u)."""
        gamma = self.slope
        match self.kind:
            case "superspike":
                return 1 / (1 + gamma * u.abs()) ** 2
            case "atan":
                return (gamma / 2) / (1 + (math.pi * gamma * u / 2) ** 2)
            case "triangular":
                return gamma * (1 - u.abs()).clamp(min=0)
            case "sigmoid":
                g = torch.sigmoid(gamma * u)
                return gamma * g * (1 - g)
        raise ValueError(f"surrogate '{self.kind}', expected one of {', '.join(KINDS)}")

    def primitive(self, u: Tensor) -> Tensor:
        """S(u), with S' = σ' and S(0) = ½. Its gradient is left to automatic differentiation, so
        that it owes nothing to `derivative`."""
        gamma = self.slope
        match self.kind:
            case "superspike":
                return 0.5 + u / (1 + gamma * u.abs())
            case "atan":
                return 0.5 + torch.atan(math.pi * gamma * u / 2) / math.pi
            case "triangular":
                inside = u.clamp(-1, 1)
                return 0.5 + gamma * (inside - inside * inside.abs() / 2)
            case "sigmoid":
                return torch.sigmoid(gamma * u)
        raise ValueError(f"surrogate '{self.kind}', expected one of {', '.join(KINDS)}")


def step(u: Tensor) -> Tensor:
    """H(u), with H(0) = 1."""
    return (u >= 0).to(u.dtype)


class Spike(torch.autograd.Function):
    """s = H(u); backward multiplies by σ'(u)."""

    @staticmethod
    def forward(context, u: Tensor, surrogate: Surrogate) -> Tensor:
        context.save_for_backward(u)
        context.surrogate = surrogate
        return step(u)

    @staticmethod
    def backward(context, gradient: Tensor):
        (u,) = context.saved_tensors
        return gradient * context.surrogate.derivative(u), None


def fire(u: Tensor, surrogate: Surrogate) -> Tensor:
    """Spikes, with their surrogate gradient where one is asked for."""
    return Spike.apply(u, surrogate) if u.requires_grad else step(u)
