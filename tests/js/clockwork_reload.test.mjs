// Taking a run up again, and any mix of presses against a plain clock that counts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AWAY_LIMIT_MS, BACK_GRACE_MS } from "../../stretchlib/widgets/timer/clock.js";
import { dice, figureFour, tile, wound as set } from "./fakes.mjs";

test("a reload takes the running session up as if the page had stayed", () => {
  const before = set();
  before.work.start();
  before.clock.pass(12_000);
  const saved = JSON.parse(JSON.stringify(before.work.snapshot()));
  const after = set();
  after.clock.ms = 77; // another page, another origin of its clock
  after.clock.wall_ms = before.clock.wall_ms + 9000;
  assert.equal(after.work.restore(saved), true);
  assert.equal(after.work.current().left_s, 14);
  after.clock.pass(14_000);
  after.work.tick();
  assert.deepEqual(after.work.snapshot().done_s, [5, 30, 0, 0, 0, 0, 0, 0]);
  assert.equal(after.work.snapshot().run, 1);
  assert.equal(after.work.snapshot().started_at, saved.started_at);
});

test("a reload over a phase change catches up", () => {
  const before = set();
  before.work.start();
  before.clock.pass(30_000);
  const saved = before.work.snapshot();
  const after = set();
  after.clock.wall_ms = before.clock.wall_ms + 20_000;
  after.work.restore(saved);
  assert.deepEqual([after.work.current().index, after.work.current().left_s], [4, 4]);
});

test("a page that was gone for long waits, paused, where it was last seen", () => {
  const before = set();
  before.work.start();
  before.clock.pass(12_000);
  const saved = before.work.snapshot();
  const gone = 23_000 + AWAY_LIMIT_MS;
  for (const [away, status] of [
    [gone, "running"],
    [gone + 1, "paused"],
  ]) {
    const after = set(tile(["get ready", 5], ["hold", 30], ["rest", 500]));
    after.clock.wall_ms = before.clock.wall_ms + away;
    after.work.restore({ ...saved, done_s: [5, 7, 0, 0] });
    assert.equal(after.work.current().status, status);
    if (status === "paused") assert.equal(after.work.current().elapsed_s, 12);
  }
});

test("a paused run comes back paused; a run that was over leaves only its number", () => {
  const { clock, work } = set();
  work.start();
  clock.pass(9000);
  work.pause();
  const paused = work.snapshot();
  work.end();
  const over = work.snapshot();
  const again = set();
  again.clock.wall_ms += 86_400_000;
  assert.equal(again.work.restore(paused), true);
  assert.deepEqual([again.work.current().status, again.work.current().left_s], ["paused", 26]);
  const fresh = set();
  assert.equal(fresh.work.restore(over), false);
  assert.equal(fresh.work.current().status, "idle");
  fresh.work.start();
  assert.equal(fresh.work.snapshot().run, 2);
});

test("a snapshot of another session, or of nonsense, is not taken up", () => {
  const good = {
    run: 3,
    status: "paused",
    phase: 1,
    anchor_ms: 0,
    elapsed_s: 9,
    started_at: "x",
    done_s: Array(8).fill(0),
  };
  assert.equal(set().work.restore(good), true);
  const bad = [
    undefined,
    null,
    {},
    { ...good, done_s: [1] },
    { ...good, phase: 99 },
    { ...good, elapsed_s: -1 },
    { ...good, elapsed_s: 1e9 },
    { ...good, elapsed_s: "9" },
    { ...good, status: "dancing" },
  ];
  for (const saved of bad) assert.equal(set().work.restore(saved), false);
});

test("any mix of presses and late ticks agrees with a clock that counts every 50 ms", () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const roll = dice(seed);
    const kinds = ["hold", "rest", "lift", "walk"];
    const lengths = Array.from({ length: 3 + Math.floor(roll() * 5) }, () => 1 + Math.floor(roll() * 12));
    const { clock, rows, work, phases } = set(tile(...lengths.map((s, i) => [kinds[i % 4], s])));
    // The plain clock: phase, time within it, and the longest go through each.
    const plain = { at: 0, in: 0, running: true, best: [...lengths, 0].map(() => 0) };
    const over = () => plain.at === lengths.length;
    const note = () => (plain.best[plain.at] = Math.max(plain.best[plain.at], plain.in));
    const go = (i) => {
      note();
      [plain.at, plain.in] = [i, 0];
    };
    const press = {
      pause: () => (plain.running = false),
      resume: () => (plain.running = true),
      skip: () => go(plain.at + 1),
      back: () => go(plain.in < BACK_GRACE_MS && plain.at > 0 ? plain.at - 1 : plain.at),
      tick: () => {},
    };
    work.start();
    for (let step = 0; step < 60 && !over(); step += 1) {
      const spell = Math.floor(roll() * 60);
      for (let i = 0; i < spell; i += 1) {
        clock.pass(50);
        if (!plain.running || over()) continue;
        plain.in += 50;
        if (plain.in === lengths[plain.at] * 1000) go(plain.at + 1);
      }
      const name = Object.keys(press)[Math.floor(roll() * 5)];
      if (!over()) press[name]();
      work[name]();
      work.tick();
      const now = work.current();
      const where = `seed ${seed}, step ${step}, ${name}`;
      assert.equal(now.index, plain.at, where);
      if (over()) break;
      assert.equal(now.elapsed_s, phases[plain.at].start_s + plain.in / 1000, where);
      assert.equal(now.status, plain.running ? "running" : "paused", where);
    }
    work.end();
    note();
    assert.equal(rows.length, 1);
    assert.deepEqual(
      rows[0].done_s,
      plain.best.map((ms) => ms / 1000),
      `seed ${seed}`,
    );
    rows[0].done_s.forEach((s, i) => assert.ok(s <= (lengths[i] ?? 0)));
  }
});
