"""What the controller sees, from the state of any simulator.

It is told what no walking robot measures without error: the true velocity of its base and its true
heading, and a clock of the gait's frequency whose phase is drawn anew for each life.
"""

from dataclasses import dataclass

import numpy as np

LIMIT = np.float32(3)


def rotation(quaternion: np.ndarray) -> np.ndarray:
    """The matrix that takes the body's frame to the world's, from (w, x, y, z)."""
    w, x, y, z = quaternion
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ])


def heading(quaternion: np.ndarray) -> float:
    """Yaw [rad]."""
    w, x, y, z = quaternion
    return float(np.arctan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)))


@dataclass
class State:
    """Of the base: orientation (w, x, y, z), velocity of its centre of mass [m/s] and angular
    velocity [rad/s] in the world's frame. Of the joints: positions [rad] and rates [rad/s]. Of the
    feet: contact."""

    quaternion: np.ndarray
    velocity: np.ndarray
    spin: np.ndarray
    positions: np.ndarray
    rates: np.ndarray
    contacts: np.ndarray


class Sensors:
    """Scales and clips a state to the observation that a policy was trained with."""

    def __init__(self, policy, standing: np.ndarray):
        self.policy = policy
        self.standing = standing

    def read(self, state: State, down: np.ndarray, phase: float) -> np.ndarray:
        """[inputs], for gravity's direction `down` in the world's frame and the clock's `phase`
        [rad]."""
        turn = rotation(state.quaternion).T
        groups = {
            "joint_position": state.positions - self.standing,
            "joint_rate": state.rates,
            "gravity": turn @ down,
            "angular_velocity": turn @ state.spin,
            "velocity": (turn @ state.velocity)[:2],
            "heading": [heading(state.quaternion)],
            "contact": np.where(state.contacts, 1.0, -1.0),
            "clock": [np.sin(phase), np.cos(phase)],
            "command": [self.policy.task["command"]],
        }
        out = np.zeros(self.policy.inputs, np.float32)
        for each in self.policy.slices:
            values = np.asarray(groups[each["group"]], np.float32) * np.float32(each["scale"])
            out[each["offset"]:each["offset"] + each["count"]] = np.clip(values, -LIMIT, LIMIT)
        if self.policy.normaliser is not None:
            mean, scale = self.policy.normaliser
            out = np.clip((out - mean) * scale, -LIMIT, LIMIT)
        return out
