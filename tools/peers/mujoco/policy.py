"""A policy file: safetensors, with all else that the controller needs in its metadata."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import safe_open

from network import Network


@dataclass
class Policy:
    path: str
    network: Network
    robot: str
    urdf: str
    profile: str
    digest: str
    #: Time between actions [s].
    period: float
    slices: list[dict]
    inputs: int
    #: command [m/s], clock [Hz], settle [s], start_spread [rad], bounds of falling.
    task: dict
    #: mean and 1/deviation of each channel; None where training did not normalise.
    normaliser: tuple[np.ndarray, np.ndarray] | None

    @property
    def name(self) -> str:
        path = Path(self.path)
        return f"{path.parent.name}/{path.stem}"


def load(path: str) -> Policy:
    with safe_open(path, "np") as file:
        metadata = file.metadata()
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    observation = json.loads(metadata["observation"])
    normaliser = None
    if "observation_normaliser" in metadata:
        values = json.loads(metadata["observation_normaliser"])
        normaliser = (
            np.array(values["mean"], np.float32),
            np.float32(1 / np.array(values["deviation"], np.float64)))
    return Policy(
        path=path, network=Network(json.loads(metadata["network"]), tensors),
        robot=metadata["robot_name"], urdf=metadata["robot_urdf"],
        profile=metadata["robot_profile"], digest=metadata["robot_digest"],
        period=float(metadata["control_period_s"]),
        slices=observation["slices"], inputs=observation["count"],
        task=task(metadata["experiment"]), normaliser=normaliser)


def task(experiment: str) -> dict[str, float]:
    """The numbers under `task:`, one key a line; the rest of the YAML is not needed."""
    values, inside = {}, False
    for line in experiment.splitlines():
        if not line.startswith(" "):
            inside = line.startswith("task:")
        elif inside and line.startswith("  ") and not line.startswith("   "):
            key, _, value = line.strip().partition(":")
            try:
                values[key] = float(value)
            except ValueError:
                pass
    return values
