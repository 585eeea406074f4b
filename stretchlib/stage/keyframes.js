// Between keyframes: pure functions from a share of the way (0 start, 1 end) to the pose of a node, and what mirrors it.

/**
 * The pose of a node at `share` of its way. keyframes: arrays of equal length, eight numbers a segment (dual
 * quaternions whose signs agree); the blend is scaled back to unit length, as the shader does it with its points.
 */
export function poseAt(keyframes, share) {
  const last = keyframes.length - 1;
  const at = Math.min(Math.max(share, 0), 1) * last;
  const before = Math.min(Math.floor(at), Math.max(last - 1, 0));
  const [from, to, part] = [keyframes[before], keyframes[Math.min(before + 1, last)], at - before];
  const pose = new Float32Array(from.length);
  for (let i = 0; i < from.length; i += 8) {
    let size = 0;
    for (let k = i; k < i + 8; k += 1) {
      pose[k] = from[k] + (to[k] - from[k]) * part;
      if (k < i + 4) size += pose[k] * pose[k];
    }
    for (let k = i; k < i + 8; k += 1) pose[k] /= Math.sqrt(size) || 1;
  }
  return pose;
}

/** Where a point at rest stands in a pose: it follows four segments by their weights, the heaviest first. */
export function skinnedPoint(pose, point, segments, weights) {
  const blend = new Array(8).fill(0);
  const first = 8 * segments[0];
  segments.forEach((segment, number) => {
    const at = 8 * segment;
    const along = [0, 1, 2, 3].reduce((sum, k) => sum + pose[at + k] * pose[first + k], 0);
    const weight = along < 0 ? -weights[number] : weights[number];
    for (let k = 0; k < 8; k += 1) blend[k] += weight * pose[at + k];
  });
  const size = Math.hypot(...blend.slice(0, 4)) || 1;
  const [w, x, y, z, dw, dx, dy, dz] = blend.map((value) => value / size);
  const turn = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const [v, d] = [[x, y, z], [dx, dy, dz]];
  const once = turn(v, point).map((value, i) => value + w * point[i]);
  const [twice, aside] = [turn(v, once), turn(v, d)];
  return point.map((value, i) => value + 2 * twice[i] + 2 * (w * d[i] - dw * v[i] + aside[i]));
}

/**
 * A projection of a person's scene as its mirror: `reflection` is "picture" (left and right of the picture change), "pose"
 * (the person's own sides change, seen from the same place), or null.
 */
export function reflected(view, reflection) {
  const { matrix, centre } = view;
  if (reflection === "picture") return { ...view, matrix: matrix.map((value, i) => (i < 3 ? -value : value)) };
  if (reflection !== "pose") return view;
  return { ...view, matrix: matrix.map((value, i) => (i % 3 === 1 ? -value : value)),
    centre: [centre[0], -centre[1], centre[2]] };
}

/** Whether a projection shows a mirror image. */
export function mirrors([a, b, c, d, e, f, g, i, j]) {
  return a * (e * j - f * i) - b * (d * j - f * g) + c * (d * i - e * g) < 0;
}
