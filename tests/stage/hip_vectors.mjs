// The page's hip model against what Python wrote into the folder HIP_VECTORS (hip_vectors.py); HIP_SCRIPTS is the
// folder of the scripts. test_hip_model.py runs it with `node --test`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const { HIP_VECTORS, HIP_SCRIPTS } = process.env;
const { HipModel } = await import(pathToFileURL(join(HIP_SCRIPTS, "hip_model.js")));
const { wrapOver } = await import(pathToFileURL(join(HIP_SCRIPTS, "hip_wrapping.js")));
const vectors = JSON.parse(readFileSync(join(HIP_VECTORS, "vectors.json"), "utf-8"));
const bytes = readFileSync(join(HIP_VECTORS, "numbers.bin"));
const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
const CLOSE_MM = 1e-6;
const CLOSE_TO_SWITCH_MM = 1e-5; // the other side of a switch is a millionth of a degree away

const model = new HipModel(vectors.tables);
const rows = model.geometries().flatMap((geometry) => model.muscles(geometry).map((muscle) => ({ geometry, muscle })));
const poses = vectors.poses.map(([flexion, adduction, rotation]) => ({ flexion, adduction, rotation }));
const expected = (pose, row) => numbers.subarray(4 * (pose * rows.length + row), 4 * (pose * rows.length + row + 1));
const answered = ({ length, arms }) => [length, arms.flexion, arms.adduction, arms.rotation];
const worst = (here, there) => Math.max(...here.map((value, index) => Math.abs(value - there[index])));

test("lengths and moment arms are those of Python, in every pose and part", () => {
  assert.equal(numbers.length, 4 * rows.length * poses.length);
  const either = new Map();
  for (const { pose, row, numbers: side } of vectors.beyond_switches) {
    const key = `${pose} ${row}`;
    either.set(key, [...(either.get(key) ?? []), side]);
  }
  let largest = 0;
  for (const [pose, angles] of poses.entries()) {
    const every = model.geometries().map((geometry) => model.everyMuscle(geometry, angles));
    const answers = every.flatMap((answer) => Object.values(answer));
    for (const [row, answer] of answers.entries()) {
      const here = answered(answer);
      const off = worst(here, expected(pose, row));
      const isOff = !(off <= CLOSE_MM); // not a number is off as well
      const sides = either.get(`${pose} ${row}`) ?? [];
      assert.ok(!isOff || sides.some((side) => worst(here, side) <= CLOSE_TO_SWITCH_MM),
        `${rows[row].muscle} (${rows[row].geometry}) at ${JSON.stringify(angles)}: ${here} is ${off} mm off`);
      if (!isOff) largest = Math.max(largest, off);
      if (!sides.length) assert.equal(answer.state, vectors.states[pose][row], `${rows[row].muscle} at ${JSON.stringify(angles)}`);
    }
  }
  console.log(`largest difference ${largest} mm; ${either.size} of ${poses.length * rows.length} may take either side`);
});

test("one part asked alone says what it says among all", () => {
  for (const [index, angles] of poses.entries()) {
    const { geometry, muscle } = rows[index % rows.length];
    const { length, arms, state } = model.everyMuscle(geometry, angles)[muscle];
    assert.equal(model.length(geometry, muscle, angles), length);
    assert.deepEqual(model.momentArms(geometry, muscle, angles), arms);
    if (index % 40 === 0) assert.equal(model.state(geometry, muscle, angles).turn, state);
  }
});

test("lines are drawn through the same points, and are as long as the part", () => {
  for (const [index, [flexion, adduction, rotation]] of vectors.drawn.entries()) {
    const { geometry, muscle } = rows[index % rows.length];
    const line = model.path(geometry, muscle, { flexion, adduction, rotation });
    const there = vectors.lines[index];
    assert.equal(line.length, there.length, `${muscle} in ${geometry}`);
    for (const [number, point] of line.entries())
      assert.ok(worst(point, there[number]) <= CLOSE_MM, `${muscle} in ${geometry}: ${point} for ${there[number]}`);
  }
});

test("a line over any cylinder goes the same way round", () => {
  const seen = {};
  for (const { first, second, cylinder, turn, length, arc, start, end } of vectors.wraps) {
    const touch = wrapOver(first, second, cylinder);
    const where = JSON.stringify({ first, second, cylinder });
    assert.equal(touch.turn, turn, where);
    seen[`${turn} ${cylinder.side}`] = true;
    if (turn) assert.ok(worst([touch.length, touch.arc, ...touch.start, ...touch.end], [length, arc, ...start, ...end]) <= CLOSE_MM, where);
  }
  assert.equal(Object.keys(seen).length, 9, "straight and both ways round, with each kind of side");
});

test("what it cannot answer it refuses in a sentence", () => {
  const pose = { flexion: 30, adduction: 0, rotation: 0 };
  assert.throws(() => model.length("rajagopal", "piriformis", pose), { name: "RangeError", message: /no geometry rajagopal/ });
  assert.throws(() => model.path("dostal1981", "psoas_major", pose), { name: "RangeError", message: /no muscle part psoas_major/ });
  for (const flexion of [-20.1, 120.1, NaN, undefined, Infinity])
    assert.throws(() => model.momentArms("delp1990", "piriformis", { ...pose, flexion }), { name: "RangeError", message: /^flexion .* lies beyond -20 to 120/ });
  assert.ok(model.length("delp1990", "piriformis", { ...pose, flexion: 120 }) > 0);
});

test("parts and geometries are listed in the order of their table", () => {
  assert.deepEqual(model.geometries(), Object.keys(vectors.tables.geometries));
  assert.deepEqual(model.geometriesOf("psoas_major"), ["rajagopal2023", "delp1990"]);
  assert.equal(new Set(model.muscles()).size, model.muscles().length);
  assert.ok(model.muscles("dostal1981").every((muscle) => model.muscles().includes(muscle)));
});
