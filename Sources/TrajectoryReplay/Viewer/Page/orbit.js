"use strict";

/** The view that all stages share: angles, distance and shift of a camera about its target. */
class Orbit {
  constructor(onChange) {
    this.onChange = onChange;
    this.reset();
  }

  reset() {
    this.azimuth = -1.05;
    this.elevation = 0.36;
    /** In units of the robot's reach. */
    this.distance = 3.6;
    this.shift = new THREE.Vector3();
    this.onChange();
  }

  /** Listens to mouse and touch on a canvas. */
  attach(canvas) {
    const pointers = new Map();
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    });
    const release = (event) => pointers.delete(event.pointerId);
    canvas.addEventListener("pointerup", release);
    canvas.addEventListener("pointercancel", release);
    canvas.addEventListener("pointermove", (event) => this.drag(event, pointers, canvas));
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0012)));
    }, { passive: false });
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  drag(event, pointers, canvas) {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
    if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
      const before = Math.hypot(last.x - other.x, last.y - other.y);
      const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
      if (before > 0 && after > 0) this.zoom(before / after);
    } else if (event.shiftKey || event.buttons === 2) {
      this.pan(dx / canvas.clientHeight, dy / canvas.clientHeight);
    } else {
      this.azimuth -= dx * 0.006;
      this.elevation = Math.min(Math.max(this.elevation + dy * 0.006, 0.02), 1.55);
    }
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.onChange();
  }

  zoom(factor) {
    this.distance = Math.min(Math.max(this.distance * factor, 0.8), 40);
    this.onChange();
  }

  /** Shifts the target in the ground's plane, by shares of the canvas' height. */
  pan(dx, dy) {
    const [s, c] = [Math.sin(this.azimuth), Math.cos(this.azimuth)];
    this.shift.x += this.distance * (dx * s - dy * c);
    this.shift.y += this.distance * (-dx * c - dy * s);
  }

  /** Places a camera about `target`, for a robot of a given reach [m]; a narrow view steps back. */
  place(camera, target, reach) {
    const distance = this.distance * reach * Math.max(1.15 / camera.aspect, 1);
    const flat = distance * Math.cos(this.elevation);
    const center = this.shift.clone().multiplyScalar(reach).add(target);
    camera.position.set(
      center.x + flat * Math.cos(this.azimuth), center.y + flat * Math.sin(this.azimuth),
      center.z + distance * Math.sin(this.elevation));
    camera.lookAt(center);
    return distance;
  }
}
