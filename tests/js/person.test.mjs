// The person who moves with the timer: how the phases drive the way, what lies between keyframes, what a mirror is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mirrors, poseAt, reflected, skinnedPoint } from "../../stretchlib/stage/keyframes.js";
import { inCorner } from "../../stretchlib/stage/labels.js";
import { cameraOf, projected, projection } from "../../stretchlib/stage/camera.js";
import { GOING_S, STEP_S, eased, moves, otherFoot, paces, shareAt, stillShare } from "../../stretchlib/widgets/timer/pacing.js";
import { reflectionOf, standing } from "../../stretchlib/widgets/timer/person.js";

const laidOut = (...kinds) => {
  let at = 0;
  return kinds.map(([kind, side, seconds]) => ({ kind, side, name: kind, start_s: at, end_s: (at += seconds) }));
};
const LIFTS = laidOut(["get ready", "both", 8], ["lift", "right", 2], ["hold", "right", 5], ["lower", "right", 3], ["pause", "left", 2],
  ["lift", "left", 2], ["lower", "left", 3], ["done", "none", 0]);
const HOLDS = laidOut(["get ready", "right", 8], ["hold", "right", 30], ["release", "right", 5], ["rest", "right", 15],
  ["hold", "right", 3], ["change side", "left", 8], ["done", "none", 0]);

test("a lift takes its whole phase to the end, a hold stays there, lowering leads back", () => {
  const paced = paces(LIFTS);
  const at = (index, seconds) => shareAt(paced[index], seconds);
  assert.deepEqual([at(0, 0), at(0, 7.9)], [0, 0]);
  assert.deepEqual([at(1, 0), at(1, 1), at(1, 2)], [0, 0.5, 1]);
  assert.deepEqual([at(2, 0), at(2, 4)], [1, 1]);
  assert.deepEqual([at(3, 0), at(3, 1.5), at(3, 3)], [1, 0.5, 0]);
  assert.deepEqual(LIFTS.map((_, i) => moves(paced[i], 0.5)), [false, true, false, true, false, true, true, false]);
  assert.deepEqual(paced.map(({ side }) => side), ["right", "right", "right", "right", "left", "left", "left", "left"]);
});

test("where no phase leads to a hold, the person goes there within it, and is there for the rest of it", () => {
  const paced = paces(HOLDS);
  assert.equal(shareAt(paced[1], 0), 0);
  assert.equal(shareAt(paced[1], GOING_S), 1);
  assert.ok(moves(paced[1], GOING_S - 0.1) && !moves(paced[1], GOING_S + 0.1));
  assert.equal(shareAt(paced[4], 1.5), 1, "half of a short hold");
  assert.equal(shareAt(paced[5], 0), 1, "a hold that ends without a way back is left in the next phase");
  assert.equal(shareAt(paced[5], GOING_S), 0);
});

test("the way is gone without a jump, whatever the phases", () => {
  for (const phases of [LIFTS, HOLDS]) {
    const paced = paces(phases);
    let before = 0;
    for (let at = 0; at < phases.at(-1).start_s; at += 0.05) {
      const index = phases.findIndex(({ end_s }) => at < end_s);
      const share = shareAt(paced[index], at - phases[index].start_s);
      assert.ok(Math.abs(share - before) < 0.06, `${share} after ${before} at ${at} s`);
      before = share;
    }
  }
  assert.deepEqual([eased(-1), eased(0), eased(0.5), eased(1), eased(2)], [0, 0, 0.5, 1, 1]);
});

test("nothing moves before the start, in a pause, at the end, and for who asked for less motion", () => {
  const paced = paces(LIFTS);
  const now = (status, calm = false) => standing(paced, LIFTS, { status, index: 1, elapsed_s: 9 }, calm);
  assert.deepEqual([now("running").share, now("running").moving], [0.5, true]);
  assert.deepEqual([now("paused").share, now("paused").moving], [0.5, false]);
  for (const status of ["idle", "finished", "skipped", "broken_off"]) {
    assert.deepEqual([now(status).share, now(status).moving, now(status).atEnd], [0, false, false]);
  }
  for (const status of ["running", "paused"]) assert.deepEqual([now(status, true).share, now(status, true).moving], [1, false]);
  for (const pace of paced) assert.ok([0, 1].includes(stillShare(pace)));
});

