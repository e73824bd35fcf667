"use strict";

/** Turns PackedNumbers into a typed array; int16 becomes scale · q, and NaN where there is no value. */
function unpack(packed) {
  const text = atob(packed.data);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  if (packed.storage === "uint8") return bytes;
  const view = new DataView(bytes.buffer);
  const width = packed.storage === "int16" ? 2 : 4;
  const values = new Float32Array(bytes.length / width);
  for (let i = 0; i < values.length; i++) {
    const q = width === 2 ? view.getInt16(2 * i, true) : view.getFloat32(4 * i, true);
    values[i] = width === 2 && q === -32768 ? NaN : packed.scale * q;
  }
  return values;
}

/** One recorded episode: frames at even distances in time, interpolated in between. */
class Film {
  constructor(record) {
    Object.assign(this, record);
    this.base = unpack(record.base);
    this.offsets = unpack(record.offsets);
    this.rotations = unpack(record.rotations);
    this.loads = record.loads.map((load) => (
      { solid: load.solid, forces: unpack(load.forces), points: unpack(load.points) }));
    this.pushes = record.pushes ? unpack(record.pushes) : null;
    this.duration = (this.frames - 1) * this.period;
    this.path = this.smoothPath(0.4);
    this.check();
  }

  check() {
    const expected = [
      [this.base, 3 * this.frames], [this.offsets, 3 * this.frames * this.links],
      [this.rotations, 4 * this.frames * this.links],
      ...this.loads.map((load) => [load.forces, 3 * this.frames]),
    ];
    for (const [values, count] of expected) {
      if (values.length !== count) throw new Error(`${values.length} numbers, expected ${count}`);
      if (!values.every(Number.isFinite)) throw new Error("a number of the film is not finite");
    }
  }

  /** The frame before a time, and how far the time lies towards the next, in [0, 1]. */
  at(time) {
    const last = Math.max(this.frames - 2, 0);
    const place = Math.min(Math.max(time / this.period, 0), this.frames - 1);
    const frame = Math.min(Math.floor(place), last);
    return { frame, share: this.frames > 1 ? place - frame : 0 };
  }

  /** The step that is under way at a time: its number in the network's arrays. */
  step(time) { return Math.max(Math.min(Math.floor(time / this.period + 1e-6), this.frames - 2), 0); }

  basePosition(time, target) { return this.mix(this.base, 3, 0, time, target); }

  /** Where the camera looks: the path of the base without its bounces. */
  lookAt(time, target) { return this.mix(this.path, 3, 0, time, target); }

  mix(values, width, offset, time, target) {
    const { frame, share } = this.at(time);
    const a = frame * width + offset;
    const b = this.frames > 1 ? a + width : a;
    return target.set(
      values[a] + share * (values[b] - values[a]),
      values[a + 1] + share * (values[b + 1] - values[a + 1]),
      values[a + 2] + share * (values[b + 2] - values[a + 2]));
  }

  /** Sets position and quaternion of each link's object, between frames along the shortest turn. */
  pose(time, objects) {
    const { frame, share } = this.at(time);
    const next = Math.min(frame + 1, this.frames - 1);
    const base = this.basePosition(time, new THREE.Vector3());
    const turned = new THREE.Quaternion();
    objects.forEach((object, link) => {
      this.mix(this.offsets, 3 * this.links, 3 * link, time, object.position).add(base);
      object.quaternion.fromArray(this.rotations, 4 * (frame * this.links + link)).normalize();
      turned.fromArray(this.rotations, 4 * (next * this.links + link)).normalize();
      object.quaternion.slerp(turned, share);
    });
  }

  /** Mean position of the base over `width` seconds about each frame. */
  smoothPath(width) {
    const reach = Math.round(width / this.period);
    const path = new Float32Array(this.base.length);
    for (let frame = 0; frame < this.frames; frame++) {
      const half = Math.min(reach, frame, this.frames - 1 - frame);
      for (let axis = 0; axis < 3; axis++) {
        let sum = 0;
        for (let k = frame - half; k <= frame + half; k++) sum += this.base[3 * k + axis];
        path[3 * frame + axis] = sum / (2 * half + 1);
      }
    }
    return path;
  }

  /** Way per time along x over a fifth of a second about `time` [m/s]. */
  speed(time) {
    const early = Math.max(time - 0.1, 0);
    const late = Math.min(time + 0.1, this.duration);
    if (late <= early) return 0;
    const [a, b] = [new THREE.Vector3(), new THREE.Vector3()];
    return (this.basePosition(late, b).x - this.basePosition(early, a).x) / (late - early);
  }

  /** The index of the scene at a time; what sets in does so at the start of a step. */
  scene(time) {
    let found = 0;
    this.grounds.scenes.forEach((scene, index) => { if (scene.from <= time + 1e-6) found = index; });
    return found;
  }

  /** Degrees that +x, or another axis, climbs against gravity. */
  slope(scene, axis = 0) { return Math.atan2(-scene.gravity[axis], -scene.gravity[2]) * 180 / Math.PI; }
}
