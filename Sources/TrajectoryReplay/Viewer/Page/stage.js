"use strict";

/** Colours of the solids, the same in both themes. */
const paint = { base: "#3d5a80", limb: "#5b9bd5", foot: "#f29e38", force: "#e5484d", trail: "#2fae7b", push: "#9b59d0" };

const iceColor = new THREE.Color("#a8dcff");

/** The value of one of the style sheet's colours. */
function themeColor(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** One film in three dimensions, on a canvas of its own. Throws where WebGL is missing. */
class Stage {
  constructor(film, canvas, orbit) {
    Object.assign(this, { film, canvas, orbit, follow: true });
    this.reach = robotReach(film);
    this.renderer = new THREE.WebGLRenderer({ canvas, antialias: true });
    this.renderer.shadowMap.enabled = true;
    this.renderer.shadowMap.type = THREE.PCFSoftShadowMap;
    this.scene = new THREE.Scene();
    this.scene.fog = new THREE.Fog("#000", 1, 2);
    this.camera = new THREE.PerspectiveCamera(40, 1, 0.05, 1000);
    this.camera.up.set(0, 0, 1);
    /** Turned so that gravity pulls down on the screen. */
    this.world = new THREE.Group();
    this.scene.add(this.world);
    this.target = new THREE.Vector3();
    this.addLights();
    this.addRobot();
    this.addGrounds();
    this.addTrail();
    this.recolor();
    orbit.attach(canvas);
  }

  addLights() {
    this.sky = new THREE.HemisphereLight("#ffffff", "#8a8f99", 0.75);
    this.sun = new THREE.DirectionalLight("#ffffff", 0.55);
    this.sun.castShadow = true;
    this.sun.shadow.mapSize.set(2048, 2048);
    const half = 2.6 * this.reach;
    Object.assign(this.sun.shadow.camera, {
      left: -half, right: half, top: half, bottom: -half, near: 0.1, far: 14 * this.reach });
    this.sun.shadow.bias = -0.0004;
    this.scene.add(this.sky, this.sun, this.sun.target);
  }

  addRobot() {
    const material = (color) => new THREE.MeshPhongMaterial({ color, shininess: 28, specular: "#2a2a2a" });
    this.materials = {
      base: material(paint.base), limb: material(paint.limb), foot: material(paint.foot) };
    this.ghost = new THREE.MeshBasicMaterial({ color: paint.limb, transparent: true, opacity: 0.35, depthWrite: false });
    Object.assign(this, robotLinks(this.film, this.materials));
    this.world.add(...this.links);
    const red = new THREE.MeshBasicMaterial({ color: paint.force });
    this.arrows = this.film.loads.map((load) => {
      const object = arrow(red, 0.016 * this.reach);
      this.world.add(object);
      return { load, object };
    });
    // It begins inside the base and shows through it.
    this.push = arrow(new THREE.MeshBasicMaterial({ color: paint.push, depthTest: false }), 0.016 * this.reach);
    this.push.children.forEach((part) => { part.renderOrder = 1; });
    this.push.visible = false;
    this.world.add(this.push);
  }

  addGrounds() {
    this.grounds = this.film.grounds.shapes.map((shape) => {
      const mesh = groundMesh(shape, new THREE.MeshLambertMaterial());
      this.world.add(mesh);
      return mesh;
    });
    this.addPatches();
    this.turns = this.film.grounds.scenes.map((scene) => new THREE.Quaternion().setFromUnitVectors(
      new THREE.Vector3().fromArray(scene.gravity).normalize(), new THREE.Vector3(0, 0, -1)));
  }

  /** Patches of other friction lie on the ground like a thin layer of ice. */
  addPatches() {
    const { scenes, shapes, patches } = this.film.grounds;
    const ice = new THREE.MeshLambertMaterial({
      color: iceColor, transparent: true, opacity: 0.62, polygonOffset: true,
      polygonOffsetFactor: -2, polygonOffsetUnits: -2, depthWrite: false });
    this.patches = new Map();
    scenes.forEach(({ shape, patches: index }) => {
      const key = `${shape} ${index}`;
      if (index === undefined || shape === undefined || this.patches.has(key)) return;
      const mesh = new THREE.Mesh(patchGeometry(shapes[shape], patches[index]), ice);
      mesh.receiveShadow = true;
      this.world.add(mesh);
      this.patches.set(key, mesh);
    });
  }

  addTrail() {
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", new THREE.BufferAttribute(this.film.base, 3));
    this.trail = new THREE.Line(geometry, new THREE.LineBasicMaterial({ color: paint.trail }));
    this.trail.frustumCulled = false;
    this.world.add(this.trail);
  }

  /** Takes the theme's colours. */
  recolor() {
    const sky = new THREE.Color(themeColor("sky"));
    this.scene.background = sky;
    this.scene.fog.color.copy(sky);
    const texture = gridTexture(
      { ground: themeColor("ground"), other: themeColor("ground-other"), grid: themeColor("grid") },
      this.renderer.capabilities.getMaxAnisotropy());
    for (const { material } of this.grounds) {
      if (material.map) material.map.dispose();
      material.map = texture;
      material.needsUpdate = true;
    }
  }

  /** Draws the moment `time` [s]. */
  draw(time, shown) {
    this.resize();
    this.placeWorld(time);
    this.film.pose(time, this.links);
    this.placeArrows(time, shown.forces);
    this.trail.visible = shown.trail;
    this.trail.geometry.setDrawRange(0, this.film.at(time).frame + 1);
    // A camera that stays where it is starts at the robot too.
    if (this.follow || !this.hasLooked) {
      this.film.lookAt(time, this.target).applyQuaternion(this.world.quaternion);
    }
    this.hasLooked = true;
    const distance = this.orbit.place(this.camera, this.target, this.reach);
    this.scene.fog.near = 1.5 * distance + 4 * this.reach;
    this.scene.fog.far = 5 * distance + 16 * this.reach;
    this.placeSun(time);
    this.renderer.render(this.scene, this.camera);
  }

  /** A slope that sets in turns the world within a quarter of a second; slippery ground looks like ice. */
  placeWorld(time) {
    const now = this.film.scene(time);
    const scene = this.film.grounds.scenes[now];
    const lost = 1 - Math.min(scene.friction / this.film.friction, 1);
    this.grounds.forEach((mesh, index) => {
      mesh.visible = index === scene.shape;
      mesh.material.color.set("#ffffff").lerp(iceColor, 0.7 * lost);
    });
    this.patches.forEach((mesh, key) => { mesh.visible = key === `${scene.shape} ${scene.patches}`; });
    if (this.sceneShown !== now) this.placeSolids(scene);
    this.sceneShown = now;
    this.world.quaternion.copy(this.turns[Math.max(now - 1, 0)]);
    const share = now === 0 ? 1 : Math.min((time - scene.from) / 0.25, 1);
    this.world.quaternion.slerp(this.turns[now], share);
  }

  /** What a fault took away from the robot stays as a ghost; what it moved is moved. */
  placeSolids(scene) {
    this.solids.forEach((mesh, index) => {
      const solid = this.film.solids[index];
      const change = scene.solids.find((candidate) => candidate.solid === index);
      const isWhole = !change || change.isTangible;
      mesh.position.fromArray(change ? change.position : solid.position);
      mesh.material = isWhole ? this.materials[solid.part] : this.ghost;
      mesh.castShadow = isWhole;
    });
  }

  /** Forces on the feet, and what pushes the base: that of a control step stands for the whole of it; body weight is drawn as long as the robot reaches. */
  placeArrows(time, areShown) {
    const end = Math.min(this.film.step(time) + 1, this.film.frames - 1);
    const gravity = new THREE.Vector3().fromArray(this.film.grounds.scenes[this.film.scene(time)].gravity);
    const scale = this.reach / (this.film.mass * Math.max(gravity.length(), 1e-6));
    const base = new THREE.Vector3().fromArray(this.film.base, 3 * end);
    for (const { load, object } of this.arrows) {
      const force = new THREE.Vector3().fromArray(load.forces, 3 * end).multiplyScalar(scale);
      force.clampLength(0, 2 * this.reach);
      setArrow(object, new THREE.Vector3().fromArray(load.points, 3 * end).add(base), force);
      object.visible = object.visible && areShown;
    }
    if (!this.film.pushes) return;
    const force = new THREE.Vector3().fromArray(this.film.pushes, 3 * end).multiplyScalar(scale);
    setArrow(this.push, base, force.clampLength(0, 2 * this.reach));
    this.push.visible = this.push.visible && areShown;
  }

  placeSun(time) {
    const center = this.film.lookAt(time, new THREE.Vector3()).applyQuaternion(this.world.quaternion);
    this.sun.target.position.copy(center);
    this.sun.position.copy(center).add(
      new THREE.Vector3(-1.6, -2.6, 5.2).multiplyScalar(this.reach));
    this.sun.target.updateMatrixWorld();
  }

  resize() {
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    if (this.width === width && this.height === height && this.ratio === ratio) return;
    Object.assign(this, { width, height, ratio });
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / Math.max(height, 1);
    this.camera.updateProjectionMatrix();
  }

  /** What is wrong with the picture just drawn; empty when nothing is. */
  flaws(time) {
    const flaws = [];
    const seen = this.film.basePosition(time, new THREE.Vector3())
      .applyQuaternion(this.world.quaternion).project(this.camera);
    if (!(Math.abs(seen.x) < 1 && Math.abs(seen.y) < 1)) flaws.push("the robot is out of sight");
    const gl = this.renderer.getContext();
    const [width, height] = [gl.drawingBufferWidth, gl.drawingBufferHeight];
    const pixels = new Uint8Array(4 * width * height);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    const colors = new Set();
    for (let i = 0; i < pixels.length; i += 4 * 97) {
      colors.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
    }
    if (colors.size < 12) flaws.push(`the picture has only ${colors.size} colours`);
    if (gl.getError() !== gl.NO_ERROR) flaws.push("WebGL reports an error");
    return flaws;
  }
}
