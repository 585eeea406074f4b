// Two pages with the timer of one kernel: one leads, the other shows it, and each practice has its one true row.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answerSafetyQuestions } from "../../stretchlib/widgets/timer/safety.js";
import { BEAT_MS, SILENCE_MS } from "../../stretchlib/widgets/timer/lead.js";
import { practiceOfModel } from "../../stretchlib/widgets/timer/timer.js";
import { dice, fakeKernel, session, takeClocks } from "./fakes.mjs";

const PAGE = Symbol.for("stretchlib.page");

/** A kernel, and open(): another page that shows its timer, with a memory of its own. */
function set(t) {
  const clock = takeClocks(t);
  const [closing, going] = [new Map(), new Map()];
  const kernel = fakeKernel({ session: session() });
  t.after(() => {
    delete globalThis.addEventListener;
    delete globalThis.removeEventListener;
  });
  function open() {
    delete globalThis[PAGE]; // what the page before holds on to stays its own
    answerSafetyQuestions("move", false);
    let leaves = () => {};
    globalThis.addEventListener = (event, handler) => event === "pagehide" && (leaves = handler);
    globalThis.removeEventListener = () => {};
    const model = kernel.open();
    const practice = practiceOfModel(model);
    const view = { update() {} };
    practice.attach(view);
    going.set(practice, leaves);
    closing.set(practice, () => {
      leaves();
      model.close();
      practice.detach(view); // with its page its timers are gone
      practice.dispose();
    });
    return practice;
  }
  const close = (practice) => closing.get(practice)();
  const askedToGo = (practice) => going.get(practice)(); // and stays
  return { clock, kernel, open, close, askedToGo };
}

const shows = (practice) => {
  const { status, index, elapsed_s } = practice.current();
  return [status, index, Math.round(elapsed_s)];
};
const rows = (kernel) => kernel.state.runs.map((row) => [row.run, row.status, row.done_s.join(" ")]);

test("the other page shows the same moment, read only, and says so", (t) => {
  const { clock, open } = set(t);
  const [first, second] = [open(), open()];
  first.press("start");
  clock.pass(9000);
  assert.deepEqual(shows(first), ["running", 1, 9]);
  assert.deepEqual(shows(second), shows(first));
  assert.deepEqual([second.elsewhere(), second.silent(), second.why()], [true, false, "timer.led_elsewhere"]);
  assert.deepEqual([first.elsewhere(), first.why()], [false, null]);
  for (const event of ["pause", "skip", "back", "restart", "end", "start"]) second.press(event);
  assert.deepEqual([shows(first), shows(second)].map(String), ["running,1,9", "running,1,9"]);
  first.press("pause");
  clock.pass(3000);
  assert.deepEqual(shows(second), ["paused", 1, 9]);
  first.press("start");
  first.press("skip");
  assert.deepEqual(shows(second), ["running", 2, 35]);
});

test("a practice paused and ended early has that row, not one of the page that watched", (t) => {
  const { clock, kernel, open } = set(t);
  const [first, second] = [open(), open()];
  first.press("start");
  clock.pass(20_000);
  first.press("pause");
  clock.pass(200_000); // the other page would long have been through
  first.press("end");
  clock.pass(200_000);
  assert.deepEqual(rows(kernel), [[1, "broken off", "5 15 0 0 0 0 0 0"]]);
  assert.deepEqual([first, second].map(shows).map(String), ["broken_off,1,20", "broken_off,1,20"]);
  assert.deepEqual([second.elsewhere(), second.why(), second.runs().length], [false, null, 1]);
  second.press("start"); // and now the other one leads
  clock.pass(88_000);
  assert.deepEqual(shows(first), ["finished", 7, 88]);
  assert.deepEqual(
    rows(kernel).map((row) => row.slice(0, 2)),
    [
      [1, "broken off"],
      [2, "finished"],
    ],
  );
});

test("a page that is opened in the middle of a practice follows it at its moment", (t) => {
  const { clock, kernel, open } = set(t);
  const first = open();
  first.press("start");
  clock.pass(18_000); // three seconds after a beat
  const second = open();
  assert.deepEqual(shows(second), ["running", 1, 18]);
  assert.equal(second.elsewhere(), true);
  clock.pass(70_000);
  assert.deepEqual([first, second].map(shows).map(String), ["finished,7,88", "finished,7,88"]);
  assert.equal(rows(kernel).length, 1);
});

test("a page that is closed leaves the run paused where it was; the next that acts leads on", (t) => {
  const { clock, kernel, open, close } = set(t);
  const [first, second, third] = [open(), open(), open()];
  first.press("start");
  clock.pass(13_000);
  close(first);
  for (const page of [second, third]) {
    assert.deepEqual(shows(page), ["paused", 1, 13]);
    assert.equal(page.why(), "timer.led_silent");
  }
  clock.pass(3000);
  third.press("start");
  clock.pass(2000);
  assert.deepEqual([second, third].map(shows).map(String), ["running,1,15", "running,1,15"]);
  assert.deepEqual([second.why(), third.why()], ["timer.led_elsewhere", null]);
  clock.pass(73_000);
  assert.deepEqual(rows(kernel), [[1, "finished", "5 30 4 10 5 30 4 0"]]);
});

