// Where the path of a muscle part changes on the way from one pose to another, and whether it jumps there: as
// hip/jumps.py has it. `sizes` are the thresholds of the tables ({near_deg, near_step_deg, way_step_deg, ...}).
import { armsOf, stateOf, stretchOf, thighTurn } from "./hip_geometry.js";

const AXES = ["flexion", "adduction", "rotation"];

const between = (start, end, share) => Object.fromEntries(AXES.map((axis) =>
  [axis, start[axis] + (end[axis] - start[axis]) * share]));

const widest = (start, end) => Math.max(...AXES.map((axis) => Math.abs(end[axis] - start[axis])));

/** The change of the path between two neighbouring poses, halved until it is narrow; null where there is none. */
function changeBetween(part, left, right, narrow_deg) {
  const first = stateOf(part, thighTurn(left));
  if (first === stateOf(part, thighTurn(right))) return null;
  while (widest(left, right) > narrow_deg) {
    const middle = between(left, right, 0.5);
    if (stateOf(part, thighTurn(middle)) === first) left = middle;
    else right = middle;
  }
  const [before, after] = [left, right].map((pose) => {
    const turn = thighTurn(pose);
    const stretch = stretchOf(part, turn);
    return { length: stretch.length, arms: armsOf(stretch, turn) };
  });
  return {
    pose: right,
    jump_mm: after.length - before.length,
    arm_jump_mm: Math.max(...AXES.map((axis) => Math.abs(after.arms[axis] - before.arms[axis]))),
  };
}

/** The changes between the poses of a line, in order: [{pose, jump_mm, arm_jump_mm}]. */
function changesAlong(part, poses, { narrow_deg }) {
  return poses.slice(1).map((pose, index) => changeBetween(part, poses[index], pose, narrow_deg)).filter(Boolean);
}

/** The changes on the straight way between two poses, looked for in steps of `way_step_deg`. */
export function jumpsOnWay(part, start, end, sizes) {
  const steps = Math.max(1, Math.ceil(widest(start, end) / sizes.way_step_deg));
  const poses = Array.from({ length: steps + 1 }, (_, index) => between(start, end, index / steps));
  return changesAlong(part, poses, sizes);
}

/** The sudden changes within `near_deg` of a pose along each of the angles, inside the limits. */
export function jumpsNear(part, pose, limits, sizes) {
  const { near_deg, near_step_deg } = sizes;
  const steps = Math.round((2 * near_deg) / near_step_deg);
  return AXES.flatMap((axis) => {
    const [low, high] = [Math.min(limits[axis][0], pose[axis]), Math.max(limits[axis][1], pose[axis])];
    const angles = Array.from({ length: steps + 1 }, (_, index) =>
      Math.min(high, Math.max(low, pose[axis] - near_deg + near_step_deg * index)));
    return changesAlong(part, [...new Set(angles)].map((angle) => ({ ...pose, [axis]: angle })), sizes);
  }).filter((change) => Math.abs(change.jump_mm) >= sizes.jump_mm || change.arm_jump_mm >= sizes.arm_jump_mm);
}
