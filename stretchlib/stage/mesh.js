// A packed mesh of a scene as typed arrays: unpacked, subdivided where it asks for it, with smooth normals.

const KINDS = { positions: Uint16Array, normals: Int8Array, segments: Uint8Array, weights: Uint8Array,
  colours: Uint8Array };

/** The bytes of a base64 text as an array of `Kind`. */
export function unpacked(text, Kind) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Kind(bytes.buffer, 0, bytes.length / Kind.BYTES_PER_ELEMENT);
}

/**
 * {points, normals, indices, coarse?, segments?, weights?, colours?} of a mesh as scene.py packs it; points in the scene's
 * unit, normals of length 1, colours three bytes a point. `coarse` has a quarter of the faces, for quick pictures.
 */
export function readMesh(packed) {
  const { low, high, palette } = packed;
  const arrays = Object.fromEntries(Object.entries(KINDS)
    .filter(([name]) => packed[name]).map(([name, Kind]) => [name, unpacked(packed[name], Kind)]));
  const count = arrays.positions.length / 3;
  const stored = Float32Array.from(arrays.positions, (step, i) => low[i % 3] + (step / 65535) * (high[i % 3] - low[i % 3]));
  const faces = unpacked(packed.indices, count > 65535 ? Uint32Array : Uint16Array);
  let mesh = { points: stored, indices: faces };
  let coarse = null; // one step before the last
  for (let step = 0; step < (packed.subdivide ?? 0); step += 1) {
    coarse = mesh;
    mesh = subdivided(mesh);
  }
  if (coarse) coarse.normals = smoothNormals(coarse);
  const normals = arrays.normals && !packed.subdivide
    ? Float32Array.from(arrays.normals, (step) => step / 127) : smoothNormals(mesh);
  const colours = arrays.colours && coloured(arrays.colours, palette);
  return { ...mesh, normals, coarse, segments: arrays.segments, weights: arrays.weights, colours };
}

/** "#rrggbb" as three numbers from 0 to 255. */
export function colourBytes(text) {
  return [1, 3, 5].map((start) => parseInt(text.slice(start, start + 2), 16));
}

function coloured(numbers, palette) {
  const fills = palette.map(colourBytes);
  const bytes = new Uint8Array(3 * numbers.length);
  numbers.forEach((number, i) => bytes.set(fills[number] ?? [0, 0, 0], 3 * i));
  return bytes;
}

/** Normals of the points, each the mean of the faces round it by their area. */
export function smoothNormals({ points, indices }) {
  const normals = new Float32Array(points.length);
  for (let face = 0; face < indices.length; face += 3) {
    const [a, b, c] = [3 * indices[face], 3 * indices[face + 1], 3 * indices[face + 2]];
    const [ux, uy, uz] = [points[b] - points[a], points[b + 1] - points[a + 1], points[b + 2] - points[a + 2]];
    const [vx, vy, vz] = [points[c] - points[a], points[c + 1] - points[a + 1], points[c + 2] - points[a + 2]];
    const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    for (const corner of [a, b, c]) {
      normals[corner] += x;
      normals[corner + 1] += y;
      normals[corner + 2] += z;
    }
  }
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i], normals[i + 1], normals[i + 2]) || 1;
    for (const axis of [0, 1, 2]) normals[i + axis] /= length;
  }
  return normals;
}

/** The edges of a mesh: two points, how many faces share it, and the sum of those faces' points (their numbers). */
function edgesOf(indices, count) {
  const edges = new Map();
  const ofSide = new Uint32Array(indices.length);
  for (let side = 0; side < indices.length; side += 1) {
    const face = side - (side % 3);
    const from = indices[side];
    const to = indices[face + ((side + 1) % 3)];
    const code = Math.min(from, to) * count + Math.max(from, to);
    let edge = edges.get(code);
    if (!edge) {
      edge = { number: edges.size, a: Math.min(from, to), b: Math.max(from, to), faces: 0, opposite: [] };
      edges.set(code, edge);
    }
    edge.faces += 1;
    edge.opposite.push(indices[face + ((side + 2) % 3)]);
    ofSide[side] = edge.number;
  }
  return { edges: [...edges.values()], ofSide };
}

/** One step of Loop's subdivision (1987), as stage/meshes.py does it: edges of one face or three are halved as they are. */
export function subdivided({ points, indices }) {
  const count = points.length / 3;
  const { edges, ofSide } = edgesOf(indices, count);
  const total = new Float64Array(points.length);
  const valence = new Uint32Array(count);
  const onRim = new Uint8Array(count);
  const larger = new Float32Array(points.length + 3 * edges.length);
  for (const { number, a, b, faces, opposite } of edges) {
    valence[a] += 1;
    valence[b] += 1;
    const inner = faces === 2;
    if (!inner) onRim[a] = onRim[b] = 1;
    for (const axis of [0, 1, 2]) {
      const [start, end] = [points[3 * a + axis], points[3 * b + axis]];
      total[3 * a + axis] += end;
      total[3 * b + axis] += start;
      larger[3 * (count + number) + axis] = inner
        ? 0.375 * (start + end) + 0.125 * (points[3 * opposite[0] + axis] + points[3 * opposite[1] + axis])
        : (start + end) / 2;
    }
  }
  for (let point = 0; point < count; point += 1) {
    const near = Math.max(valence[point], 1);
    const beta = (0.625 - (0.375 + 0.25 * Math.cos((2 * Math.PI) / near)) ** 2) / near;
    for (let i = 3 * point; i < 3 * point + 3; i += 1) {
      larger[i] = onRim[point] ? points[i] : (1 - near * beta) * points[i] + beta * total[i];
    }
  }
  const Kind = larger.length / 3 > 65535 ? Uint32Array : Uint16Array;
  const smaller = new Kind(4 * indices.length);
  for (let face = 0; face < indices.length; face += 3) {
    const [a, b, c] = indices.subarray(face, face + 3);
    const [ab, bc, ca] = ofSide.subarray(face, face + 3).map((number) => count + number);
    smaller.set([a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca], 4 * face);
  }
  return { points: larger, indices: smaller };
}
