// A muscle's belly: a flat tube along a line, thick in its middle, with a tendon at either end.
import { cross, dot, minus, norm, plus, scaled, unit } from "./vectors.js";

export const ALONG = 16; // rings of a belly
export const AROUND = 6; // points of a ring
const FLAT = 0.55; // thickness by width
const SMOOTHINGS = 2;

/** `count` points even in length along a line of [x, y, z], its corners a little rounded; the ends stay. */
export function evenly(points, count) {
  const at = [0];
  for (let i = 1; i < points.length; i += 1) at.push(at[i - 1] + norm(minus(points[i], points[i - 1])));
  const length = at.at(-1);
  let segment = 0;
  let line = Array.from({ length: count }, (_, i) => {
    const along = (length * i) / (count - 1);
    while (segment < points.length - 2 && at[segment + 1] < along) segment += 1;
    const part = (along - at[segment]) / (at[segment + 1] - at[segment] || 1);
    return plus(points[segment], minus(points[segment + 1], points[segment]), Math.min(part, 1));
  });
  for (let step = 0; step < SMOOTHINGS; step += 1) {
    line = line.map((point, i) => (i === 0 || i === count - 1 ? point
      : plus(scaled(point, 0.5), plus(line[i - 1], line[i + 1]), 0.25)));
  }
  return line;
}

/** The radius at `part` of the way (0 to 1): the tendon's at the ends, the belly's in the middle. */
export function radiusAt(part, radius, tendon) {
  return tendon + (radius - tendon) * Math.sin(Math.PI * part) ** 1.2;
}

/**
 * Write a belly into the arrays of `into` {points, normals, colours} from point `first` on. Its flat side
 * looks to and from `middle`, the joint that it runs round. Returns the line through its middle.
 */
export function writeBelly(into, first, { points, radius, tendon, fill }, middle = [0, 0, 0]) {
  const line = evenly(points, ALONG);
  for (let i = 0; i < ALONG; i += 1) {
    const part = i / (ALONG - 1);
    const tangent = unit(minus(line[Math.min(i + 1, ALONG - 1)], line[Math.max(i - 1, 0)]));
    const from = minus(line[i], middle);
    const thin = unit(minus(from, scaled(tangent, dot(from, tangent))), unit(cross(tangent, [1, 0, 0.1])));
    const wide = cross(tangent, thin);
    const across = radiusAt(part, radius, tendon);
    for (let j = 0; j < AROUND; j += 1) {
      const angle = (2 * Math.PI * j) / AROUND;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const number = first + i * AROUND + j;
      into.points.set(plus(plus(line[i], wide, across * c), thin, across * FLAT * s), 3 * number);
      into.normals.set(unit(plus(scaled(wide, c * FLAT), thin, s), thin), 3 * number);
      into.colours.set(fill, 3 * number);
    }
  }
  return line;
}

/**
 * {points, normals, along, colours, indices} for `count` bellies. The faces of all are the same but for their numbers, and
 * so is `along` (how far from end to end, how far round): these are written once.
 */
export function bellyArrays(count) {
  const size = count * ALONG * AROUND;
  const along = Float32Array.from({ length: 2 * size }, (_, i) => {
    const point = Math.floor(i / 2) % (ALONG * AROUND);
    return i % 2 ? (point % AROUND) / AROUND : Math.floor(point / AROUND) / (ALONG - 1);
  });
  const indices = new Uint16Array(count * 6 * (ALONG - 1) * AROUND);
  let end = 0;
  for (let belly = 0; belly < count; belly += 1) {
    for (let i = 0; i < ALONG - 1; i += 1) {
      for (let j = 0; j < AROUND; j += 1) {
        const a = belly * ALONG * AROUND + i * AROUND + j;
        const b = belly * ALONG * AROUND + i * AROUND + ((j + 1) % AROUND);
        indices.set([a, a + AROUND, b, b, a + AROUND, b + AROUND], end);
        end += 6;
      }
    }
  }
  return { points: new Float32Array(3 * size), normals: new Float32Array(3 * size), along,
    colours: new Uint8Array(3 * size), indices };
}
