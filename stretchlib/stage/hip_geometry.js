// The line of a muscle part in a pose: its points in the pelvis frame about the centre of the hip joint, mm, and how it
// pulls. As hip/solver.py and hip/geometry.py have it; x to the front, y up, z to the right.
import { wrapOver } from "./hip_wrapping.js";
import { minus, norm, plus, thighMatrix, turnedBack, turnedBy } from "./vectors.js";

/**
 * The turn of a pose {flexion, adduction, rotation} in degrees: {matrix, sinFlexion, cosFlexion, flexion}. `matrix` brings
 * a point of the thigh's frame into the pelvis frame; `flexion` is in rad.
 */
export function thighTurn(pose) {
  const flexion = (pose.flexion * Math.PI) / 180;
  return { flexion, sinFlexion: Math.sin(flexion), cosFlexion: Math.cos(flexion), matrix: thighMatrix(pose) };
}

/**
 * One way a part may run: `beside` is the length in mm that no movement of the hip changes, `drawn` {pelvis, thigh} where
 * its points are drawn.
 */
function lineThrough(pelvis, thigh, drawn) {
  const along = (points) => points.slice(1).reduce((sum, point, index) => sum + norm(minus(point, points[index])), 0);
  return { pelvis, thigh, drawn, near: pelvis.at(-1), far: thigh[0], beside: along(pelvis) + along(thigh) };
}

/** A part of the tables (`hip_tables.py`) made ready: {line, without, range, wrap}; what it lacks is null. */
export function readPart({ pelvis, thigh, drawn = { pelvis, thigh }, sometimes, wrap }) {
  const always = (points, bone) => points.filter((_, index) => !sometimes[bone].includes(index));
  return {
    line: lineThrough(pelvis, thigh, drawn),
    without: sometimes && lineThrough(always(pelvis, "pelvis"), always(thigh, "thigh"),
      { pelvis: always(drawn.pelvis, "pelvis"), thigh: always(drawn.thigh, "thigh") }),
    range: sometimes && sometimes.range_rad,
    wrap,
  };
}

/** `point` of a cylinder's own frame in the frame of the bone that carries it. */
function outOfCylinder({ frame, centre }, point) {
  return plus(turnedBy(frame, point), centre);
}

function intoCylinder({ frame, centre }, point) {
  return turnedBack(frame, minus(point, centre));
}

/** How a part with a cylinder lies on it. Seen from the cylinder one end of the line stands still and is the start. */
function touchOf({ line, wrap }, turn) {
  const [still, moving] = wrap.on_pelvis ? [line.near, turnedBy(turn.matrix, line.far)] :
    [line.far, turnedBack(turn.matrix, line.near)];
  return wrapOver(intoCylinder(wrap, still), intoCylinder(wrap, moving), wrap);
}

/** Which line of a part holds in a pose: with or without the point that is not always on it. */
function lineIn(part, turn) {
  if (!part.range) return part.line;
  return turn.flexion >= part.range[0] && turn.flexion <= part.range[1] ? part.line : part.without;
}

/**
 * What lies on the path of a part: 0 nothing; 1 a conditional point, or its cylinder counter-clockwise; -1 its cylinder
 * clockwise.
 */
export function stateOf(part, turn) {
  if (part.wrap) return touchOf(part, turn).turn;
  return part.range && lineIn(part, turn) === part.line ? 1 : 0;
}

/**
 * {length, state, upper, lower}: the length in mm, the state as in `stateOf`, and the upper end, on the pelvis, and the
 * lower, on the thigh, of the free stretch between the bones, both in the pelvis frame: there they pull at each other.
 */
export function stretchOf(part, turn) {
  const line = lineIn(part, turn);
  let upper = line.near;
  let lower = turnedBy(turn.matrix, line.far);
  const touch = part.wrap && touchOf(part, turn);
  if (!touch?.turn) {
    return { length: norm(minus(upper, lower)) + line.beside, state: part.range && line === part.line ? 1 : 0, upper, lower };
  }
  const point = outOfCylinder(part.wrap, touch.end);
  if (part.wrap.on_pelvis) upper = point;
  else lower = turnedBy(turn.matrix, point);
  return { length: touch.length + line.beside, state: touch.turn, upper, lower };
}

/**
 * The moment arms {flexion, adduction, rotation} in mm of a unit pull along a free stretch: positive where pulling would
 * increase the angle. A pull u at a point r of the thigh turns it by r x u. The axes in the pelvis frame: z; x turned by
 * flexion; the long axis of the thigh.
 */
export function armsOf({ upper, lower }, { matrix, sinFlexion, cosFlexion }) {
  const [x, y, z] = lower;
  const [a, b, c] = upper;
  const mx = y * c - z * b, my = z * a - x * c, mz = x * b - y * a;
  const apart = norm(minus(upper, lower));
  return {
    flexion: mz / apart,
    adduction: (cosFlexion * mx + sinFlexion * my) / apart,
    rotation: (matrix[1] * mx + matrix[4] * my + matrix[7] * mz) / apart,
  };
}

/** The points [x, y, z] of a part from origin to insertion; on its cylinder they are at most `step` rad apart. */
export function pathOf(part, turn, step) {
  const line = lineIn(part, turn);
  const thigh = line.thigh.map((point) => turnedBy(turn.matrix, point));
  const touch = part.wrap && touchOf(part, turn);
  return [...line.pelvis, ...(touch?.turn ? skinOf(part.wrap, touch, turn, step) : []), ...thigh];
}

/** The same as it is drawn on the mean bones; what lies on a cylinder goes along with the points before and behind it. */
export function drawnPathOf(part, turn, step) {
  const { pelvis, thigh, drawn, far } = lineIn(part, turn);
  const skin = pathOf(part, turn, step).slice(pelvis.length, -thigh.length);
  const lower = drawn.thigh.map((point) => turnedBy(turn.matrix, point));
  const above = minus(drawn.pelvis.at(-1), pelvis.at(-1));
  const below = minus(lower[0], turnedBy(turn.matrix, far));
  const moved = skin.map((point, index) => {
    const share = (index + 1) / (skin.length + 1);
    return plus(plus(point, above, 1 - share), below, share);
  });
  return [...drawn.pelvis, ...moved, ...lower];
}

/** The points on the cylinder, from the pelvis on. */
function skinOf(wrap, { turn: way, arc, start, end }, turn, step) {
  const pieces = 1 + Math.trunc(arc / step);
  const begin = Math.atan2(start[1], start[0]);
  const skin = Array.from({ length: pieces + 1 }, (_, index) => {
    const share = index / pieces;
    const angle = begin + way * arc * share;
    return outOfCylinder(wrap, [wrap.radius_mm * Math.cos(angle), wrap.radius_mm * Math.sin(angle),
      start[2] + (end[2] - start[2]) * share]);
  });
  return wrap.on_pelvis ? skin : skin.reverse().map((point) => turnedBy(turn.matrix, point));
}
