// The page's 26 people against what Python wrote into the folder HIP_VECTORS (hip_people_vectors.py); HIP_SCRIPTS is the
// folder of the scripts. test_hip_people_page.py runs it with `node --test`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const { HIP_VECTORS, HIP_SCRIPTS } = process.env;
const { HipPeople, spanOfArms } = await import(pathToFileURL(join(HIP_SCRIPTS, "hip_people.js")));
const vectors = JSON.parse(readFileSync(join(HIP_VECTORS, "people.json"), "utf-8"));
const CLOSE_MM = 0.02; // a line's points come to the page in thousandths of a millimetre
const ON_A_BONE_MM = 1; // a mode comes in steps of 0.3 mm
const people = new HipPeople(vectors.people, vectors.tables);
const AXES = ["flexion", "adduction", "rotation"];
const close = (here, there, mm, where) => assert.ok(Math.abs(here - there) <= mm, `${where}: ${here}, and Python says ${there}`);

test("there are 26 people", () => {
  assert.deepEqual(people.persons(), Array.from({ length: 26 }, (_, index) => String(index + 1)));
});

test("each person's lengths and arms are those of Python", () => {
  for (const [pose, angles] of vectors.poses.entries()) {
    for (const [index, person] of people.persons().entries()) {
      for (const [part, muscle] of vectors.muscles.entries()) {
        const where = `person ${person}, ${muscle} at ${JSON.stringify(angles)}`;
        close(people.model.length(person, muscle, angles), vectors.lengths[index][pose][part], CLOSE_MM, where);
        const arms = people.model.momentArms(person, muscle, angles);
        for (const [axis, name] of AXES.entries()) close(arms[name], vectors.arms[index][pose][part][axis], 5 * CLOSE_MM, where);
      }
    }
  }
});

test("a span over all people is from the least to the most of them", () => {
  for (const [pose, angles] of vectors.poses.entries()) {
    for (const [part, muscle] of vectors.muscles.entries()) {
      const { arms, mm, percent } = people.spread("all", muscle, angles);
      for (const [axis, name] of AXES.entries()) {
        const every = vectors.arms.map((person) => person[pose][part][axis]);
        close(arms[name][0], Math.min(...every), 5 * CLOSE_MM, `${muscle}, least ${name}`);
        close(arms[name][1], Math.max(...every), 5 * CLOSE_MM, `${muscle}, most ${name}`);
      }
      const changes = vectors.lengths.map((person, index) => person[pose][part] - vectors.standing[index][part]);
      close(mm[0], Math.min(...changes), 2 * CLOSE_MM, `${muscle}, least change`);
      close(mm[1], Math.max(...changes), 2 * CLOSE_MM, `${muscle}, most change`);
      const shares = changes.map((change, index) => (100 * change) / vectors.standing[index][part]);
      close(percent[1], Math.max(...shares), CLOSE_MM, `${muscle}, most change in percent`);
    }
  }
  const { arms } = people.spread("7", vectors.muscles[0], vectors.poses[0]);
  assert.equal(arms.rotation[0], arms.rotation[1], "one person has no span");
  assert.equal(people.spread("all", "no_such_muscle", vectors.poses[0]), null);
});

test("each person's bones are those of Python", () => {
  assert.deepEqual(people.parts().sort(), Object.keys(vectors.bones).sort());
  for (const [part, { mean, persons }] of Object.entries(vectors.bones)) {
    for (const [person, points] of Object.entries(persons)) {
      const moved = people.points(part, person, Float32Array.from(mean));
      assert.equal(moved.length, points.length);
      for (const [index, value] of points.entries()) close(moved[index], value, ON_A_BONE_MM, `${part} of ${person}`);
    }
  }
});

test("a span is told with its way, and both ways where it goes through zero", () => {
  const t = (id, values = {}) => `${id}${Object.values(values).map((value) => `(${value})`).join("")}`;
  const written = (arm) => String(Math.round(Math.abs(arm)));
  assert.equal(spanOfArms(t, "rotation", [-12, -5], written), "explorer.over.span(5)(towards.arm(12)(towards.outward))");
  assert.equal(spanOfArms(t, "rotation", [5, 12], written), "explorer.over.span(5)(towards.arm(12)(towards.inward))");
  assert.equal(spanOfArms(t, "rotation", [4.8, 5.2], written), "towards.arm(5)(towards.inward)");
  assert.equal(spanOfArms(t, "flexion", [-3, 4], written),
    "explorer.over.across(towards.arm(3)(towards.extension))(towards.arm(4)(towards.flexion))");
});