test("a closed page's last message to the kernel may be lost: the pages of its browser hear it all the same", (t) => {
  const { clock, kernel, open, close } = set(t);
  const [first, second] = [open(), open()];
  first.press("start");
  clock.pass(13_000);
  kernel.alive = false;
  close(first);
  kernel.alive = true;
  assert.deepEqual([shows(second), second.silent()].map(String), ["paused,1,13", "true"]);
});

test("a tab loaded again goes on where it was, though its last message was lost; another tab follows it", (t) => {
  const { clock, kernel, open, close } = set(t);
  const kept = new Map();
  globalThis.sessionStorage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => kept.set(name, text),
    removeItem: (name) => kept.delete(name),
  };
  t.after(() => delete globalThis.sessionStorage);
  const first = open();
  first.press("start");
  clock.pass(13_000);
  const tab = new Map(kept);
  kept.clear(); // another tab has a store of its own
  const second = open();
  kernel.alive = false;
  close(first);
  kernel.alive = true;
  clock.pass(2000);
  kept.clear();
  for (const [name, text] of tab) kept.set(name, text);
  const again = open();
  assert.deepEqual([shows(again), again.elsewhere()].map(String), ["running,1,15", "false"]);
  assert.deepEqual([shows(second), second.elsewhere()].map(String), ["running,1,15", "true"]);
  clock.pass(6000);
  kept.clear();
  for (const [name, text] of tab) kept.set(name, text); // what a copy of the tab remembers is older than the run now
  const copy = open();
  assert.equal(copy.elsewhere(), true);
});

test("a page that is asked to go and stays leads on, unless another has taken over meanwhile", (t) => {
  const { clock, kernel, open, askedToGo } = set(t);
  const [first, second] = [open(), open()];
  first.press("start");
  clock.pass(9000);
  askedToGo(first);
  assert.deepEqual([second.silent(), second.current().status], [true, "paused"]);
  clock.pass(3000);
  assert.deepEqual([shows(first), shows(second)].map(String), ["running,1,12", "running,1,12"]);
  assert.deepEqual([first.elsewhere(), second.silent()], [false, false]);
  askedToGo(first);
  second.press("start");
  clock.pass(10_000);
  assert.deepEqual([first, second].map((page) => page.elsewhere()), [true, false]);
  assert.deepEqual([shows(first), shows(second)].map(String), ["running,1,22", "running,1,22"]);
  second.press("end");
  assert.deepEqual(rows(kernel), [[1, "broken off", "5 17 0 0 0 0 0 0"]]);
});

test("a page that was closed and opened again alone goes on without being asked", (t) => {
  const { clock, kernel, open, close } = set(t);
  const first = open();
  first.press("start");
  clock.pass(13_000);
  close(first);
  clock.pass(2000);
  const again = open();
  assert.deepEqual([shows(again), again.elsewhere()].map(String), ["running,1,15", "false"]);
  clock.pass(73_000);
  assert.deepEqual(rows(kernel), [[1, "finished", "5 30 4 10 5 30 4 0"]]);
});

test("a page that crashed is silent after a while, and then any press takes the run over", (t) => {
  const { clock, kernel, open } = set(t);
  for (const press of ["start", "end"]) {
    const [first, second] = [open(), open()];
    first.press("start");
    clock.pass(6000); // a beat at 5 s
    kernel.alive = false; // it cannot tell anything any more
    clock.pass(SILENCE_MS - 2000);
    assert.equal(second.silent(), false);
    clock.pass(2000);
    assert.deepEqual([second.silent(), second.current().status], [true, "paused"]);
    assert.ok(second.current().elapsed_s <= 6, "where it was last heard, not where it might be");
    kernel.alive = true;
    second.press(press);
    assert.deepEqual([second.elsewhere(), second.current().status], [false, press === "start" ? "running" : "broken_off"]);
    second.press("end");
    assert.equal(first.active(), false, "the page that wakes up follows");
    clock.pass(100_000);
  }
  assert.equal(kernel.state.runs.length, 2);
  assert.deepEqual(
    kernel.state.runs.map((row) => row.status),
    ["broken off", "broken off"],
  );
});

test("a page that wakes up after another has taken over follows that one", (t) => {
  const { clock, kernel, open } = set(t);
  const [first, second] = [open(), open()];
  first.press("start");
  clock.pass(7000);
  kernel.busy = true;
  clock.pass(SILENCE_MS);
  second.press("start");
  assert.equal(second.elsewhere(), false);
  kernel.busy = false;
  kernel.deliver();
  assert.equal([first, second].filter((page) => !page.elsewhere()).length, 1, "one leads");
  clock.pass(200_000);
  assert.equal(kernel.state.runs.length, 1);
  assert.deepEqual(shows(first), shows(second));
});

