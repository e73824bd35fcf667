"""Proves the reading: from the trajectory of a replay, NumPy's sensors and network must come to the very
actions that Ganglion's came to.

The trajectory lacks one observation, that of the moment at which the controller took over. It is taken
from MuJoCo's own half second of standing instead, which differs a little; what this stirs up in
the potentials is forgotten in a few steps, and in fast weights as fast as these forget.
"""

import numpy as np

from sensing import Sensors, State


def compare(policy, trajectory, episode) -> dict:
    """Largest differences of the actions, in the first second and after; `episode` has just settled."""
    sensors = Sensors(policy, episode.standing)
    network = policy.network
    network.reset()
    table = trajectory
    base = np.stack([table[f"base_q{x}"] for x in "wxyz"], axis=1)
    velocity, spin = table.columns("base_v", "_mps"), table.columns("base_w", "_radps")
    positions = table.columns("joint_", "_pos_rad", "_pos_m")
    rates = table.columns("joint_", "_vel_radps", "_vel_mps")
    contacts = table.columns("foot_", "_contact") > 0
    wanted = table.columns("joint_", "_action")
    period = episode.world.period
    down = np.array([0.0, 0.0, -1.0])
    differences = []
    for step in range(len(wanted)):
        if step == 0:
            observation = episode.observe()
        else:
            t = step - 1
            state = State(
                base[t], velocity[t], spin[t], positions[t], rates[t], contacts[t])
            clock = episode.phase + 2 * np.pi * policy.task["clock"] * step * period
            observation = sensors.read(state, down, clock)
        differences.append(np.abs(network.act(observation) - wanted[step]).max())
    differences = np.array(differences)
    second = round(1 / period)
    return {
        "policy": policy.name, "steps": len(differences),
        "first_step": float(differences[0]),
        "largest_in_first_second": float(differences[:second].max()),
        "largest_after": float(differences[second:].max()),
        "equal_to_1e-5_from_step": int(last_above(differences, 1e-5) + 1),
        "share_of_steps_beyond_1e-5": float((differences > 1e-5).mean()),
    }


def last_above(values, bound) -> int:
    """Index of the last value above the bound; −1 for none."""
    above = np.flatnonzero(values > bound)
    return int(above[-1]) if above.size else -1
