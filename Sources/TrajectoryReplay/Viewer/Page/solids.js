"use strict";

/** The geometry of a collision shape, as the physics knows it: capsules and cylinders along z. */
function solidGeometry(form, size) {
  switch (form) {
    case "sphere": return new THREE.SphereBufferGeometry(size[0], 32, 20);
    case "box": return new THREE.BoxBufferGeometry(size[0], size[1], size[2]);
    case "cylinder":
      return new THREE.CylinderBufferGeometry(size[0], size[0], size[1], 32).rotateX(Math.PI / 2);
    case "capsule": return capsuleGeometry(size[0], size[1]);
    default: throw new Error(`unknown form ${form}`);
  }
}

function capsuleGeometry(radius, length) {
  const profile = [];
  for (const end of [-1, 1]) {
    for (let k = 0; k <= 12; k++) {
      const angle = (k / 12 - (end < 0 ? 1 : 0)) * Math.PI / 2;
      profile.push(new THREE.Vector2(
        Math.max(radius * Math.cos(angle), 1e-6), radius * Math.sin(angle) + end * length / 2));
    }
  }
  return new THREE.LatheBufferGeometry(profile, 28).rotateX(Math.PI / 2);
}

/** One object per link with the link's solids in it, and the solids in the film's order. */
function robotLinks(film, materials) {
  const links = Array.from({ length: film.links }, () => new THREE.Group());
  const solids = film.solids.map((solid) => {
    const mesh = new THREE.Mesh(solidGeometry(solid.form, solid.size), materials[solid.part]);
    mesh.position.fromArray(solid.position);
    mesh.quaternion.fromArray(solid.rotation);
    mesh.castShadow = true;
    mesh.receiveShadow = true;
    links[solid.link].add(mesh);
    return mesh;
  });
  return { links, solids };
}

/** Half the size [m] of the robot with all its links about the base, at the start. */
function robotReach(film) {
  let reach = 0.1;
  for (const solid of film.solids) {
    const o = film.offsets.subarray(3 * solid.link, 3 * solid.link + 3);
    const far = Math.hypot(...solid.position) + Math.max(...solid.size);
    reach = Math.max(reach, Math.hypot(o[0], o[1], o[2]) + far / 2);
  }
  return reach;
}

/** A shape of the ground: a wide plane about the origin, or the triangles of a height field. */
function groundMesh(shape, material) {
  const geometry = shape.field ? fieldGeometry(shape.field) : planeGeometry(shape.plane);
  const mesh = new THREE.Mesh(geometry, material);
  mesh.receiveShadow = true;
  mesh.castShadow = Boolean(shape.field);
  return mesh;
}

/** Texture coordinates are metres, so that the grid's squares stay square metres. */
function planeGeometry(plane) {
  const half = 400;
  const geometry = new THREE.PlaneBufferGeometry(2 * half, 2 * half);
  const uv = geometry.attributes.uv;
  for (let i = 0; i < uv.count; i++) {
    uv.setXY(i, geometry.attributes.position.getX(i) / 2, geometry.attributes.position.getY(i) / 2);
  }
  const normal = new THREE.Vector3().fromArray(plane.normal);
  const turn = new THREE.Quaternion().setFromUnitVectors(new THREE.Vector3(0, 0, 1), normal);
  const shift = normal.multiplyScalar(plane.offset);
  return geometry.applyMatrix(new THREE.Matrix4().compose(shift, turn, new THREE.Vector3(1, 1, 1)));
}

/**
 * Split along the same diagonals as the physics' triangles; no triangles where no height is known, or
 * where `isWanted` denies the middle of a square.
 */
