// The page's sentences of the hip against what Python wrote into the folder HIP_VECTORS (hip_sentence_vectors.py).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const { HIP_VECTORS, HIP_SCRIPTS } = process.env;
const script = (name) => import(pathToFileURL(join(HIP_SCRIPTS, name)));
const { HipModel } = await script("hip_model.js");
const { jumpsNear, jumpsOnWay } = await script("hip_jumps.js");
const { briefText, hipNumbers, hipPhrases, hipState } = await script("hip_sentences.js");
const { fixedText, shortText, signedText } = await script("written_numbers.js");
const { languages, numbers, spans, jumps } = JSON.parse(readFileSync(join(HIP_VECTORS, "sentences.json"), "utf-8"));

for (const [language, { tables, states }] of Object.entries(languages)) {
  test(`every state is told as Python tells it (${language})`, () => {
    const model = new HipModel(tables);
    const t = hipPhrases(tables);
    const heard = new Set();
    for (const { values, lengths, brief, ...expected } of states) {
      const state = hipState(model, values, { lengths });
      assert.deepEqual(state, expected, JSON.stringify(values));
      const said = hipNumbers(model, values);
      assert.deepEqual(hipState(model, values, { lengths, numbers: said }), state);
      const chosen = said.find(({ geometry }) => geometry === values.model);
      assert.equal(chosen.has, brief !== null);
      if (brief) assert.deepEqual(Object.entries(chosen.arms).map(([axis, arm]) => briefText(t, axis, arm > 0, arm)), brief);
      if (state.facts.length > 4) heard.add("jumps");
      if (chosen.leaves) heard.add("leaves");
      if (state.line && !chosen.leaves) heard.add("on it");
    }
    assert.equal(heard.size, 3, "lines on and off their cylinders and with jumps are among them");
  });
}

test("numbers are written as Python writes them", () => {
  for (const { value, fixed, signed, short } of numbers) {
    assert.deepEqual([0, 1, 2].map((places) => fixedText(Number(value), places)), fixed, value);
    assert.equal(signedText(Number(value), 1), signed, value);
    assert.equal(shortText(Number(value)), short, value);
  }
});

test("a length changes within the same span", () => {
  const model = new HipModel(languages.en.tables);
  for (const [muscle, [least, greatest]] of Object.entries(spans)) {
    const span = model.changeSpan(muscle);
    assert.ok(Math.abs(span[0] - least) < 1e-9 && Math.abs(span[1] - greatest) < 1e-9, muscle);
  }
});

test("a path jumps at the same angles, by as much", () => {
  const model = new HipModel(languages.en.tables);
  const near = (here, there) => here.every((value, index) => Math.abs(value - there[index]) <= (index < 3 ? 1e-6 : 1e-4));
  const inOrder = (rows) => rows.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  for (const { model: geometry, muscle, pose, near: pythonNear, on_way: pythonOnWay } of jumps) {
    const part = model.part(geometry, muscle);
    const sizes = model.tables.jumps;
    const rows = (changes) => changes.map((change) => [...Object.values(change.pose), change.jump_mm, change.arm_jump_mm]);
    const said = JSON.stringify({ geometry, muscle, pose });
    for (const [here, there] of [[jumpsNear(part, pose, model.limits(), sizes), pythonNear],
      [jumpsOnWay(part, { flexion: 0, adduction: 0, rotation: 0 }, pose, sizes), pythonOnWay]]) {
      const answers = inOrder(rows(here));
      inOrder(there);
      assert.equal(answers.length, there.length, said);
      answers.forEach((row, index) => assert.ok(near(row, there[index]), `${said}: ${row} for ${there[index]}`));
    }
  }
  assert.ok(jumps.filter((each) => each.near.length).length > 20 && jumps.filter((each) => !each.near.length).length > 20);
});
