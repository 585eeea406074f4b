// What the forms compute in the page: days ticked, choices of an exercise, minutes typed, days of the calendar.
import assert from "node:assert/strict";
import test from "node:test";
import { keptSentence } from "../../stretchlib/widgets/forms/form.js";
import { dayBefore, typedMinutes } from "../../stretchlib/widgets/forms/practice_form.js";
import { choicesOf, daysWith } from "../../stretchlib/widgets/forms/week_form.js";

test("days stand in their order, each once", () => {
  assert.deepEqual(daysWith([1, 5], 3, true), [1, 3, 5]);
  assert.deepEqual(daysWith([1, 3], 3, true), [1, 3]);
  assert.deepEqual(daysWith([1, 3, 5], 3, false), [1, 5]);
});

test("only what can be chosen of an exercise is offered", () => {
  const t = (key) => key;
  const walk = { levels: [{ id: "base", title: "Walk" }], dose: {}, side: "" };
  assert.deepEqual(choicesOf(t, walk), {});
  const slider = { levels: [{ id: "easier", title: "A" }, { id: "base", title: "B" }], dose: { sets: [1, 2] }, side: "one" };
  assert.deepEqual(choicesOf(t, slider), {
    level: [["easier", "base"], ["A", "B"]], sets: [[1, 2], ["1", "2"]],
    side: [["right", "left"], ["week_form.side_right", "week_form.side_left"]] });
  assert.equal(choicesOf(t, { ...walk, side: "more" }).side[0][0], null);
});

test("minutes are a number above 0, with a comma or a point", () => {
  assert.deepEqual(["4.5", "4,5", " 12 ", "180"].map((text) => typedMinutes(text, 180)), [4.5, 4.5, 12, 180]);
  assert.deepEqual(["0", "", "-3", "1e2", "181", "4.5.6", "four"].map((text) => typedMinutes(text, 180)), Array(7).fill(null));
});

test("a day before is one of the calendar, over months, years and leap days", () => {
  assert.equal(dayBefore("2026-03-01", 1), "2026-02-28");
  assert.equal(dayBefore("2028-03-01", 1), "2028-02-29");
  assert.equal(dayBefore("2026-01-01", 366), "2024-12-31");
});

test("only what is kept is called kept, and never beside a refusal", () => {
  const visit = { kept: true, refused: "", unsaved: "" };
  const sentence = (more, nothingWaits = true) => keptSentence((key) => key, { ...visit, ...more }, nothingWaits);
  assert.equal(sentence({}), "form.kept");
  assert.equal(sentence({}, false), "form.keeping");
  for (const more of [{ kept: false }, { refused: "No." }, { unsaved: "Full." }]) assert.equal(sentence(more), "");
});
