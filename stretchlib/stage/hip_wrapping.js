// A muscle laid over a cylinder: which way round, how long, and where it touches. The rules of hip/wrapping.py, for a
// single pose; the same vectors hold both to each other (tests/stage/test_hip_model.py).

const TINY = 1e-300;
const STRAIGHT = Object.freeze({ turn: 0, length: 0, arc: 0, start: null, end: null });

/**
 * Lay the line from `first` to `second`, [x, y, z] in the cylinder's own frame (its axis is z, its middle the origin;
 * mm), over a cylinder {radius_mm, half_length_mm, side}. `side` is the direction [x, y], a unit vector across the
 * axis, on which the muscle must pass, or [0, 0] for the shorter way round.
 *
 * Returns {turn, length, arc, start, end}: turn is 0 where the muscle runs straight (the rest then says nothing), 1 and
 * -1 where it goes round counter-clockwise and clockwise; length in mm, the whole way from first to second; arc in rad
 * between the points of touch start (after first) and end (before second).
 */
export function wrapOver(first, second, { radius_mm: radius, half_length_mm: halfLength, side }) {
  let [px, py] = first;
  let [qx, qy] = second;
  const pz = first[2];
  const qz = second[2];
  const r2 = radius * radius;
  const p2 = px * px + py * py;
  const q2 = qx * qx + qy * qy;
  if (p2 < r2 || q2 < r2) return STRAIGHT; // an end inside the cylinder
  const dot = px * qx + py * qy;
  const cross = px * qy - py * qx;
  const [sx, sy] = side;
  const sided = sx !== 0 || sy !== 0;
  // The line comes nearest to the axis between its ends, and nearer than the radius.
  const hits = dot < p2 && dot < q2 && cross * cross < r2 * (p2 - 2 * dot + q2);
  if (!hits && !sided) return STRAIGHT;
  let turn = cross >= 0 ? 1 : -1; // the shorter way
  const pFree = Math.sqrt(p2 - r2);
  const qFree = Math.sqrt(q2 - r2);
  const pScale = radius / p2;
  const qScale = radius / q2;
  px *= pScale;
  py *= pScale;
  qx *= qScale;
  qy *= qScale;
  let longWay = false;
  if (sided) {
    const pSide = px * sx + py * sy;
    const qSide = qx * sx + qy * sy;
    if (!hits && !(pSide <= 0 && qSide <= 0)) return STRAIGHT; // it passes on the wanted side, or never comes near
    // How far the middle of the shorter way lies on the wanted side.
    const middle = radius * (pSide + qSide) + turn * (qFree * (qy * sx - qx * sy) - pFree * (py * sx - px * sy));
    longWay = !hits || middle < 0;
    if (longWay) turn = -turn;
  }
  const a = turn * pFree;
  const b = turn * qFree;
  const ax = radius * px - a * py;
  const ay = radius * py + a * px;
  const bx = radius * qx + b * qy;
  const by = radius * qy - b * qx;
  let arc = turn * Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  if (longWay && arc < 0) arc += 2 * Math.PI; // more than half a turn
  const bent = radius * Math.max(arc, 0);

  const flat = Math.max(pFree + bent + qFree, TINY); // the skin rolled out: the muscle is a straight line
  const rise = qz - pz;
  const slope = rise / flat;
  const startZ = pz + slope * pFree;
  const endZ = qz - slope * qFree;
  if (Math.min(startZ, endZ) > halfLength || Math.max(startZ, endZ) < -halfLength) return STRAIGHT; // past its end
  return { turn, length: Math.sqrt(flat * flat + rise * rise), arc, start: [ax, ay, startZ], end: [bx, by, endZ] };
}
