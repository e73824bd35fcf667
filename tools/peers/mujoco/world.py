"""A robot's exported model in MuJoCo: steps, senses and is changed by conditions."""

import math
from dataclasses import dataclass
from pathlib import Path

import mujoco
import numpy as np

from sensing import State, rotation

ROOT = Path(__file__).resolve().parents[3]
SCRATCH = ROOT / ".build" / "peers" / "mujoco"


def export(policy, program) -> Path:
    """The MJCF of the robot that the policy carries, written by `ganglion robot export`."""
    folder = SCRATCH / "robots" / policy.digest
    folder.mkdir(parents=True, exist_ok=True)
    urdf = folder / f"{policy.robot}.urdf"
    urdf.write_text(policy.urdf)
    urdf.with_suffix(".yaml").write_text(policy.profile)
    mjcf = urdf.with_suffix(".xml")
    program.run("robot", "export", urdf, "--mjcf", mjcf)
    return mjcf


@dataclass(frozen=True)
class Condition:
    """What differs from the nominal world: shares of friction and of the robot's mass, degrees
    uphill."""

    name: str
    #: As `ganglion replay --condition` is told.
    text: str | None = None
    friction: float = 1.0
    payload: float = 0.0
    slope: float = 0.0


CONDITIONS = {
    each.name: each
    for each in (
        Condition("nominal"),
        Condition("friction-0.3", "friction:4", friction=0.3),
        Condition("friction-0.6", "friction:2", friction=0.6),
        Condition("payload", "payload:3", payload=0.3),
        Condition("slope", "slope:2", slope=6.0),
    )
}


@dataclass
class Cone:
    """Impulses [N s] at the ground: along the normals, across them, and across beyond µ times the
    normal."""

    normal: float = 0.0
    tangential: float = 0.0
    beyond: float = 0.0


@dataclass
class Options:
    #: The robot's physics step is divided by this.
    step_divisor: int = 1
    #: The inertia of rotors is put on every moving link, in all directions, and not on the joints.
    isotropic_armature: bool = False


