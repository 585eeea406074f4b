// The thigh dragged at the knee: the knee goes where the pointer is, stops at limits, and never leaps.
import assert from "node:assert/strict";
import { test } from "node:test";
import { projected, projection, rayOf } from "../../stretchlib/stage/camera.js";
import { draggedThigh, pushedThigh } from "../../stretchlib/stage/thigh_drag.js";
import { dot, minus, plus, scaled, thighMatrix, turnedBy } from "../../stretchlib/stage/vectors.js";

const LIMITS = { flexion: [-20, 120], adduction: [-45, 30], rotation: [-45, 45] };
const LENGTH = 400;
const SCENE = { axes: "front-up-right", extent: [640, 680], centre: [120, -135, 20] };
const VIEWS = { posterolateral: 140, lateral: 90, anterolateral: 40, anterior: 0 };

const knee = (pose) => turnedBy(thighMatrix(pose), [0, -LENGTH, 0]);
const eye = (view, elevation = 0) => projection(SCENE, { azimuth: VIEWS[view], elevation, zoom: 1 }, 480, 560);

/** The pose after the pointer went from the knee to `point` in a view. */
function pulledTo(point, pose, view, elevation) {
  const [x, y] = projected(eye(view, elevation), point);
  return draggedThigh(rayOf(eye(view, elevation), x, y), pose, LIMITS, LENGTH);
}

/** How far the knee is seen beside a point, in mm. */
function aside(pose, point, view, elevation) {
  const camera = eye(view, elevation);
  const [a, b] = [projected(camera, knee(pose)), projected(camera, point)];
  return Math.hypot(a[0] - b[0], a[1] - b[1]) * camera.pixel;
}

const poses = (steps) => steps.flatMap((flexion) => [-30, -10, 0, 15].map((adduction) => ({ flexion, adduction, rotation: 20 })));

test("a pointer that stays on the knee changes nothing, in any pose and view", () => {
  for (const view of Object.keys(VIEWS))
    for (const pose of poses([-20, -5, 0, 30, 90, 120]))
      assert.deepEqual(pulledTo(knee(pose), pose, view), { ...pose, stopped: [] }, `${view} ${JSON.stringify(pose)}`);
});

test("from the side the pointer flexes and extends the hip, and a wavering hand does not spread the leg", () => {
  const start = { flexion: 0, adduction: 0, rotation: 20 };
  for (const flexion of [-15, 10, 45, 90, 115]) {
    for (const waver of [0.97, 1, 1.03, 1.2]) {
      const pulled = pulledTo(scaled(knee({ ...start, flexion }), waver), start, "lateral");
      assert.deepEqual(pulled, { flexion, adduction: 0, rotation: 20, stopped: [] }, `${flexion} ${waver}`);
    }
  }
});

test("from the front it draws the thigh in and out, and raises it forwards", () => {
  const start = { flexion: 0, adduction: 0, rotation: 0 };
  for (const adduction of [-40, -15, 20]) {
    const pulled = pulledTo(knee({ ...start, adduction }), start, "anterior");
    assert.ok(Math.abs(pulled.adduction - adduction) <= 1 && Math.abs(pulled.flexion) <= 5, JSON.stringify(pulled));
  }
  for (const flexion of [30, 60, 85]) {
    const pulled = pulledTo(knee({ ...start, flexion }), start, "anterior");
    assert.ok(Math.abs(pulled.flexion - flexion) <= 2 && Math.abs(pulled.adduction) <= 2, JSON.stringify(pulled));
  }
});

test("the knee is seen where the pointer is, wherever the limits let it be", () => {
  for (const view of Object.keys(VIEWS)) {
    for (const start of poses([10, 40, 80])) {
      for (const [flexion, adduction] of [[10, 0], [20, -10], [-10, 5], [15, 10]]) {
        const goal = { ...start, flexion: start.flexion + flexion, adduction: start.adduction + adduction };
        if (goal.adduction > 30) continue;
        const pulled = pulledTo(knee(goal), start, view);
        assert.ok(aside(pulled, knee(goal), view) < 0.06 * LENGTH,
          `${view} ${JSON.stringify(start)} to ${JSON.stringify(goal)}: ${JSON.stringify(pulled)}`);
      }
    }
  }
});

test("it stops at a limit, says so, and slides along it", () => {
  const start = { flexion: 100, adduction: 0, rotation: 0 };
  const far = pulledTo(knee({ ...start, flexion: 150 }), start, "lateral");
  assert.deepEqual(far, { flexion: 120, adduction: 0, rotation: 0, stopped: ["flexion"] });
  const back = pulledTo(knee({ ...start, flexion: -60 }), { ...start, flexion: 0 }, "lateral");
  assert.deepEqual(back, { flexion: -20, adduction: 0, rotation: 0, stopped: ["flexion"] });
  const wide = pulledTo(knee({ flexion: 0, adduction: -80, rotation: 0 }), { ...start, flexion: 0 }, "anterior");
  assert.equal(wide.adduction, -45);
  assert.deepEqual(wide.stopped, ["adduction"]);
  assert.ok(!pulledTo(knee({ ...start, flexion: 119 }), start, "lateral").stopped.length);
});

test("no way of the pointer makes the thigh leap, and no limit is passed", () => {
  const start = { flexion: 20, adduction: -5, rotation: 0 };
  for (const [view, elevation] of [["posterolateral", 0], ["lateral", 20], ["anterolateral", -30], ["anterior", 0]]) {
    for (let way = 0; way < 24; way += 2) {
      const [across, up] = [Math.cos((way * Math.PI) / 12), Math.sin((way * Math.PI) / 12)];
      const { matrix } = eye(view, elevation);
      let before = start;
      for (let mm = 0; mm <= 500; mm += 4) {
        const point = plus(plus(knee(start), matrix.slice(0, 3), across * mm), matrix.slice(3, 6), up * mm);
        const pulled = pulledTo(point, start, view, elevation);
        for (const name of ["flexion", "adduction"]) {
          assert.ok(pulled[name] >= LIMITS[name][0] && pulled[name] <= LIMITS[name][1]);
          assert.ok(Math.abs(pulled[name] - before[name]) <= 14, `${view} way ${way} at ${mm} mm: ${JSON.stringify([before, pulled])}`);
        }
        before = pulled;
      }
    }
  }
});

test("steps of an angle stop at its limit and say so", () => {
  const pose = { flexion: 117, adduction: 0, rotation: -45 };
  assert.deepEqual(pushedThigh(pose, LIMITS, { flexion: 2 }), { ...pose, flexion: 119, stopped: [] });
  assert.deepEqual(pushedThigh(pose, LIMITS, { flexion: 5, rotation: -1 }), { ...pose, flexion: 120, stopped: ["flexion", "rotation"] });
});

test("the rays of the camera point away from the viewer", () => {
  const { along, from } = rayOf(eye("anterior"), 240, 280);
  assert.ok(dot(along, [1, 0, 0]) < -0.99 && minus(from, SCENE.centre)[0] > 0);
});
