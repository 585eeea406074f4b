import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { clockText, phrases, wordKey } from "../../stretchlib/widgets/shared/dom.js";
import {
  announced,
  bigNumber,
  blocksOf,
  countText,
  doneWithin,
  nextText,
  spoken,
} from "../../stretchlib/widgets/timer/display.js";
import { figureFour, tile } from "./fakes.mjs";

const here = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, here), "utf-8");

/** A CSV table as rows of fields (commas and doubled quotes inside quoted fields). */
function rows(text) {
  return text
    .trim()
    .split("\n")
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
        (m[1] ?? m[2] ?? "").replaceAll('""', '"'),
      ),
    );
}

const table = rows(read("data/words/words.csv"));
const words = Object.fromEntries(table.slice(1).map(([key, en]) => [key, en]));
const t = phrases(words);

test("each phrase stands once, with its text and the place where it appears", () => {
  assert.deepEqual(table[0], ["key", "en", "note"]);
  for (const row of table)
    assert.ok(row.length === 3 && row.every((field) => field.length > 0), row.join(" | "));
  assert.equal(Object.keys(words).length, table.length - 1);
});

test("every phrase the timer asks for is in the table, and none of its own is left over", () => {
  const names = readdirSync(new URL("stretchlib/widgets/", here), { recursive: true }).filter((name) => name.endsWith(".js"));
  const source = names.map((name) => read(`stretchlib/widgets/${name}`)).join("\n");
  const asked = new Set(
    [...source.matchAll(/(?<!wordKey\()"((?:timer|gate|speech|phase|side)\.[a-z_.]+)"/g)].map((m) => m[1]),
  );
  // What is put together from parts:
  const kinds = ["get ready", "lift", "hold", "contract", "relax", "lower", "release", "pause", "change side", "rest", "walk"];
  for (const kind of kinds) asked.add(wordKey("phase", kind));
  // How each exercise moves is named in the table of its levels.
  const [columns, ...levels] = rows(read("data/exercises/exercise_levels.csv"));
  const moving = ["lift_word", "lower_word"].map((name) => columns.indexOf(name));
  for (const row of levels) for (const i of moving) if (row[i]) asked.add(wordKey("phase", row[i]));
  for (const side of ["right", "left", "both"]) asked.add(wordKey("side", side));
  for (const urgency of ["emergency", "same day", "before exercise"]) {
    asked.add(wordKey("gate.urgency", urgency)).add(wordKey("gate.help", urgency));
  }
  const made = [
    "start",
    "pause",
    "resume",
    "again",
    "back",
    "skip",
    "restart",
    "end",
    "mute",
    "voice",
    "classroom",
    "watch",
    "questions",
    "controls",
    "options",
    "seconds",
    "second",
    "minutes",
    "minute",
    "posture",
    "next",
    "count",
    "total",
    "finished",
    "finished_text",
    "skipped",
    "skipped_text",
    "broken_off",
    "broken_off_text",
    "sound_on",
    "sound_off",
    "sound_none",
    "voice_on",
    "voice_off",
    "voice_none",
  ];
  for (const name of made) asked.add(`timer.${name}`);
  // What Python says of a practice that could not be kept.
  for (const [, key] of read("stretchlib/widgets/timer/timer.py").matchAll(/say\("(timer\.\w+)"/g)) asked.add(key);
  const missing = [...asked].filter((key) => !(key in words));
  const unused = Object.keys(words).filter(
    (key) => /^(timer|gate|phase|side|speech)\./.test(key) && !asked.has(key),
  );
  assert.deepEqual({ missing, unused }, { missing: [], unused: [] });
});

test("a missing phrase shows its key; a name that is not given stays", () => {
  assert.equal(phrases({})("timer.start"), "timer.start");
  assert.equal(phrases({})("constructor"), "constructor");
  assert.equal(phrases(undefined)("timer.start"), "timer.start");
  assert.equal(phrases({ a: "{x} and {y}" })("a", { x: "$&" }), "$& and {y}");
});

test("the big number rounds up and never has three digits", () => {
  assert.deepEqual(bigNumber(30), [30, "timer.seconds"]);
  assert.deepEqual(bigNumber(29.2), [30, "timer.seconds"]);
  assert.deepEqual(bigNumber(0.4), [1, "timer.second"]);
  assert.deepEqual(bigNumber(0), [0, "timer.seconds"]);
  assert.deepEqual(bigNumber(99), [99, "timer.seconds"]);
  assert.deepEqual(bigNumber(99.5), [2, "timer.minutes"]);
  assert.deepEqual(bigNumber(600), [10, "timer.minutes"]);
  assert.equal(clockText(65), "1:05");
  assert.equal(clockText(64.2), "1:05");
});

test("what is heard is short where the phase is short", () => {
  const [ready, hold, release] = figureFour();
  assert.equal(announced(t, hold), "Hold. Right side. 30 seconds. cue of hold");
  assert.equal(spoken(t, ready), "Get ready. Right side. cue of get ready");
  assert.equal(spoken(t, { ...release, end_s: release.start_s + 3 }), "Release");
  assert.equal(announced(t, { ...hold, side: "none", cue: "Breathe." }), "Hold. 30 seconds. Breathe");
});

test("what comes next names the side where it changes", () => {
  const phases = figureFour();
  assert.equal(nextText(t, phases, -1), "Get ready, right side, 5 seconds");
  assert.equal(nextText(t, phases, 0), "Hold, 30 seconds");
  assert.equal(nextText(t, phases, 2), "Change side, left side, 10 seconds");
  assert.equal(nextText(t, phases, 6), "The end");
});

test("repetition and set are counted where a phase belongs to one", () => {
  const phases = figureFour().map((phase, i) => ({ ...phase, rep: i === 3 ? 0 : 2, set: i === 3 ? 0 : 1 }));
  assert.equal(countText(t, phases, phases[1]), "repetition 2 of 2, set 1 of 1");
  assert.equal(countText(t, phases, phases[3]), "");
});

test("the strip covers the session, in fewer blocks where there are many phases", () => {
  const covers = (blocks, total) => {
    assert.equal(blocks[0].start_s, 0);
    assert.equal(blocks.at(-1).end_s, total);
    blocks.slice(1).forEach((block, i) => assert.equal(block.start_s, blocks[i].end_s));
  };
  assert.equal(blocksOf(figureFour()).length, 7);
  covers(blocksOf(figureFour()), 88);
  const reps = (side) => Array.from({ length: 20 }, (_, i) => [i % 2 ? "lower" : "lift", 2, side]);
  const many = tile(...reps("right"), ["change side", 8, "left"], ...reps("left"));
  many[20] = { ...many[20], set: 0 };
  assert.equal(blocksOf(many).length, 3);
  covers(blocksOf(many), 88);
});

test("the strip of a run that is over holds what was done in each block, and nothing that was skipped", () => {
  const phases = tile(["get ready", 5], ["hold", 30], ["rest", 10], ["hold", 30]);
  const done_s = [5, 0, 10, 12, 0];
  const blocks = blocksOf(phases);
  assert.deepEqual(
    blocks.map(({ start_s, end_s }) => doneWithin(phases, done_s, start_s, end_s)),
    [5, 0, 10, 12],
  );
  assert.equal(doneWithin(phases, done_s, 5, 75), 22, "several phases drawn as one block");
});
