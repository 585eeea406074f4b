import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { joined } from "./joined.mjs";
import { readNumber, valueText } from "../../stretchlib/widgets/explorer/explore_controls.js";
import { createAsker } from "../../stretchlib/widgets/explorer/explorer.js";

const widgets = new URL("../../stretchlib/widgets/explorer/", import.meta.url);

function asked() {
  const sent = [];
  return { sent, asker: createAsker("here", (question) => sent.push(question)) };
}

test("one question under way, and of those that come meanwhile only the newest is asked", () => {
  const { sent, asker } = asked();
  for (const flexion of [1, 2, 3, 4, 5]) asker.ask({ flexion });
  assert.deepEqual(sent, [{ page: "here", seq: 1, values: { flexion: 1 } }]);
  assert.equal(asker.waiting(), true);
  assert.equal(asker.answered({ page: "here", seq: 1 }), true);
  assert.deepEqual(sent.slice(1), [{ page: "here", seq: 2, values: { flexion: 5 } }]);
  assert.equal(asker.answered({ page: "here", seq: 2 }), true);
  assert.equal(sent.length, 2);
  assert.equal(asker.waiting(), false);
});

test("a stale answer, and another page's while we wait, is dropped; another page's else is followed", () => {
  const { asker } = asked();
  asker.ask({ flexion: 1 });
  asker.answered({ page: "here", seq: 1 });
  asker.ask({ flexion: 2 });
  assert.equal(asker.answered({ page: "here", seq: 1 }), false);
  assert.equal(asker.answered({ page: "there", seq: 2 }), false);
  assert.equal(asker.answered({ page: "", seq: 9 }), false);
  assert.equal(asker.answered({ page: "here", seq: 2 }), true);
  assert.equal(asker.answered({ page: "here", seq: 2 }), false, "an answer counts once");
  assert.equal(asker.answered({ page: "there", seq: 7 }), true);
});

test("what was asked is not changed by what comes after", () => {
  const { sent, asker } = asked();
  const values = { flexion: 10 };
  asker.ask(values);
  values.flexion = 99;
  assert.equal(sent[0].values.flexion, 10);
});

test("a number outside its range, off its step or no number is refused; nothing is clamped or rounded", () => {
  const flexion = { min: -20, max: 120, step: 1 };
  const share = { min: 0, max: 1, step: 0.05 };
  assert.deepEqual(readNumber("120", flexion), { value: 120 });
  assert.deepEqual(readNumber(" -20 ", flexion), { value: -20 });
  assert.deepEqual(readNumber("\u221220", flexion), { value: -20 });
  assert.deepEqual(readNumber("0,35", share), { value: 0.35 });
  assert.deepEqual(readNumber("121", flexion), { refused: "explorer.outside" });
  assert.deepEqual(readNumber("-20.5", flexion), { refused: "explorer.outside" });
  assert.deepEqual(readNumber("45.5", flexion), { refused: "explorer.off_step" });
  for (const text of ["", " ", "abc", "1e2", "0x10", "NaN", "Infinity", "4 5", "--3", "٣"]) {
    assert.deepEqual(readNumber(text, flexion), { refused: "explorer.no_number" }, text);
  }
});

test("a slider says its value with the unit and the direction", () => {
  const rotation = { unit: "degrees", say: { "+": "inward", "-": "outward" } };
  assert.equal(valueText(rotation, 20), "20 degrees inward");
  assert.equal(valueText(rotation, -20), "-20 degrees outward");
  assert.equal(valueText(rotation, 0), "0 degrees");
  assert.equal(valueText({}, 0.5), "0.5");
  assert.equal(valueText({ unit: "von 1" }, 0.5, "0,5"), "0,5 von 1");
});

test("every phrase the explorer asks for is in the table, and none of its own is left over", () => {
  const words = readFileSync(new URL("../../data/words/words.csv", import.meta.url), "utf-8");
  const keys = new Set([...words.matchAll(/^(explorer\.[a-z_.]+),/gm)].map((m) => m[1]));
  const files = [...readdirSync(widgets).filter((name) => /^explore.*\.(js|py)$/.test(name)), "../../stage/hip_people.js"];
  const source = files.map((name) => readFileSync(new URL(name, widgets), "utf-8")).join("\n");
  const used = new Set([...source.matchAll(/"(explorer\.(?!js"|css")[a-z_.]+)"/g)].map((m) => m[1]));
  assert.deepEqual([...used].sort(), [...keys].sort());
});

test("the joined files are one module that anywidget can use, and nothing reaches out or stores", async () => {
  const source = joined("widgets/explorer/explorer.js");
  assert.doesNotMatch(source, /^import /m);
  assert.doesNotMatch(source, /innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|XMLHttp|Storage|cookie/);
  const module = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  assert.deepEqual(Object.keys(module.default()).sort(), ["initialize", "render"]);
});
