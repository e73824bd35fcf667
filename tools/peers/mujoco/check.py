"""Proves the reading: from the trajectory of a replay, NumPy's sensors and network must come to the
very actions that Ganglion's came to.

A trajectory holds the end of each control step, and so lacks the first observation, on which fast
weights depend for long. Therefore the replay is that of a copy of the policy whose robot does not
settle: its first observation is that of the drawn joint positions at rest, with no foot known to
touch the ground.
"""

import re
import tempfile
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

import policy as policies
from episode import start, start_heading
from sensing import Sensors, State
from servo import Servos
from world import CONDITIONS, World, export


def variant(path: str, folder: str, step: float | None = None) -> str:
    """The path of a copy of the policy whose robot does not settle and, if told to, has another
    physics step [s]."""
    with safe_open(path, "np") as file:
        metadata = dict(file.metadata())
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    metadata["experiment"] = re.sub(
        r"^  settle: .*$", "  settle: 0.0", metadata["experiment"], flags=re.MULTILINE)
    if step is not None:
        metadata["robot_profile"] = re.sub(
            r"step: [0-9.]+", f"step: {step}", metadata["robot_profile"])
        metadata["robot_digest"] = digest(metadata["robot_urdf"], metadata["robot_profile"])
    copy = str(Path(folder) / Path(path).name)
    save_file(tensors, copy, metadata)
    return copy


def digest(urdf: str, profile: str) -> str:
    """FNV-1a, 64 bits, of both texts with a zero byte between."""
    value = 0xCBF29CE484222325
    for byte in urdf.encode() + b"\0" + profile.encode():
        value = ((value ^ byte) * 0x100000001B3) & (2**64 - 1)
    return f"{value:016x}"


def states(trajectory, positions: np.ndarray, turn: float, feet: int) -> list[State]:
    """Those that the controller saw: the start at `positions`, turned by `turn` [rad], then the end of each step but the
    last."""
    base = np.stack([trajectory[f"base_q{x}"] for x in "wxyz"], axis=1)
    columns = (
        base, trajectory.columns("base_v", "_mps"), trajectory.columns("base_w", "_radps"),
        trajectory.columns("joint_", "_pos_rad", "_pos_m"),
        trajectory.columns("joint_", "_vel_radps", "_vel_mps"),
        trajectory.columns("foot_", "_contact") > 0,
    )
    first = State(
        np.array([np.cos(turn / 2), 0, 0, np.sin(turn / 2)]), np.zeros(3), np.zeros(3), positions, np.zeros(len(positions)),
        np.zeros(feet, bool))
    return [first] + [State(*rows) for rows in zip(*columns)][:-1]


def compare(path: str, mjcf, program, seed: int, duration: float) -> dict:
    """Largest differences over a life: of actions, and of the root mean square of E where there are
    fast weights."""
    with tempfile.TemporaryDirectory() as folder:
        copy = variant(path, folder)
        policy = policies.load(copy)
        _, trajectory = program.replay(policy, seed, duration)
    world = World(mjcf, CONDITIONS["nominal"])
    standing = world.constants["standing"]
    positions, phase = start(policy, world.model, standing)(seed)
    turn = start_heading(policy, seed)
    sensors = Sensors(policy, standing)
    down = np.array([0.0, 0.0, -1.0])
    actions, fast = [], []
    for step, state in enumerate(states(trajectory, positions, turn, len(world.feet))):
        clock = phase + 2 * np.pi * policy.task["clock"] * step * world.period
        actions.append(policy.network.act(sensors.read(state, down, clock)))
        fast.append([
            float(np.sqrt(np.mean(np.square(each.fast)))) for each in policy.network.plastic])
    differences = np.abs(np.array(actions) - trajectory.columns("joint_", "_action")).max(axis=1)
    row = {
        "policy": Path(path).parent.name + "/" + Path(path).stem, "seed": seed,
        "steps": len(differences), "largest_difference": float(differences.max()),
        "steps_beyond_1e-5": int((differences > 1e-5).sum()),
    }
    wanted = trajectory.columns("fast_rms_")
    if wanted.shape[1]:
        row["largest_fast_weight_difference"] = float(np.abs(np.array(fast) - wanted).max())
        row["last_fast_weight_rms"] = float(wanted[-1].max())
    return row


def compare_servos(path: str, program, seed: int, duration: float) -> dict:
    """Largest difference of the torques [N m] of a robot with one physics step to a control step,
    whose torques follow from the state and action that a row holds."""
    with tempfile.TemporaryDirectory() as folder:
        period = policies.load(path).period
        policy = policies.load(variant(path, folder, step=period))
        _, trajectory = program.replay(policy, seed, duration)
        world = World(export(policy, program), CONDITIONS["nominal"])
    positions, _ = start(policy, world.model, world.constants["standing"])(seed)
    servos = Servos(world.constants, world.model.opt.timestep)
    actions = trajectory.columns("joint_", "_action")
    torques = trajectory.columns("joint_", "_torque_nm", "_torque_n")
    largest = 0.0
    turn = start_heading(policy, seed)
    for step, state in enumerate(states(trajectory, positions, turn, len(world.feet))):
        servos.follow(world.targets(actions[step]))
        torque = servos.torque(state.positions, state.rates)
        largest = max(largest, float(np.abs(torque - torques[step]).max()))
    return {
        "torque_steps": len(actions), "largest_torque_difference_nm": largest,
        "saturated_torques": float((np.abs(torques) >= world.constants["effort"] - 1e-9).mean()),
    }