test("of two rows of one run the one that was told first stands, in each page", (t) => {
  const { clock, kernel, open } = set(t);
  const [first, second] = [open(), open()];
  first.press("start");
  clock.pass(7000);
  kernel.busy = true;
  first.press("end"); // the kernel does not hear it yet
  clock.pass(SILENCE_MS);
  second.press("start");
  clock.pass(100_000);
  assert.equal(second.current().status, "finished");
  kernel.busy = false;
  kernel.deliver();
  assert.deepEqual(rows(kernel), [[1, "broken off", "5 2 0 0 0 0 0 0"]]);
  for (const page of [first, second]) assert.deepEqual(page.runs().map((row) => row.status), ["broken off"]);
});

test("a run that goes on in one page stops when it hears that it had ended in another", (t) => {
  const { clock, kernel, open } = set(t);
  const [first, second] = [open(), open()];
  first.press("start");
  clock.pass(7000);
  kernel.busy = true;
  first.press("end");
  clock.pass(SILENCE_MS);
  second.press("start");
  clock.pass(5000);
  kernel.busy = false;
  kernel.deliver();
  clock.pass(200_000);
  assert.deepEqual(rows(kernel), [[1, "broken off", "5 2 0 0 0 0 0 0"]]);
  assert.deepEqual([first.active(), second.active()], [false, false]);
});

test("it tells of itself every few seconds of a running practice, and never of a paused one", (t) => {
  const { clock, kernel, open } = set(t);
  const first = open();
  first.press("start");
  clock.pass(5000);
  const before = kernel.messages;
  clock.pass(29_000);
  assert.equal(kernel.messages - before, Math.floor(29_000 / BEAT_MS));
  first.press("pause");
  const paused = kernel.messages;
  clock.pass(600_000);
  assert.equal(kernel.messages, paused);
});

test("both pages asleep for an hour wait where the leading one was last seen", (t) => {
  const { clock, kernel, open } = set(t);
  const pages = [open(), open()];
  pages[0].press("start");
  clock.pass(14_000);
  clock.pass(3_600_000, { lazily: true });
  clock.pass(SILENCE_MS);
  assert.deepEqual(pages.map(shows).map(String), ["paused,1,14", "paused,1,14"]);
  assert.equal(pages[0].why(), "timer.paused_away");
  pages[0].press("start");
  clock.pass(74_000);
  assert.deepEqual(rows(kernel), [[1, "finished", "5 30 4 10 5 30 4 0"]]);
});

test("nonsense of another page changes nothing", (t) => {
  const { clock, kernel, open } = set(t);
  const page = open();
  page.press("start");
  clock.pass(9000);
  const otherPage = kernel.open();
  for (const progress of [{}, { page: "x" }, { page: "x", status: "running" }, { page: "x", status: "running", phase: 99 }]) {
    otherPage.set("progress", progress);
    otherPage.save_changes();
    assert.deepEqual([shows(page), page.elsewhere()].map(String), ["running,1,9", "false"]);
  }
});

test("whatever is pressed in whichever page, and whatever the kernel does, a run has one row, the first", (t) => {
  const { clock, kernel, open, close } = set(t);
  const events = ["start", "start", "pause", "skip", "back", "end", "restart"];
  const happenings = ["pass", "pass", "pass", "closed", "busy", "free"];
  let taken = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const roll = dice(seed);
    Object.assign(kernel.state, { progress: {}, beat: {}, runs: [] });
    let pages = [open(), open()];
    const first = new Map();
    for (let step = 0; step < 60; step += 1) {
      const page = pages[Math.floor(roll() * pages.length)];
      const event = [...events, ...happenings][Math.floor(roll() * (events.length + happenings.length))];
      if (event === "pass") clock.pass(Math.floor(roll() * 40_000));
      else if (event === "closed") {
        close(page);
        pages = [...pages.filter((opened) => opened !== page), open()];
      } else if (event === "busy") kernel.busy = true;
      else if (event === "free") kernel.busy = false;
      else {
        taken += page.silent() ? 1 : 0;
        page.press(event);
      }
      kernel.deliver();
      const where = `seed ${seed}, step ${step}, ${event}: ${pages.map(shows).join(" and ")}`;
      const names = kernel.state.runs.map((row) => `${row.started_at} ${row.run}`);
      assert.equal(new Set(names).size, names.length, where);
      kernel.state.runs.forEach((row, i) => {
        const text = JSON.stringify(row);
        assert.equal(first.get(names[i]) ?? text, text, where);
        first.set(names[i], text);
      });
      if (kernel.busy) continue;
      assert.ok(pages.filter((opened) => opened.active() && !opened.elsewhere()).length <= 1, `two lead: ${where}`);
      const active = pages.filter((opened) => opened.active());
      assert.ok(new Set(active.map((opened) => opened.current().index)).size <= 1, `apart: ${where}`);
      for (const practice of active) {
        const name = `${JSON.parse(JSON.stringify(kernel.state.progress)).started_at} ${practice.current().run}`;
        assert.ok(!names.includes(name), `it goes on though it has ended: ${where}`);
      }
    }
    kernel.busy = false;
    for (const page of pages) close(page);
    kernel.deliver();
  }
  assert.ok(taken > 20, `only ${taken} presses took a run over`);
});
