"""What MuJoCo's bare step costs: a walking life's torques again, in one call to its C library.

    run speed [--policies FILE ...] [--seeds 11-15]

A policy's life is walked once and its torques are kept; then `mujoco.rollout` steps the same model
through them, on one thread, without sensors, network, servos or reward. Ganglion's figure beside it
is of whole lives (`ganglion benchmark`: all of these included), in the same sitting, alternating.
"""

import json
import statistics
import time

import mujoco.rollout
import numpy as np

import policy as policies
import world
from episode import Episode


def torques(path, mjcf, seed, duration):
    """State after settling, and torques of every physics step, while the policy walks."""
    policy = policies.load(path)
    body = world.World(mjcf, world.CONDITIONS["nominal"])
    episode = Episode(policy, body, seed)
    model, data = body.model, body.data
    kind = world.mujoco.mjtState.mjSTATE_FULLPHYSICS
    start = np.empty(world.mujoco.mj_stateSize(model, kind))
    world.mujoco.mj_getState(model, data, start, kind)
    rows = []
    step = world.mujoco.mj_step

    def keep(model, data):
        rows.append(data.ctrl.copy())
        step(model, data)

    world.mujoco.mj_step = keep
    try:
        recording = episode.run(duration)
    finally:
        world.mujoco.mj_step = step
    return body, start, np.array(rows), recording.outcome


def measure(path, program, seeds, duration=10.0):
    policy = policies.load(path)
    mjcf = world.export(policy, program)
    ours, theirs = [], []
    for seed in seeds:
        body, start, control, outcome = torques(path, mjcf, seed, duration)
        simulated = len(control) * body.model.opt.timestep
        for _ in range(3):
            begin = time.process_time()
            mujoco.rollout.rollout(body.model, [body.data], start[None], control[None])
            theirs.append(simulated / (time.process_time() - begin))
        report = program.json("benchmark", policy.robot, "--episodes", 5)
        ours.append(report["robots"][policy.robot]["simulated_s_per_cpu_s"])
    return {
        "policy": str(path), "robot": policy.robot,
        "ganglion_simulated_s_per_cpu_s": statistics.median(ours),
        "mujoco_step_simulated_s_per_cpu_s": statistics.median(theirs),
    }


def run(options, program):
    for path in options.policies:
        row = measure(path, program, options.seeds)
        print(json.dumps(row) if options.json else
              f"{row['robot']:<12} Ganglion, all included {row['ganglion_simulated_s_per_cpu_s']:7.0f}"
              f"   MuJoCo, bare steps {row['mujoco_step_simulated_s_per_cpu_s']:7.0f}"
              "   simulated s per CPU s", flush=True)
