// The stage's parts that need no page: camera, bellies, meshes, names that dodge each other, what lies under a finger.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ALONG, AROUND, bellyArrays, evenly, radiusAt, writeBelly } from "../../stretchlib/stage/belly.js";
import { cameraOf, fromRay, orbited, projected, projection, rayOf, zoomed } from "../../stretchlib/stage/camera.js";
import { keyAction } from "../../stretchlib/stage/input.js";
import { dodged, leader } from "../../stretchlib/stage/labels.js";
import { smoothNormals, subdivided } from "../../stretchlib/stage/mesh.js";
import { meets, picked, rayInFrame } from "../../stretchlib/stage/picking.js";
import { dot, norm, quaternionMatrix, thighMatrix, turnedBy } from "../../stretchlib/stage/vectors.js";

const HIP = { axes: "front-up-right", extent: [400, 400], centre: [10, 20, 30] };
const PERSON = { axes: "front-left-up", extent: [2, 2], centre: [0, 0, 0] };
const near = (seen, expected, slack = 1e-9) =>
  seen.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < slack, `${seen} is not ${expected}`));

test("from the front the patient's right is at the left, from behind at the right, in either frame", () => {
  for (const [scene, right, up] of [[HIP, [10, 20, 80], [10, 70, 30]], [PERSON, [0, -0.5, 0], [0, 0, 0.5]]]) {
    const x = (azimuth) => projected(projection(scene, { azimuth, elevation: 0, zoom: 1 }, 200, 200), right)[0] - 100;
    assert.ok(x(0) < -10 && x(180) > 10 && Math.abs(x(90)) < 1e-9);
    assert.ok(projected(projection(scene, { azimuth: 0, elevation: 0, zoom: 1 }, 200, 200), up)[1] < 90);
  }
});

test("a scene fits its canvas whatever its shape, and zoom makes it larger", () => {
  const wide = projection(HIP, cameraOf({ azimuth: 0 }), 800, 200);
  const high = projection(HIP, cameraOf({ azimuth: 0 }), 200, 800);
  assert.equal(wide.pixel, 2);
  assert.equal(high.pixel, 2);
  assert.equal(projection(HIP, zoomed(cameraOf({}), 2), 800, 200).pixel, 1);
});

test("a camera goes round and round, and stops above and below", () => {
  assert.equal(orbited({ azimuth: 350, elevation: 0, zoom: 1 }, 20).azimuth, 10);
  assert.equal(orbited({ azimuth: 10, elevation: 0, zoom: 1 }, -20).azimuth, 350);
  assert.equal(orbited({ azimuth: 0, elevation: 80, zoom: 1 }, 0, 50).elevation, 85);
  assert.equal(zoomed({ zoom: 1 }, 100).zoom, 5);
  assert.equal(zoomed({ zoom: 1 }, 0.01).zoom, 0.6);
});

test("the ray of a pixel goes through what is drawn there", () => {
  for (const [azimuth, elevation] of [[0, 0], [140, 20], [271, -80]]) {
    const view = projection(HIP, { azimuth, elevation, zoom: 1.7 }, 480, 560);
    const point = [-60, 110, 42];
    const [x, y] = projected(view, point);
    const ray = rayOf(view, x, y);
    assert.ok(Math.abs(norm(ray.along) - 1) < 1e-12);
    assert.ok(fromRay(ray, point).aside < 1e-9);
    assert.ok(fromRay(ray, point).distance > 0);
  }
});

test("the thigh turns as the model's frames do: flexion forward, adduction inwards, rotation inwards", () => {
  const knee = [0, -400, 0];
  near(turnedBy(thighMatrix({ flexion: 90, adduction: 0, rotation: 0 }), knee), [400, 0, 0], 1e-9);
  near(turnedBy(thighMatrix({ flexion: 0, adduction: 90, rotation: 0 }), knee), [0, 0, -400], 1e-9);
  near(turnedBy(thighMatrix({ flexion: 0, adduction: 0, rotation: 90 }), [1, 0, 0]), [0, 0, -1], 1e-9);
  near(quaternionMatrix([Math.SQRT1_2, 0, 0, Math.SQRT1_2]), thighMatrix({ flexion: 90, adduction: 0, rotation: 0 }), 1e-9);
});