test("a walk goes step by step, the feet in turn", () => {
  const [pace] = paces(laidOut(["walk", "none", 300], ["done", "none", 0]));
  assert.equal(shareAt(pace, 0), 0);
  assert.ok(Math.abs(shareAt(pace, 2.5 * STEP_S) - 0.5) < 1e-9);
  assert.deepEqual([0.5, 1.5, 2.5].map((steps) => otherFoot(pace, steps * STEP_S)), [false, true, false]);
  assert.ok(moves(pace, 250));
});

test("the other side is mirrored, and only that", () => {
  const scene = { drawn_side: "right", reflect: "picture" };
  assert.deepEqual([reflectionOf(scene, "right"), reflectionOf(scene, null), reflectionOf(scene, "left")], [null, null, "picture"]);
  assert.equal(reflectionOf({ ...scene, drawn_side: "both" }, "left"), null);
});

const turnAboutX = (degrees) => {
  const half = (degrees * Math.PI) / 360;
  return [Math.cos(half), Math.sin(half), 0, 0, 0, 0, 0, 0];
};
const shift = (x, y, z) => [1, 0, 0, 0, 0, x / 2, y / 2, z / 2];

test("between keyframes a pose stays a turn and a shift", () => {
  const keyframes = [turnAboutX(0), turnAboutX(40), turnAboutX(80)];
  assert.deepEqual([...poseAt(keyframes, 0)], [...Float32Array.from(keyframes[0])]);
  assert.deepEqual([...poseAt(keyframes, 1)], [...Float32Array.from(keyframes[2])]);
  const middle = poseAt(keyframes, 0.25);
  turnAboutX(20).forEach((value, i) => assert.ok(Math.abs(middle[i] - value) < 1e-6));
  assert.deepEqual(poseAt([shift(0, 0, 1)], 0.7), Float32Array.from(shift(0, 0, 1)), "one keyframe stands still");
});

test("a point follows its segments", () => {
  const pose = [...turnAboutX(90), ...shift(0, 0, 2)];
  const near = (seen, expected) => seen.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-9, `${seen}`));
  near(skinnedPoint(pose, [0, 1, 0], [0, 0, 0, 0], [1, 0, 0, 0]), [0, 0, 1]);
  near(skinnedPoint(pose, [0, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0]), [0, 1, 2]);
  near(skinnedPoint(shift(0, 0, 1).map((value) => -value), [1, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0]), [1, 0, 1]);
});

test("a mirror changes left and right of the picture, or of the person, and says that it is one", () => {
  const scene = { axes: "front-left-up", extent: [2, 2], centre: [0.1, 0.2, 0.3] };
  const view = projection(scene, cameraOf({ azimuth: 70, elevation: 10 }), 200, 200);
  const point = [0.3, -0.1, 0.5];
  const [x, y] = projected(view, point);
  const picture = projected(reflected(view, "picture"), point);
  assert.ok(Math.abs(picture[0] - (200 - x)) < 1e-9 && Math.abs(picture[1] - y) < 1e-9);
  const pose = projected(reflected(view, "pose"), [point[0], -point[1], point[2]]);
  assert.ok(Math.abs(pose[0] - x) < 1e-9 && Math.abs(pose[1] - y) < 1e-9);
  assert.deepEqual([null, "picture", "pose"].map((kind) => mirrors(reflected(view, kind).matrix)), [false, true, true]);
});

test("names stand under each other in a corner, within the picture", () => {
  const wanted = ["a", "b"].map((id) => ({ id, x: 50, y: 50, width: 60, height: 20 }));
  const size = { width: 200, height: 100 };
  const spots = inCorner(wanted, size, [1, 0]);
  assert.ok(spots.a.top + 20 < spots.b.top && spots.b.top + 20 < 100);
  assert.ok(spots.a.left + 60 <= 200 && spots.a.side === "right");
  assert.ok(inCorner(wanted, size, [0, 1]).a.top < 10 && inCorner(wanted, size, [0, 1]).a.left < 10);
});
