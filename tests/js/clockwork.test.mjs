import assert from "node:assert/strict";
import { test } from "node:test";
import { BACK_GRACE_MS, GAP_LIMIT_MS, createClockwork, isoLocal } from "../../stretchlib/widgets/timer/clock.js";
import { dice, figureFour, tile, wound as set } from "./fakes.mjs";

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

test("a session followed to its end goes through every phase once", () => {
  const { clock, seen, rows, work } = set();
  work.start();
  for (let second = 0; second < 88; second += 1) {
    clock.pass(1000);
    work.tick();
  }
  assert.deepEqual(seen, [0, 1, 2, 3, 4, 5, 6]);
  assert.equal(work.current().status, "finished");
  assert.deepEqual(rows[0].done_s, [5, 30, 4, 10, 5, 30, 4, 0]);
  assert.equal(rows[0].status, "finished");
  assert.equal(Date.parse(rows[0].ended_at) - Date.parse(rows[0].started_at), 88000);
});

test("a jump over many phases lands where an attentive clock would be, and tells of one phase", () => {
  const { clock, seen, work } = set();
  work.start();
  clock.pass(60_500);
  work.tick();
  assert.deepEqual(seen, [0, 5]);
  assert.equal(work.current().left_s, 23.5);
  assert.deepEqual(work.snapshot().done_s, [5, 30, 4, 10, 5, 6.5, 0, 0]);
});

test("a jump past the end finishes at the time of the end, not at the time of the tick", () => {
  const { clock, rows, work } = set();
  work.start();
  clock.pass(GAP_LIMIT_MS);
  work.tick();
  assert.equal(rows.length, 1);
  assert.equal(Date.parse(rows[0].ended_at) - Date.parse(rows[0].started_at), 88_000);
  assert.equal(sum(rows[0].done_s), 88);
});

test("late ticks never add up", () => {
  const { clock, work } = set(tile(...Array.from({ length: 200 }, () => ["hold", 3])));
  const roll = dice(1);
  work.start();
  let elapsed = 0;
  while (elapsed < 590_000) {
    const late = work.nextTickIn() + roll() * 400;
    clock.pass(late);
    elapsed += late;
    work.tick();
    const { index, left_s } = work.current();
    assert.equal(index, Math.floor(elapsed / 3000 + 1e-9));
    assert.ok(Math.abs(left_s * 1000 - (3000 - (elapsed % 3000))) < 0.01);
  }
});

test("the next tick is due when the shown second changes or the phase ends", () => {
  const { clock, work } = set(tile(["lift", 2.5], ["lower", 2]));
  work.start();
  assert.equal(work.nextTickIn(), 500);
  clock.pass(500);
  assert.equal(work.nextTickIn(), 1000);
  clock.pass(1700);
  assert.ok(Math.abs(work.nextTickIn() - 300) < 1e-6);
});

test("a pause stops the time, however long", () => {
  const { clock, work } = set();
  work.start();
  clock.pass(12_300);
  work.pause();
  clock.pass(3_600_000);
  work.tick();
  assert.equal(work.current().left_s, 22.7);
  work.resume();
  clock.pass(700);
  assert.equal(work.current().left_s, 22);
  assert.equal(work.current().status, "running");
});

test("a pause pressed after a missed phase change pauses in the new phase", () => {
  const { clock, seen, work } = set();
  work.start();
  clock.pass(6000);
  work.pause();
  assert.equal(work.current().index, 1);
  assert.deepEqual(seen, [0, 1]);
});

test("a skipped hold counts only the seconds really held", () => {
  const { clock, rows, work } = set();
  work.start();
  clock.pass(8000);
  work.skip();
  assert.equal(work.current().index, 2);
  assert.equal(work.current().left_s, 4);
  clock.pass(120_000);
  work.tick();
  assert.equal(rows[0].status, "skipped");
  assert.equal(work.current().status, "skipped");
  assert.deepEqual(rows[0].done_s, [5, 3, 4, 10, 5, 30, 4, 0]);
});

