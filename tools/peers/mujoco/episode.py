"""One life of a policy in MuJoCo: draw, settle, then sense, act and advance until the end or a
fall."""

import numpy as np

from random_stream import START_HEADING, RandomStream
from sensing import Sensors, heading, rotation
from servo import Servos


class Recording:
    """What both simulators tell of a life, one row a control step: time [s], position of the base
    [m], its orientation (w, x, y, z) and velocity [m/s]; and the motors' work so far [J]."""

    def __init__(self):
        self.rows = []
        self.work = []
        self.outcome = "completed"

    def add(self, time, position, quaternion, velocity, work=0.0):
        self.rows.append([time, *position, *quaternion, *velocity])
        self.work.append(work)


def start(policy, model, standing):
    """Joint positions [rad] and the clock's phase [rad] that a seed draws, as a function of the
    seed."""
    def draw(seed):
        stream = RandomStream(seed)
        spread = policy.task["start_spread"]
        positions = np.array([q + stream.uniform(-spread, spread) for q in standing])
        limited = model.jnt_limited[1:].astype(bool)
        low, high = model.jnt_range[1:].T
        positions = np.where(limited, np.clip(positions, low, high), positions)
        for k in range(model.neq):
            follower, leader = model.eq_obj1id[k] - 1, model.eq_obj2id[k] - 1
            offset, factor = model.eq_data[k, :2]
            positions[follower] = offset + factor * positions[leader]
        return positions, stream.uniform(0, 2 * np.pi)

    return draw


def start_heading(policy, seed):
    """Turn of the base about the vertical [rad] that a seed draws."""
    spread = policy.task.get("heading_spread", 0)
    return RandomStream(seed, START_HEADING).uniform(-spread, spread)


class Episode:
    def __init__(self, policy, world, seed):
        self.policy, self.world = policy, world
        standing = world.constants["standing"]
        self.standing = standing
        self.servos = Servos(world.constants, world.model.opt.timestep)
        self.sensors = Sensors(policy, standing)
        positions, self.phase = start(policy, world.model, standing)(seed)
        world.place(positions, start_heading(policy, seed))
        self._settle()
        policy.network.reset()
        self.time = 0.0

    def _settle(self):
        for _ in range(round(self.policy.task["settle"] / self.world.period)):
            self.servos.follow(self.standing)
            self.world.advance(self.servos)

    def observe(self):
        clock = self.phase + 2 * np.pi * self.policy.task["clock"] * self.time
        return self.sensors.read(self.world.state(), self.world.down, clock)

    def step(self):
        self.servos.follow(self.world.targets(self.policy.network.act(self.observe())))
        self.world.advance(self.servos)

    def run(self, duration) -> Recording:
        world, recording = self.world, Recording()
        world.begin_measuring()
        self._record(recording)
        for step in range(round(duration / world.period)):
            self.step()
            self.time = (step + 1) * world.period
            if not world.is_finite:
                recording.outcome = "diverged"
                break
            self._record(recording)
            if fallen := self.fallen():
                recording.outcome = fallen
                break
        return recording

    def _record(self, recording):
        state = self.world.state()
        recording.add(
            self.time, self.world.position, state.quaternion, state.velocity, self.world.work)

    def fallen(self) -> str | None:
        task, world = self.policy.task, self.world
        if rotation(world.quaternion)[2, 2] < task["minimum_uprightness"]:
            return "tipped-over"
        height = world.constants["standing_height"][0]
        return "collapsed" if world.position[2] < task["minimum_height"] * height else None


def measures(recording: Recording, weight: float) -> dict:
    """Speeds over the whole life; cost of transport without its first second; heading at the end,
    turns counted. `weight` is the nominal robot's [N]. The first row is the moment at which the
    life began."""
    rows = np.array(recording.rows)
    time, position, quaternion, velocity = np.split(rows, [1, 4, 8], axis=1)
    time = time[:, 0]
    lived = max(time[-1] - time[0], 1e-9)
    yaw = np.unwrap([heading(q) for q in quaternion])
    forward = [rotation(q)[:, 0] @ v for q, v in zip(quaternion[1:], velocity[1:])]
    result = {
        "duration_s": float(time[-1]), "outcome": recording.outcome,
        "speed_mps": float((position[-1, 0] - position[0, 0]) / lived),
        "forward_mps": float(np.mean(forward)) if forward else 0.0,
        "yaw_rate_radps": float((yaw[-1] - yaw[0]) / lived), "heading_rad": float(yaw[-1]),
    }
    late = int(np.searchsorted(time, 1.0 - 1e-9))
    if late < len(time) - 1 and recording.work[-1] > 0:
        way = max(float(np.linalg.norm(position[-1, :2] - position[late, :2])), 1e-3)
        work = recording.work[-1] - recording.work[late]
        result["cost_of_transport"] = work / (weight * way)
    if time[-1] >= 20 - 1e-9:
        span = 10.0
        i = int(np.searchsorted(time, time[0] + span - 1e-9))
        j = int(np.searchsorted(time, time[-1] - span - 1e-9))
        result["first_10s_mps"] = float((position[i, 0] - position[0, 0]) / span)
        result["last_10s_mps"] = float((position[-1, 0] - position[j, 0]) / span)
    return result
