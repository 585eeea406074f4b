// The thigh pulled at the knee: from where the pointer is to flexion and adduction, at the rotation that it has. No page is
// known here. Axes of the pelvis about the hip centre: x to the front, y up, z to the right.
import { within } from "./camera.js";
import { cross, dot, unit } from "./vectors.js";

const STAGES = 12; // the pointer is followed along its way, so that the thigh never leaps to the far side
const STEPS = 4; // towards each stage
const DAMPINGS = [0.01, 0.1, 1, 10]; // of a step, where an angle hardly moves the picture of the knee; the first that helps
const RELUCTANCE = 0.1; // against adduction that the viewer cannot see: a wavering hand is no command to spread the leg
const FORWARD_RAD = 0.007; // less than half a degree: seen from the front a straight thigh is raised forwards, not back
const PUSHES_RAD = 0.009; // half a degree beyond a limit is a push against it

const radians = (degrees) => (degrees * Math.PI) / 180;

/**
 * The pose {flexion, adduction, rotation, stopped}, in whole degrees, in which the knee is seen where the pointer is, or as
 * near as it can be. `ray` {from, along} in mm, along a unit vector away from the viewer; `pose` the one in which the drag
 * began; `limits` {flexion: [low, high], adduction} in degrees; `length` from hip to knee in mm.
 *
 * The knee stays on its sphere about the hip, in front of or behind it as it began; for a pointer outside it is at the
 * nearest point of the rim. At a limit it stops and slides along it; `stopped` names the angles that are pushed there.
 * Where a change of adduction would only bring the knee nearer to the viewer, the pointer must clearly ask for it.
 */
export function draggedThigh(ray, pose, limits, length) {
  const across = unit(cross(ray.along, Math.abs(ray.along[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0]));
  const upwards = cross(across, ray.along);
  const seen = (point) => [dot(point, across), dot(point, upwards)];
  const pull = {
    seen,
    began: radians(pose.adduction),
    reluctance: RELUCTANCE * dot(kneeWays(radians(pose.flexion), radians(pose.adduction)).adduction, ray.along) ** 2,
    limits: [limits.flexion.map(radians), limits.adduction.map(radians)],
  };
  let angles = [radians(pose.flexion), radians(pose.adduction)];
  const start = seen(kneeWays(...angles).knee);
  const pointer = seen(ray.from).map((value) => value / length);
  const { flexion: forward } = kneeWays(...angles);
  if (Math.hypot(...seen(forward)) < 2 * FORWARD_RAD) angles[0] = within(angles[0] + FORWARD_RAD, ...pull.limits[0]);
  let pushed = [0, 0];
  for (let stage = 1; stage <= STAGES; stage += 1) {
    const goal = onSphere(start.map((value, index) => value + ((pointer[index] - value) * stage) / STAGES));
    for (let step = 0; step < STEPS; step += 1) ({ angles, pushed } = stepTowards(goal, angles, pull));
  }
  const [flexion, adduction] = ["flexion", "adduction"].map((name, index) =>
    within(Math.round((angles[index] * 180) / Math.PI), ...limits[name]) + 0);
  return { flexion, adduction, rotation: pose.rotation,
    stopped: ["flexion", "adduction"].filter((_, index) => pushed[index] > PUSHES_RAD) };
}

/** Angles changed by so many degrees, {flexion: 5, ...}; each stops at its limit, and `stopped` names those that did. */
export function pushedThigh(pose, limits, changes) {
  const stopped = [];
  const moved = Object.fromEntries(Object.entries(changes).map(([name, degrees]) => {
    const wanted = pose[name] + degrees;
    const angle = within(wanted, ...limits[name]);
    if (angle !== wanted) stopped.push(name);
    return [name, angle];
  }));
  return { ...pose, ...moved, stopped };
}

/** The knee of a thigh of length 1, and how it moves with each angle; rad. */
function kneeWays(flexion, adduction) {
  const [cf, sf, ca, sa] = [Math.cos(flexion), Math.sin(flexion), Math.cos(adduction), Math.sin(adduction)];
  return { knee: [sf * ca, -cf * ca, -sa], flexion: [cf * ca, sf * ca, 0], adduction: [-sf * sa, cf * sa, -ca] };
}

/** What is seen outside the sphere, at the nearest point of its rim. */
function onSphere(goal) {
  return goal.map((value) => value / Math.max(1, Math.hypot(...goal)));
}

/** One step of damped least squares from `angles` towards `goal`; `pushed` says how far each angle wants past its limit. */
function stepTowards(goal, angles, pull) {
  const before = costOf(goal, angles, pull);
  for (const damping of DAMPINGS) {
    const step = dampedStep(goal, angles, pull, damping);
    if (costOf(goal, step.angles, pull) <= before) return step;
  }
  return { angles, pushed: dampedStep(goal, angles, pull, DAMPINGS[0]).pushed };
}

/** How far the knee is seen from `goal`, squared, with what is set against unseen adduction. */
function costOf(goal, angles, { seen, began, reluctance }) {
  const [x, y] = seen(kneeWays(...angles).knee);
  return (goal[0] - x) ** 2 + (goal[1] - y) ** 2 + reluctance * (angles[1] - began) ** 2;
}

function dampedStep(goal, angles, { seen, began, reluctance, limits }, damping) {
  const ways = kneeWays(...angles);
  const off = seen(ways.knee).map((value, index) => goal[index] - value);
  const [byFlexion, byAdduction] = [seen(ways.flexion), seen(ways.adduction)];
  const flat = ([a, b], [c, d]) => a * c + b * d;
  const wanted = [flat(byFlexion, off), flat(byAdduction, off) + reluctance * (began - angles[1])];
  const weight = [flat(byFlexion, byFlexion) + damping, flat(byAdduction, byAdduction) + damping + reluctance];
  const shared = flat(byFlexion, byAdduction);
  const scale = weight[0] * weight[1] - shared * shared;
  const both = [(weight[1] * wanted[0] - shared * wanted[1]) / scale, (weight[0] * wanted[1] - shared * wanted[0]) / scale];
  const beyond = (index, change) => Math.abs(angles[index] + change - within(angles[index] + change, ...limits[index]));
  // Where an angle stops at its limit, the pointer is followed by the free one alone.
  const held = [0, 1].map((index) => beyond(index, both[index]) > 0);
  const changes = [0, 1].map((index) => (held[1 - index] && !held[index] ? wanted[index] / weight[index] : both[index]));
  return {
    angles: changes.map((change, index) => within(angles[index] + change, ...limits[index])),
    pushed: [0, 1].map((index) => (held[index] ? beyond(index, wanted[index] / weight[index]) : 0)),
  };
}