test("a skipped rest leaves a practice finished, and so does a repetition done at last", () => {
  for (const presses of [
    ["skip", 34_000, "skip", 5000, 34_000], // getting ready and changing sides
    [5000, 10_000, "skip", "back", 34_000, 10_000, 39_000],
    [5000, 29_200, "skip", 54_000], // within a second of its end, as a repetition counts
  ]) {
    const { clock, rows, work } = set();
    work.start();
    for (const press of presses) {
      if (typeof press === "string") work[press]();
      else clock.pass(press);
      work.tick();
    }
    assert.deepEqual(
      rows.map((row) => row.status),
      ["finished"],
      presses.join(),
    );
  }
});

test("skipping every phase ends the run once, and it is not told as finished", () => {
  const { rows, work } = set();
  work.start();
  for (let i = 0; i < 12; i += 1) work.skip();
  assert.equal(rows.length, 1);
  assert.equal(sum(rows[0].done_s), 0);
  assert.equal(work.current().status, "skipped");
  assert.equal(rows[0].status, "skipped");
  assert.equal(work.current().left_s, 0);
});

test("back goes to the start of the phase, and within its first moments to the phase before", () => {
  const { clock, work } = set();
  work.start();
  clock.pass(5000 + BACK_GRACE_MS + 1);
  work.back();
  assert.deepEqual([work.current().index, work.current().left_s], [1, 30]);
  clock.pass(BACK_GRACE_MS - 1);
  work.back();
  assert.deepEqual([work.current().index, work.current().left_s], [0, 5]);
  work.back();
  assert.equal(work.current().index, 0);
});

test("a phase done twice counts once, by its longer go", () => {
  const { clock, work } = set();
  work.start();
  clock.pass(5000 + 20_000);
  work.back();
  clock.pass(7000);
  work.end();
  assert.equal(work.snapshot().done_s[1], 20);
});

test("end breaks off and keeps what was done; a second end does nothing", () => {
  const { clock, rows, work } = set();
  work.start();
  clock.pass(15_000);
  work.end();
  work.end();
  assert.equal(rows.length, 1);
  assert.equal(rows[0].status, "broken off");
  assert.deepEqual(rows[0].done_s, [5, 10, 0, 0, 0, 0, 0, 0]);
  clock.pass(60_000);
  work.tick();
  assert.equal(work.current().status, "broken_off");
});

test("restart keeps a practice as a run of its own, and forgets a false start", () => {
  const { clock, rows, work } = set();
  work.start();
  clock.pass(4000);
  work.restart();
  assert.equal(rows.length, 0);
  assert.equal(work.snapshot().run, 1);
  clock.pass(15_000);
  work.restart();
  assert.deepEqual(
    rows.map((row) => [row.run, row.status]),
    [[1, "broken off"]],
  );
  assert.equal(work.snapshot().run, 2);
  assert.equal(work.current().elapsed_s, 0);
  assert.equal(sum(work.snapshot().done_s), 0);
});

test("runs are numbered on from the last one known", () => {
  const { work } = set(figureFour(), { lastRun: 7 });
  work.start();
  assert.equal(work.snapshot().run, 8);
});

test("phases with a gap, out of order or without an end are refused", () => {
  const gap = figureFour();
  gap[2] = { ...gap[2], start_s: 36 };
  for (const phases of [[], gap, figureFour().reverse(), figureFour().slice(0, -1)]) {
    assert.throws(() => createClockwork({ phases }), RangeError);
  }
});

test("times carry their offset from UTC", () => {
  const at = Date.UTC(2026, 6, 1, 12, 34, 56);
  assert.match(isoLocal(at), /^2026-(06-30|07-0[12])T\d\d:\d\d:56[+-]\d\d:\d\d$/); // the day of the place where it runs
  assert.equal(Date.parse(isoLocal(at)), at);
});