class World:
    """Joints in the robot's order; the base's frame is that of its link."""

    def __init__(self, mjcf: Path, condition: Condition, options: Options = Options()):
        self.model = mujoco.MjModel.from_xml_path(str(mjcf))
        self.data = mujoco.MjData(self.model)
        model = self.model
        self.constants = {
            model.numeric(i).name: model.numeric(i).data.copy() for i in range(model.nnumeric)
        }
        self.period = float(self.constants["control_period"][0])
        self.substeps = round(self.period / model.opt.timestep) * options.step_divisor
        model.opt.timestep = self.period / self.substeps
        self.mass = float(model.body_mass.sum())
        self.nominal_weight = self.mass * float(np.linalg.norm(model.opt.gravity))
        self.base = model.jnt("base").bodyid[0]
        self.base_inertial = model.body_ipos[self.base].copy()
        self.motors = model.actuator_trnid[:, 0] - 1
        self.feet = list(model.tuple_objid[:]) if model.ntuple else []
        self.ground = model.geom("ground").id
        self.begin_measuring()
        # A state that is not finite is to be seen, not to be replaced by a fresh start.
        model.opt.disableflags |= mujoco.mjtDisableBit.mjDSBL_AUTORESET
        if options.isotropic_armature:
            self._spread_armature()
        self._apply(condition)
        self._soften()

    def _spread_armature(self) -> None:
        rotor = self.model.dof_armature[6:].copy()
        for joint in range(1, self.model.njnt):
            self.model.body_inertia[self.model.jnt_bodyid[joint]] += rotor[joint - 1]
        self.model.dof_armature[:] = 0

    def _apply(self, condition: Condition) -> None:
        model = self.model
        model.geom_friction[:, 0] *= condition.friction
        model.pair_friction[:, :2] *= condition.friction
        # A point mass at the base's centre of mass adds no inertia.
        model.body_mass[self.base] += condition.payload * self.mass
        angle = np.radians(condition.slope)
        g = np.linalg.norm(model.opt.gravity)
        model.opt.gravity[:] = g * np.array([-np.sin(angle), 0, -np.cos(angle)])
        self.down = model.opt.gravity / g
        mujoco.mj_setConst(model, self.data)

    def _soften(self) -> None:
        """Contacts of the stated stiffness k and damping d at this timestep h. A spring and a
        damper by backward Euler are a row a + R F = −v/h + k R r with R = 1/(h (h k + d)), and
        MuJoCo's impedance is I = Â/(Â + R). The exporter knows Â, the inverse of the mass that a
        contact feels, but by the robot's mass per foot; here it is MuJoCo's own for each body."""
        model = self.model
        k, d = self.constants["contact"]
        h = model.opt.timestep
        softness = 1 / (h * (h * k + d))
        for geom in range(model.ngeom):
            if geom == self.ground:
                continue
            inverse_mass = model.body_invweight0[model.geom_bodyid[geom], 0]
            impedance = np.clip(inverse_mass / (inverse_mass + softness), 1e-4, 0.9999)
            model.geom_solref[geom] = [-k * softness * impedance, -impedance / h]
            model.geom_solimp[geom, :2] = impedance

    def place(self, positions: np.ndarray, turn: float = 0.0) -> None:
        """At rest, level, turned about the vertical [rad], at the height at which the standing robot
        touches the ground."""
        mujoco.mj_resetData(self.model, self.data)
        height = self.constants["standing_height"][0]
        self.data.qpos[:7] = [0, 0, height, math.cos(turn / 2), 0, 0, math.sin(turn / 2)]
        self.data.qpos[7:] = positions
        mujoco.mj_forward(self.model, self.data)

    def begin_measuring(self) -> None:
        """Sets the motors' work [J] and the impulses at the ground to 0."""
        self.work = 0.0
        self.cone = Cone()

    def targets(self, action: np.ndarray) -> np.ndarray:
        """Of all joints, for an action of the commanded ones."""
        targets = self.constants["standing"].copy()
        reach = self.constants["action_range"][self.motors]
        targets[self.motors] += reach * np.clip(action, -1, 1).astype(float)
        return targets

    @property
    def is_finite(self) -> bool:
        return bool(np.isfinite(self.data.qpos).all() and np.isfinite(self.data.qvel).all())

    @property
    def quaternion(self) -> np.ndarray:
        return self.data.qpos[3:7].copy()

    @property
    def position(self) -> np.ndarray:
        """Of the base's frame [m]."""
        return self.data.qpos[:3].copy()

    def state(self) -> State:
        data = self.data
        turn = rotation(data.qpos[3:7])
        spin = turn @ data.qvel[3:6]
        x, y, z = turn @ self.base_inertial
        around = np.array([
            spin[1] * z - spin[2] * y, spin[2] * x - spin[0] * z, spin[0] * y - spin[1] * x])
        return State(
            quaternion=self.quaternion, velocity=data.qvel[:3] + around, spin=spin,
            positions=data.qpos[7:].copy(), rates=data.qvel[6:].copy(), contacts=self.contacts)

    @property
    def contacts(self) -> np.ndarray:
        """Whether each foot touched the ground in the last step: as ours, found before it."""
        found = self.data.contact
        on_ground = (found.geom == self.ground).any(axis=1) & (found.dist <= 0)
        touching = found.geom[on_ground]
        return np.array([foot in touching for foot in self.feet])

    def advance(self, servos) -> None:
        """One control period."""
        data, h = self.data, self.model.opt.timestep
        for _ in range(self.substeps):
            rates = data.qvel[6:]
            torque = servos.torque(data.qpos[7:], rates)
            self.work += float(np.abs(torque * rates).sum()) * h
            data.ctrl[:] = torque[self.motors]
            mujoco.mj_step(self.model, data)
            self._weigh(h)

    def _weigh(self, h: float) -> None:
        """Forces of the step's contacts with the ground."""
        force = np.zeros(6)
        found = self.data.contact
        on_ground = (found.geom == self.ground).any(axis=1) & (found.efc_address >= 0)
        friction = found.friction[:, 0]
        for index in np.flatnonzero(on_ground):
            mujoco.mj_contactForce(self.model, self.data, index, force)
            across = math.hypot(force[1], force[2])
            self.cone.normal += h * force[0]
            self.cone.tangential += h * across
            self.cone.beyond += h * max(0.0, across - friction[index] * force[0])