test("a belly keeps the ends of its line, is thick in its middle and closed round", () => {
  const line = evenly([[0, 0, 0], [100, 0, 0], [100, 50, 0]], ALONG);
  near(line[0], [0, 0, 0]);
  near(line.at(-1), [100, 50, 0]);
  assert.equal(line.length, ALONG);
  assert.equal(radiusAt(0, 10, 3), 3);
  assert.equal(radiusAt(0.5, 10, 3), 10);
  const arrays = bellyArrays(2);
  writeBelly(arrays, ALONG * AROUND, { points: [[10, 50, 5], [12, -50, 5]], radius: 10, tendon: 3, fill: [1, 2, 3] });
  assert.ok(arrays.points.slice(0, 3 * ALONG * AROUND).every((value) => value === 0), "the first is left alone");
  const out = smoothNormals(arrays);
  for (let point = ALONG * AROUND + 2 * AROUND; point < 2 * ALONG * AROUND - 2 * AROUND; point += 1) {
    const own = [...arrays.normals.slice(3 * point, 3 * point + 3)];
    assert.ok(dot(own, [...out.slice(3 * point, 3 * point + 3)]) > 0.7, "faces and normals look outwards");
  }
  for (const value of arrays.points) assert.ok(Number.isFinite(value));
});

test("a belly without length, or along the line to the joint, is still made of numbers", () => {
  const arrays = bellyArrays(1);
  for (const points of [[[5, 5, 5], [5, 5, 5]], [[0, 0, 0], [0, -100, 0]]]) {
    writeBelly(arrays, 0, { points, radius: 5, tendon: 2, fill: [0, 0, 0] });
    for (const value of [...arrays.points, ...arrays.normals]) assert.ok(Number.isFinite(value));
  }
});

const TETRAHEDRON = { points: Float32Array.from([0, 0, 0, 10, 0, 0, 0, 10, 0, 0, 0, 10]),
  indices: Uint16Array.from([0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3]) };

test("a subdivided mesh has four times the faces, no hole, and lies within the first", () => {
  const { points, indices } = subdivided(TETRAHEDRON);
  assert.equal(indices.length, 4 * TETRAHEDRON.indices.length);
  assert.equal(points.length / 3, 4 + 6);
  const sides = new Set();
  for (let face = 0; face < indices.length; face += 3) {
    for (const i of [0, 1, 2]) sides.add(`${indices[face + i]}-${indices[face + ((i + 1) % 3)]}`);
  }
  for (const side of sides) assert.ok(sides.has(side.split("-").reverse().join("-")), `${side} has no neighbour`);
  assert.ok(Math.max(...points) < 10 && Math.min(...points) >= 0);
  const normals = smoothNormals({ points, indices });
  assert.ok(normals[3] > 0, "the point at the right looks to the right");
});

test("a ray meets the near side of a mesh, also of one that is turned and moved", () => {
  const ray = { from: [2, 2, 100], along: [0, 0, -1] };
  assert.ok(Math.abs(meets(ray, TETRAHEDRON) - 94) < 1e-9);
  assert.equal(meets({ ...ray, from: [9, 9, 100] }, TETRAHEDRON), Infinity);
  const turn = thighMatrix({ flexion: 90, adduction: 0, rotation: 0 });
  const moved = rayInFrame({ from: [-2 + 50, 2, 100], along: [0, 0, -1] }, turn, [50, 0, 0]);
  assert.ok(Math.abs(meets(moved, TETRAHEDRON) - 94) < 1e-9);
});

test("what lies in front is picked, a belly also a little beside it, nothing where nothing is", () => {
  const parts = [{ id: "bone", mesh: TETRAHEDRON, turn: [1, 0, 0, 0, 1, 0, 0, 0, 1], move: [0, 0, 0] }];
  const bellies = [{ id: "muscle", line: [[2, 2, 50], [2, 4, 50]], radii: [3, 3] }];
  const at = (x, y, slack) => picked({ from: [x, y, 100], along: [0, 0, -1] }, parts, bellies, slack)?.id ?? null;
  assert.equal(at(2, 2), "muscle");
  assert.equal(at(7, 1), "bone");
  assert.equal(at(-4, 2), null);
  assert.equal(at(-4, 2, 5), "muscle");
  bellies.push({ id: "chosen", line: [[2, 2, 20]], radii: [3], solid: true });
  assert.equal(at(2, 2), "chosen", "through a faint belly");
  bellies[1].line = [[2, 2, -20]];
  assert.equal(at(2, 2), "muscle", "a bone lies between");
});

