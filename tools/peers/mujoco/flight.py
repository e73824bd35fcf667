"""Robots in free flight with their joints in motion: where MuJoCo says that they are after 0.2 s.

The fixture of a test of Ganglion's own dynamics. Runge–Kutta at 0.1 ms is exact to all the digits
that a simulator of first order can be asked for. Each robot flies twice: as the bare links, and
with its rotors.
"""

import json
from pathlib import Path

import mujoco
import numpy as np

ROOT = Path(__file__).resolve().parents[3]
FIXTURE = ROOT / "Tests" / "LocomotionTests" / "Reference" / "flight.json"
DURATION, STEP, HEIGHT = 0.2, 1e-4, 5.0
#: Of the base [rad/s].
SPIN = [1.0, -2.0, 1.5]


def fly(model, positions, rates):
    """The final state; at first the base is level, in the air, turns and does not move
    otherwise."""
    data = mujoco.MjData(model)
    data.qpos[:7] = [0, 0, HEIGHT, 1, 0, 0, 0]
    data.qpos[7:] = positions
    data.qvel[3:6] = SPIN
    data.qvel[6:] = rates
    for _ in range(round(DURATION / STEP)):
        mujoco.mj_step(model, data)
        low, high = model.jnt_range[1:].T
        assert (data.qpos[7:] > low).all() and (data.qpos[7:] < high).all(), "at a stop"
    return data


def flights(program, folder: Path) -> list[dict]:
    cases = []
    for index, robot in enumerate(("ant", "quadruped", "hexapod")):
        mjcf = folder / f"{robot}.xml"
        program.run("robot", "export", robot, "--mjcf", mjcf)
        model = mujoco.MjModel.from_xml_path(str(mjcf))
        model.opt.integrator = mujoco.mjtIntegrator.mjINT_RK4
        model.opt.timestep = STEP
        model.opt.disableflags |= mujoco.mjtDisableBit.mjDSBL_CONTACT
        model.opt.disableflags |= mujoco.mjtDisableBit.mjDSBL_LIMIT
        standing = model.numeric("standing").data
        draws = np.random.default_rng(index)
        # Half the way to the nearer stop, or 0.6 rad.
        low, high = model.jnt_range[1:].T
        room = np.minimum(standing - low, high - standing)
        rates = draws.uniform(-1, 1, len(standing)) * np.minimum(3, room / 2 / DURATION)
        rotors = model.dof_armature.copy()
        for share in (0, 1):
            model.dof_armature[:] = share * rotors
            data = fly(model, standing, rates)
            cases.append({
                "robot": robot, "armature": float(model.dof_armature[-1]), "height": HEIGHT,
                "spin": SPIN, "duration": DURATION, "positions": standing.tolist(),
                "rates": rates.tolist(),
                "end": {
                    "base": data.qpos[:3].tolist(), "orientation": data.qpos[3:7].tolist(),
                    "positions": data.qpos[7:].tolist(), "rates": data.qvel[6:].tolist(),
                },
            })
    return cases


def write(program, folder: Path) -> None:
    FIXTURE.parent.mkdir(exist_ok=True)
    text = json.dumps({"mujoco": mujoco.__version__, "flights": flights(program, folder)}, indent=1)
    FIXTURE.write_text(text + "\n")
    print(f"wrote {FIXTURE.relative_to(ROOT)}")
