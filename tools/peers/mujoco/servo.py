"""Position servos behind a low-pass, with a torque–speed line.

    p ← p + (1 − e^(−2π f T)) (target − p)                             once a control period
    τ = clip(kp (p − q) − kd q̇, low, high)                             once a physics step

The bounds are ± the effort limit; that of a torque that would speed the joint up further is
effort · clip((v − |q̇|) / (v/2 + h effort/J), −1, 1) with the velocity limit v, the physics step h and
the least inertia J of the joint.
"""

import numpy as np


class Servos:
    """All joints at once; the constants are read from the exported model's <custom> numbers."""

    def __init__(self, constants: dict[str, np.ndarray], step: float):
        self.kp, self.kd = constants["kp"], constants["kd"]
        self.effort, self.velocity = constants["effort"], constants["velocity"]
        self.fall = 0.5 * self.velocity + step * self.effort / constants["inertia"]
        cutoff, period = constants["target_filter"][0], constants["control_period"][0]
        self.share = 1 - np.exp(-2 * np.pi * cutoff * period) if cutoff > 0 else 1.0
        self.setpoints = constants["standing"].copy()

    def follow(self, targets: np.ndarray) -> None:
        self.setpoints += self.share * (targets - self.setpoints)

    def torque(self, positions: np.ndarray, rates: np.ndarray) -> np.ndarray:
        wanted = self.kp * (self.setpoints - positions) - self.kd * rates
        headroom = np.clip((self.velocity - np.abs(rates)) / self.fall, -1, 1)
        high = np.where(rates > 0, self.effort * headroom, self.effort)
        low = np.where(rates < 0, -self.effort * headroom, -self.effort)
        return np.clip(wanted, low, high)