function fieldGeometry(field, isWanted = () => true) {
  const heights = unpack(field.heights);
  const positions = new Float32Array(3 * heights.length);
  const uvs = new Float32Array(2 * heights.length);
  const triangles = [];
  for (let row = 0; row < field.rows; row++) {
    for (let column = 0; column < field.columns; column++) {
      const i = row * field.columns + column;
      const x = field.origin[0] + column * field.spacing;
      const y = field.origin[1] + row * field.spacing;
      positions.set([x, y, field.origin[2] + (heights[i] || 0)], 3 * i);
      uvs.set([x / 2, y / 2], 2 * i);
      if (row + 1 < field.rows && column + 1 < field.columns) {
        const above = i + field.columns;
        const corners = [heights[i], heights[i + 1], heights[above], heights[above + 1]];
        if (!isWanted(x + field.spacing / 2, y + field.spacing / 2)) continue;
        if (corners.every(Number.isFinite)) triangles.push(i, i + 1, above + 1, i, above + 1, above);
      }
    }
  }
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute("position", new THREE.BufferAttribute(positions, 3));
  geometry.setAttribute("uv", new THREE.BufferAttribute(uvs, 2));
  geometry.setIndex(triangles);
  geometry.computeVertexNormals();
  return geometry;
}

/** The parts of a ground's shape that lie on patches of other friction. */
function patchGeometry(shape, patches) {
  const cover = unpack(patches.cover);
  const isCovered = (x, y) => {
    const column = Math.floor(x / patches.side) - patches.firstColumn;
    const row = Math.floor(y / patches.side) - patches.firstRow;
    return column >= 0 && column < patches.columns && row >= 0 && row < patches.rows
      && cover[row * patches.columns + column] > 0;
  };
  if (shape.field) return fieldGeometry(shape.field, isCovered);
  const { normal, offset } = shape.plane;
  const corners = [];
  for (let k = 0; k < cover.length; k++) {
    if (cover[k] === 0) continue;
    const column = patches.firstColumn + (k % patches.columns);
    const row = patches.firstRow + Math.floor(k / patches.columns);
    for (const [right, up] of [[0, 0], [1, 0], [1, 1], [0, 0], [1, 1], [0, 1]]) {
      const [x, y] = [(column + right) * patches.side, (row + up) * patches.side];
      corners.push(x, y, (offset - normal[0] * x - normal[1] * y) / normal[2]);
    }
  }
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute("position", new THREE.Float32BufferAttribute(corners, 3));
  geometry.computeVertexNormals();
  return geometry;
}

/** Two by two metres of ground: squares of a metre with lines between, half-metre lines fainter. */
function gridTexture(colors, anisotropy) {
  const size = 512;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  pen.fillStyle = colors.ground;
  pen.fillRect(0, 0, size, size);
  pen.fillStyle = colors.other;
  pen.fillRect(0, 0, size / 2, size / 2);
  pen.fillRect(size / 2, size / 2, size / 2, size / 2);
  pen.fillStyle = colors.grid;
  for (let k = 0; k < 2; k++) {
    const at = k * size / 2;
    pen.globalAlpha = 1;
    for (const edge of [at - 2, at + size - 2]) {
      pen.fillRect(edge, 0, 4, size);
      pen.fillRect(0, edge, size, 4);
    }
    pen.globalAlpha = 0.35;
    pen.fillRect(at + size / 4 - 1, 0, 2, size);
    pen.fillRect(0, at + size / 4 - 1, size, 2);
  }
  const texture = new THREE.CanvasTexture(canvas);
  texture.wrapS = texture.wrapT = THREE.RepeatWrapping;
  texture.anisotropy = anisotropy;
  return texture;
}

/** An arrow along +z of length 1, to be scaled by `setArrow`. */
function arrow(material, thickness) {
  const shaft = new THREE.Mesh(
    new THREE.CylinderBufferGeometry(thickness, thickness, 1, 12).rotateX(Math.PI / 2).translate(0, 0, 0.5),
    material);
  const head = new THREE.Mesh(
    new THREE.ConeBufferGeometry(2.6 * thickness, 6 * thickness, 16).rotateX(Math.PI / 2), material);
  const group = new THREE.Group();
  group.add(shaft, head);
  group.userData = { shaft, head, headLength: 6 * thickness };
  return group;
}

/** Points the arrow from `point` along `vector`; hides what is too short to see. */
function setArrow(group, point, vector) {
  const { shaft, head, headLength } = group.userData;
  const length = vector.length();
  group.visible = length > headLength * 0.4;
  if (!group.visible) return;
  group.position.copy(point);
  group.quaternion.setFromUnitVectors(new THREE.Vector3(0, 0, 1), vector.clone().normalize());
  shaft.scale.z = Math.max(length - headLength, 1e-3);
  head.position.z = Math.max(length - headLength / 2, headLength / 2);
}
