"""Loss and gradients of a drawn fixture, and the checks of both."""

import torch
from torch import Tensor

from cases import Case
from draw import Draw
from network import Network, loss
from surrogate import KINDS, Surrogate

STEP = 1e-5


def forward(case: Case, drawn: Draw, parameters: dict[str, Tensor], mode: str, probe=None):
    """Loss and leaky outputs."""
    network = Network(case.spec, parameters, mode, case.surrogate)
    outputs = network.run(drawn.observations, drawn.external, probe)
    return loss(outputs, drawn.queries, case.spec["readout"]["gain"]), outputs


def differentiate(case: Case, drawn: Draw, mode: str, probe=None):
    """Loss, outputs and the gradient of every slice."""
    leaves = {name: each.clone().requires_grad_() for name, each in drawn.parameters.items()}
    value, outputs = forward(case, drawn, leaves, mode, probe)
    gradients = torch.autograd.grad(value, list(leaves.values()))
    return value.item(), outputs.detach(), dict(zip(leaves, gradients))


@torch.no_grad()
def central_difference(case: Case, drawn: Draw, name: str) -> Tensor:
    """The smooth-mode gradient of one slice by central differences."""
    slices = {each: values.clone() for each, values in drawn.parameters.items()}
    flat = slices[name].view(-1)
    estimate = torch.empty_like(flat)
    for index, centre in enumerate(flat.tolist()):
        flat[index] = centre + STEP
        above = forward(case, drawn, slices, "smooth")[0].item()
        flat[index] = centre - STEP
        below = forward(case, drawn, slices, "smooth")[0].item()
        flat[index] = centre
        estimate[index] = (above - below) / (2 * STEP)
    return estimate.view_as(slices[name])


def finite_difference_error(case: Case, drawn: Draw) -> float:
    """Worst error of the smooth-mode gradient, each slice relative to its largest entry."""
    _, _, gradients = differentiate(case, drawn, "smooth")
    return max(
        ((each - central_difference(case, drawn, name)).abs().max() / each.abs().max()).item()
        for name, each in gradients.items())


def surrogate_error() -> float:
    """Worst difference between σ' as written and the automatic derivative of S."""
    worst = 0.0
    for kind in KINDS:
        for slope in (0.5, 1.0, 3.0):
            surrogate = Surrogate(kind, slope)
            u = torch.linspace(-2.5, 2.5, 998, dtype=torch.float64, requires_grad=True)
            (derivative,) = torch.autograd.grad(surrogate.primitive(u).sum(), u)
            worst = max(worst, (derivative - surrogate.derivative(u)).abs().max().item())
    return worst
