// A computer or a phone that slept: what nobody saw is not taken for practice, and of a walk the person is asked.
import assert from "node:assert/strict";
import { test } from "node:test";
import { GAP_LIMIT_MS } from "../../stretchlib/widgets/timer/clock.js";
import { tile, wound as set } from "./fakes.mjs";

const MINUTE = 60_000;
const walk = () => tile(["get ready", 8, "none"], ["walk", 1800, "none"]);
const HOUR = 60 * MINUTE;

/** The machine sleeps: the wall clock goes on; the page's own clock sleeps with it in some browsers. */
function sleep(clock, ms, pageClockToo) {
  if (pageClockToo) clock.wall_ms += ms;
  else clock.pass(ms);
}

for (const pageClockToo of [false, true]) {
  const which = pageClockToo ? "the page's clock asleep as well" : "the page's clock awake";

  test(`an hour asleep in a hold is not practice: ${which}`, () => {
    const { clock, rows, work } = set();
    work.start();
    clock.pass(5000);
    work.tick();
    clock.pass(9000);
    work.tick();
    sleep(clock, HOUR, pageClockToo);
    work.tick();
    assert.deepEqual([work.current().status, work.current().index, work.current().elapsed_s], ["paused", 1, 14]);
    assert.equal(work.away(), 0, "only of a walk it is asked");
    assert.equal(rows.length, 0);
    assert.deepEqual(work.snapshot().done_s, [5, 9, 0, 0, 0, 0, 0, 0]);
    work.resume();
    clock.pass(21_000);
    work.tick();
    assert.deepEqual([work.current().status, work.current().index], ["running", 2]);
    work.end();
    assert.equal(rows[0].done_s[1], 30);
  });

  test(`a walk asks on return, and yes counts the time away: ${which}`, () => {
    const { clock, rows, work } = set(walk());
    work.start();
    clock.pass(68_000);
    work.tick();
    sleep(clock, 24 * MINUTE, pageClockToo);
    work.tick();
    assert.deepEqual([work.current().status, work.current().elapsed_s], ["paused", 68]);
    assert.equal(work.away(), 24 * MINUTE);
    clock.pass(7000); // reading the question is not walking
    work.wasThere(true);
    assert.deepEqual([work.current().status, work.current().elapsed_s], ["running", 68 + 24 * 60]);
    assert.equal(work.away(), 0);
    clock.pass(120_000);
    work.tick();
    clock.pass(120_000);
    work.tick();
    clock.pass(60_000);
    work.tick();
    assert.deepEqual(
      rows.map((row) => [row.status, row.done_s]),
      [["finished", [8, 1800, 0]]],
    );
  });

  test(`no leaves the walk where it was last seen: ${which}`, () => {
    const { clock, rows, work } = set(walk());
    work.start();
    clock.pass(68_000);
    work.tick();
    sleep(clock, 24 * MINUTE, pageClockToo);
    work.tick();
    work.wasThere(false);
    assert.deepEqual([work.current().status, work.current().elapsed_s, work.away()], ["paused", 68, 0]);
    work.wasThere(true);
    assert.equal(work.current().status, "paused", "it is answered once");
    work.end();
    assert.deepEqual(rows[0].done_s, [8, 60, 0]);
  });

  test(`a phone put away at the start of a walk: yes ends it when it was over: ${which}`, () => {
    const { clock, rows, work } = set(walk());
    work.start();
    clock.pass(2000);
    work.tick();
    sleep(clock, HOUR, pageClockToo);
    work.tick();
    assert.equal(work.away(), HOUR);
    work.wasThere(true);
    assert.equal(rows[0].status, "finished");
    assert.deepEqual(rows[0].done_s, [8, 1800, 0]);
    assert.equal(Date.parse(rows[0].ended_at) - Date.parse(rows[0].started_at), 1_808_000);
  });
}

test("what a hidden tab misses between two wakings counts", () => {
  const { clock, work } = set(tile(["hold", 3600]));
  work.start();
  for (const ms of [61_000, GAP_LIMIT_MS, 1000]) {
    clock.pass(ms);
    work.tick();
    assert.equal(work.current().status, "running");
  }
  clock.pass(GAP_LIMIT_MS + 1);
  work.tick();
  assert.deepEqual([work.current().status, work.current().elapsed_s], ["paused", 212]);
});

test("a gap that holds nothing but rest is rest", () => {
  const { clock, work } = set(tile(["hold", 30], ["rest", 600], ["hold", 30]));
  work.start();
  clock.pass(40_000);
  work.tick();
  clock.pass(400_000);
  work.tick();
  assert.deepEqual([work.current().status, work.current().index], ["running", 1]);
  clock.pass(400_000);
  work.tick();
  assert.deepEqual([work.current().status, work.current().elapsed_s], ["paused", 440]);
});

test("a press is the first to notice the gap, and a pause is no gap", () => {
  const { clock, work } = set();
  work.start();
  clock.pass(14_000);
  work.pause();
  clock.pass(HOUR);
  work.resume();
  clock.pass(1000);
  work.tick();
  assert.deepEqual([work.current().status, work.current().elapsed_s], ["running", 15]);
  clock.pass(HOUR);
  work.end();
  assert.equal(work.snapshot().done_s[1], 10);
});

test("a page loaded again after an hour asks of a walk, also when it was asked already", () => {
  const before = set(walk());
  before.work.start();
  before.clock.pass(68_000);
  const saved = JSON.parse(JSON.stringify(before.work.snapshot()));
  const after = set(walk());
  after.clock.wall_ms = before.clock.wall_ms + 24 * MINUTE;
  assert.equal(after.work.restore(saved), true);
  assert.deepEqual([after.work.current().status, after.work.away()], ["paused", 24 * MINUTE]);
  const again = set(walk());
  again.clock.wall_ms = after.clock.wall_ms + HOUR;
  again.work.restore(JSON.parse(JSON.stringify(after.work.snapshot())));
  assert.equal(again.work.away(), 24 * MINUTE);
  again.work.wasThere(true);
  assert.equal(again.work.current().elapsed_s, 68 + 24 * 60);
});

test("a long hold in a page loaded again waits where it was last seen", () => {
  const before = set(tile(["hold", 3600]));
  before.work.start();
  before.clock.pass(68_000);
  const saved = before.work.snapshot();
  for (const [gap, status] of [
    [GAP_LIMIT_MS, "running"],
    [GAP_LIMIT_MS + 1, "paused"],
  ]) {
    const after = set(tile(["hold", 3600]));
    after.clock.wall_ms = before.clock.wall_ms + gap;
    after.work.restore(saved);
    assert.equal(after.work.current().status, status);
  }
});

for (const press of ["end", "skip", "back", "restart"]) {
  test(`a press of ${press} that comes before the question of a walk is dropped, and obeyed after it`, () => {
    const { clock, rows, work } = set(walk());
    work.start();
    clock.pass(68_000);
    work.tick();
    sleep(clock, 24 * MINUTE, false);
    work[press]();
    assert.deepEqual([work.current().status, work.current().elapsed_s, rows.length], ["paused", 68, 0]);
    assert.equal(work.away(), 24 * MINUTE);
    work[press]();
    assert.equal(work.away(), 0, "who presses again has seen the question");
  });
}