test("names do not cover each other, keep the order of what they name and stay within the picture", () => {
  const size = { width: 300, height: 200 };
  const wanted = Array.from({ length: 7 }, (_, i) => ({ id: `n${i}`, x: 20 + i, y: 190 - i, width: 80, height: 20 }));
  wanted.push({ id: "right", x: 280, y: 5, width: 90, height: 20 });
  const spots = dodged(wanted, size);
  const column = wanted.slice(0, 7).map(({ id }) => spots[id].top).sort((a, b) => a - b);
  column.forEach((top, i) => assert.ok(i === 0 || top - column[i - 1] >= 20, `${column}`));
  assert.ok(column[0] >= 0 && column.at(-1) + 20 <= 200);
  assert.ok(spots.n0.top > spots.n6.top, "what is lower is named lower");
  assert.deepEqual([spots.right.side, spots.n0.side], ["right", "left"]);
  assert.ok(spots.right.left + 90 <= 300);
  const [[x], end] = leader(spots.right, wanted.at(-1));
  assert.ok(x < spots.right.left);
  assert.deepEqual(end, [280, 5]);
});

test("a name goes to the other border where it would cover the body, if there is more room", () => {
  const wanted = [{ id: "a", x: 60, y: 50, width: 80, height: 20 }];
  const side = (free) => dodged(wanted, { width: 300, height: 200 }, free).a.side;
  assert.equal(side({ left: 120, right: 130 }), "left");
  assert.equal(side({ left: 40, right: 130 }), "right");
  assert.equal(side({ left: 40, right: 30 }), "left");
  const top = (bottom) => dodged(wanted, { width: 300, height: 200 }, { left: 40, right: 30, bottom }).a.top;
  assert.ok(top(80) >= 120, "below the body where there is room");
  assert.equal(top(20), 40);
});

test("neighbours change places where their lines would cross or run through a name", () => {
  const size = { width: 400, height: 200 };
  const names = [{ id: "far", x: 250, y: 100, width: 80, height: 30 }, { id: "near", x: 110, y: 96, width: 80, height: 30 },
    { id: "low", x: 120, y: 104, width: 80, height: 30 }];
  const shifted = names.map((name) => ({ ...name, x: name.id === "far" ? 190 : name.x }));
  const spots = dodged(shifted, size);
  const lines = shifted.map((name) => leader(spots[name.id], name));
  const side = ([ax, ay], [bx, by], [x, y]) => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
  const cross = ([a, b], [c, d]) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
  assert.deepEqual([spots.far.side, spots.near.side, spots.low.side], ["left", "left", "left"]);
  for (const [i, j] of [[0, 1], [0, 2], [1, 2]]) assert.ok(!cross(lines[i], lines[j]), JSON.stringify(spots));
});

test("names go to the nearer border where all of them have room below the body", () => {
  const wanted = [{ id: "a", x: 60, y: 50, width: 80, height: 20 }, { id: "b", x: 70, y: 60, width: 80, height: 20 }];
  const sides = (bottom) => Object.values(dodged(wanted, { width: 300, height: 200 }, { left: 40, right: 130, bottom }))
    .map(({ side }) => side);
  assert.deepEqual([sides(80), sides(20)], [["left", "left"], ["right", "right"]]);
});

test("more names than there is room for stay within the picture all the same", () => {
  const wanted = Array.from({ length: 30 }, (_, i) => ({ id: String(i), x: 0, y: 100, width: 50, height: 20 }));
  for (const { top } of Object.values(dodged(wanted, { width: 100, height: 200 }))) assert.ok(top >= 0 && top <= 180);
});

test("arrow keys turn, plus and minus change the size, Home goes back, and no letter does anything", () => {
  assert.deepEqual(keyAction("ArrowLeft"), { turn: [-10, 0] });
  assert.deepEqual(keyAction("ArrowUp"), { turn: [0, 10] });
  assert.ok(keyAction("+").zoom > 1 && keyAction("-").zoom < 1);
  assert.deepEqual(keyAction("Home"), { home: true });
  for (const key of ["d", "x", "Enter", " ", "Tab", "PageDown", "toString"]) assert.equal(keyAction(key), null, key);
});
