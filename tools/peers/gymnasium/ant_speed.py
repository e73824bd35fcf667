"""Simulated seconds per CPU second of Gymnasium's Ant-v5 (MuJoCo), one thread, random actions.

Prints one JSON object. The walking of a trained policy costs about the same as random actions: MuJoCo's
time goes into constraint solving, which depends on contacts.
"""

import json
import time

import gymnasium
import numpy

SIMULATED_S = 100.0


def main() -> None:
    environment = gymnasium.make("Ant-v5", terminate_when_unhealthy=False, max_episode_steps=200)
    step_s = environment.unwrapped.dt
    generator = numpy.random.default_rng(1)
    actions = generator.uniform(-1, 1, size=(int(SIMULATED_S / step_s), 8)).astype(numpy.float32)
    environment.reset(seed=1)
    for action in actions[:50]:
        environment.step(action)
    start = time.process_time()
    for action in actions:
        _, _, terminated, truncated, _ = environment.step(action)
        if terminated or truncated:
            environment.reset()
    cpu_s = time.process_time() - start
    print(json.dumps({
        "simulated_s_per_cpu_s": len(actions) * step_s / cpu_s,
        "control_steps_per_s": len(actions) / cpu_s,
        "gymnasium": gymnasium.__version__,
        "mujoco": __import__("mujoco").__version__,
    }))


if __name__ == "__main__":
    main()
