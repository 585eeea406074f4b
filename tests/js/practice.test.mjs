import assert from "node:assert/strict";
import { test } from "node:test";
import { answerSafetyQuestions, byUrgency } from "../../stretchlib/widgets/timer/safety.js";
import { createPractice, UNSEEN_LIMIT_MS } from "../../stretchlib/widgets/timer/run.js";
import timerWidget, { practiceOfModel } from "../../stretchlib/widgets/timer/timer.js";
import { fakeModel, session, takeClocks, tile } from "./fakes.mjs";

function set(t, data = {}) {
  const clock = takeClocks(t);
  const states = [];
  const host = { onState: (state) => states.push(structuredClone(state)) };
  const make = (more = {}) =>
    createPractice({ session: session(), words: {}, red_flags: [], ...data, ...more }, host);
  return { clock, told: states, make };
}

const view = () => ({
  events: [],
  update(event) {
    this.events.push(event);
  },
});

/** A practice that is seen and was started after the safety questions were answered. */
function begun(t, mode = "move", flagged = false) {
  const { clock, told: states, make } = set(t);
  answerSafetyQuestions(mode, flagged);
  const [practice, attachedView] = [make(), view()];
  practice.attach(attachedView);
  practice.press("start");
  return { clock, states, make, practice, attachedView };
}

test("nothing starts before the safety questions are answered", (t) => {
  const { clock, told: states, make } = set(t);
  const practice = make();
  practice.press("start");
  clock.pass(10_000);
  assert.deepEqual([practice.current().status, practice.asking], ["idle", true]);
  answerSafetyQuestions("move", false);
  assert.equal(practice.asking, false);
  practice.press("start");
  assert.equal(practice.current().status, "running");
  assert.equal(states.length, 1);
});

test("one message for each phase and one for the end, none for the seconds", (t) => {
  const { clock, states, practice } = begun(t);
  clock.pass(88_000);
  assert.deepEqual(
    states.map(({ progress }) => progress.phase),
    [0, 1, 2, 3, 4, 5, 6, 7],
  );
  assert.deepEqual(
    states.at(-1).runs.map(({ status, mode }) => [status, mode]),
    [["finished", "practised"]],
  );
  clock.pass(600_000);
  assert.equal(states.length, 8);
  assert.equal(clock.waiting(), 0);
});

test("a tab asleep for 70 s makes one message and is in the right place", (t) => {
  const { clock, states, practice } = begun(t);
  clock.pass(70_000, { lazily: true });
  assert.equal(states.length, 2);
  assert.equal(practice.current().elapsed_s, 70);
});

test("an hour asleep in a hold is told and not counted, whichever of the page's timers wakes first", (t) => {
  const { clock, states, practice, attachedView } = begun(t);
  clock.pass(14_000);
  clock.pass(3_600_000, { lazily: true });
  clock.pass(2000);
  assert.deepEqual([practice.current().status, practice.current().elapsed_s], ["paused", 14]);
  assert.equal(practice.why(), "timer.paused_away");
  assert.equal(attachedView.events.at(-1), "pause");
  assert.equal(states.at(-1).progress.status, "paused");
  practice.press("start");
  clock.pass(74_000);
  assert.deepEqual(states.at(-1).runs[0].done_s, [5, 30, 4, 10, 5, 30, 4, 0]);
  assert.equal(practice.why(), null);
});

test("a walk in which the page slept asks, and goes on by the answer", (t) => {
  const { clock, told: states, make } = set(t, { session: session(tile(["get ready", 8], ["walk", 1800])) });
  answerSafetyQuestions("move", false);
  for (const [yes, status, elapsed_s] of [
    [true, "running", 1508],
    [false, "paused", 68],
  ]) {
    const practice = make();
    practice.attach(view());
    practice.press("start");
    clock.pass(68_000);
    clock.pass(1_440_000, { lazily: true });
    clock.pass(1000);
    assert.deepEqual([practice.current().status, practice.away(), practice.why()], ["paused", 1_440_000, null]);
    assert.equal(states.at(-1).progress.status, "paused");
    practice.answer(yes);
    assert.deepEqual([practice.current().status, practice.current().elapsed_s], [status, elapsed_s]);
    assert.equal(practice.why(), yes ? null : "timer.paused_away");
    practice.press("end");
    assert.equal(states.at(-1).runs.at(-1).done_s[1], elapsed_s - 8);
  }
});

test("views are told of seconds, phases and the end", (t) => {
  const { clock, practice, attachedView } = begun(t);
  clock.pass(5000);
  assert.deepEqual(attachedView.events, ["start", "tick", "tick", "tick", "tick", "phase"]);
});

test("watching counts the same and says so; moving along says so too", (t) => {
  const { clock, states, practice } = begun(t, "watch", true);
  clock.pass(88_000);
  assert.equal(states.at(-1).runs[0].mode, "watched");
  assert.equal(states.at(-1).runs[0].status, "finished");
  answerSafetyQuestions("move", false);
  practice.press("start");
  clock.pass(88_000);
  assert.deepEqual(
    states.at(-1).runs.map((row) => [row.run, row.mode]),
    [
      [1, "watched"],
      [2, "practised"],
    ],
  );
});

test("nothing that is told says how the safety questions were answered", (t) => {
  const { told: states, make } = set(t);
  const tell = (flagged) => {
    answerSafetyQuestions("watch", flagged);
    const practice = make();
    practice.press("start");
    practice.dispose();
    return JSON.stringify(states.splice(0));
  };
  assert.equal(tell(true), tell(false));
});

test("starting one practice pauses the other on the page, and it says why", (t) => {
  const { clock, make } = set(t);
  answerSafetyQuestions("move", false);
  const [first, second] = [make(), make()];
  for (const practice of [first, second]) practice.attach(view());
  first.press("start");
  clock.pass(8000);
  second.press("start");
  clock.pass(20_000);
  assert.deepEqual([first.current().status, first.why()], ["paused", "timer.paused_other"]);
  assert.equal(first.current().elapsed_s, 8);
  assert.equal(second.current().elapsed_s, 20);
  first.press("start");
  assert.deepEqual([first.current().status, first.why()], ["running", null]);
  assert.equal(second.current().status, "paused");
});

test("out of sight it goes on for a minute, then waits; back in time it never stopped", (t) => {
  const { clock, practice, attachedView } = begun(t);
  practice.detach(attachedView);
  clock.pass(UNSEEN_LIMIT_MS - 1000);
  practice.attach(attachedView);
  assert.equal(practice.current().status, "running");
  assert.equal(practice.current().elapsed_s, 59);
  practice.detach(attachedView);
  clock.pass(20_000);
  assert.equal(practice.current().status, "running");
  practice.attach(attachedView);
  clock.pass(1000);
  practice.press("restart");
  practice.detach(attachedView);
  clock.pass(UNSEEN_LIMIT_MS + 5000);
  assert.deepEqual([practice.current().status, practice.current().elapsed_s], ["paused", 60]);
  assert.equal(practice.why(), "timer.paused_unseen");
});

test("a page loaded again takes up the running practice without asking, in its mode", (t) => {
  const { clock, states, make, practice: before } = begun(t, "watch", false);
  clock.pass(12_000);
  before.press("pause");
  before.press("start");
  const state = states.at(-1);
  before.dispose();
  delete globalThis[Symbol.for("stretchlib.page")];
  clock.pass(8000);
  const after = make({ state });
  assert.equal(after.asking, false);
  assert.deepEqual(
    [after.current().status, after.current().elapsed_s, after.mode()],
    ["running", 20, "watched"],
  );
});

test("a run that another page of the same notebook has closed is not written again", (t) => {
  const { clock, told: states, make } = set(t);
  answerSafetyQuestions("move", false);
  const first = make();
  first.press("start");
  clock.pass(9000);
  const { progress } = states.at(-1);
  first.press("end");
  const second = make({ state: { progress, runs: states.at(-1).runs } });
  second.press("end");
  assert.equal(second.runs().length, 1);
});

test("a store that throws never stops the practice", (t) => {
  const clock = takeClocks(t);
  answerSafetyQuestions("move", false);
  const model = fakeModel({ session: session() });
  const practice = practiceOfModel(model.proxy());
  practice.attach(view());
  practice.press("start");
  clock.pass(20_000);
  assert.ok(model.saves >= 2);
  assert.equal(model.state.progress.phase, 1);
  model.alive = false;
  clock.pass(68_000);
  assert.equal(practice.current().status, "finished");
  assert.equal(practice.runs().length, 1);
});

test("rows of other pages on the same model are kept, and none is written twice", (t) => {
  const clock = takeClocks(t);
  answerSafetyQuestions("move", false);
  const model = fakeModel({ session: session() });
  const practice = practiceOfModel(model.proxy());
  practice.attach(view());
  practice.press("start");
  clock.pass(20_000);
  const earlierRow = { run: 9, started_at: "2026-01-04T09:00:00+00:00", done_s: [] };
  model.state.runs = [earlierRow];
  practice.press("end");
  practice.press("start");
  practice.press("end");
  assert.deepEqual(
    model.state.runs.map((row) => row.run),
    [9, 1, 2],
  );
  assert.equal(model.state.progress.status, "broken_off");
});

/** A timer on a model of its own, as a kernel makes one for a cell. */
function ofKernel(traits = {}) {
  const model = fakeModel({ session: session(), kept: [], unsaved: "", ...traits });
  return { model, practice: practiceOfModel(model.proxy()) };
}

/** Such a timer, seen and started. */
function begunOfKernel(t, mode = "move", traits = {}) {
  const clock = takeClocks(t);
  answerSafetyQuestions(mode, false);
  const [old, attachedView] = [ofKernel(traits), view()];
  old.practice.attach(attachedView);
  old.practice.press("start");
  return { clock, old, attachedView };
}

test("what ends after the kernel was started again waits in the page for the next timer of that session", (t) => {
  const { clock, old, attachedView } = begunOfKernel(t);
  clock.pass(20_000);
  old.model.alive = false;
  old.model.heard.comm_live_update();
  clock.pass(68_000);
  assert.equal(old.practice.current().status, "finished");
  old.practice.detach(attachedView);
  const otherTimer = ofKernel({ session: session(tile(["hold", 9])) });
  assert.deepEqual(otherTimer.model.state.runs, [], "another session has nothing to do with it");
  const fresh = ofKernel();
  assert.deepEqual(
    fresh.model.state.runs.map((row) => [row.run, row.status, row.mode]),
    [[1, "finished", "practised"]],
  );
  assert.equal(ofKernel().model.state.runs.length, 0, "and it is told once");
});

test("what is in the journal already is not told again", (t) => {
  const { clock, old } = begunOfKernel(t);
  clock.pass(88_000);
  const [row] = old.model.state.runs;
  old.model.state.kept = [`${row.started_at} ${row.run}`];
  old.model.heard["change:kept"]();
  old.model.heard.comm_live_update();
  assert.equal(ofKernel().model.state.runs.length, 0);
});

test("a practice that runs while the kernel is started again goes on in the timer made anew", (t) => {
  const { clock, old, attachedView } = begunOfKernel(t, "watch");
  clock.pass(20_000);
  old.model.alive = false;
  old.model.heard.comm_live_update();
  old.practice.detach(attachedView);
  clock.pass(3000);
  const fresh = ofKernel();
  fresh.practice.attach(view());
  const { status, elapsed_s } = fresh.practice.current();
  assert.deepEqual([status, elapsed_s, fresh.practice.mode()], ["running", 23, "watched"]);
  clock.pass(65_000);
  assert.equal(fresh.model.state.runs.length, 1);
  assert.equal(clock.waiting(), 0, "the old one has stopped");
});

test("a page without a keeper of runs leaves nothing behind", (t) => {
  const { clock, make } = set(t);
  answerSafetyQuestions("move", false);
  const practice = make();
  practice.press("start");
  clock.pass(88_000);
  practice.dispose();
  assert.equal(globalThis[Symbol.for("stretchlib.page")].unsaved, null);
});

/** The store of a tab, which outlives the page; `load()` is the page loaded again. */
function takeTab(t) {
  const kept = new Map();
  const page = Symbol.for("stretchlib.page");
  globalThis.sessionStorage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => kept.set(name, text),
    removeItem: (name) => kept.delete(name),
  };
  t.after(() => {
    delete globalThis.sessionStorage;
    delete globalThis[page];
  });
  return { kept, load: () => delete globalThis[page] };
}

/** A practice in a notebook's cell, begun, of a kernel that dies after 20 s. */
function killed(t, cell) {
  const tab = takeTab(t);
  const { clock, old } = begunOfKernel(t, "move", { cell });
  clock.pass(20_000);
  old.model.alive = false; // it tells nobody
  return { clock, tab, old };
}

test("what ended with a dead kernel outlives the page, and is taken up in any cell of that session", (t) => {
  const { clock, tab, old } = killed(t, "a 0");
  clock.pass(68_000);
  assert.equal(old.practice.current().status, "finished");
  tab.load();
  const fresh = ofKernel({ cell: "b 0" });
  assert.deepEqual(
    fresh.model.state.runs.map((row) => [row.run, row.status]),
    [[1, "finished"]],
  );
  assert.equal(tab.kept.size, 1, "until it is in the journal");
  const [row] = fresh.model.state.runs;
  fresh.model.state.kept = [`${row.started_at} ${row.run}`];
  fresh.model.heard["change:kept"]();
  assert.equal(tab.kept.size, 0);
});

test("what was going on with a dead kernel goes on after the page was loaded, in its own cell alone", (t) => {
  const { clock, tab } = killed(t, "a 0");
  tab.load();
  clock.stop();
  clock.pass(3000);
  assert.equal(ofKernel({ cell: "b 0" }).practice.current().status, "idle");
  answerSafetyQuestions("move", false);
  const fresh = ofKernel({ cell: "a 0" });
  fresh.practice.attach(view());
  assert.deepEqual([fresh.practice.current().status, fresh.practice.current().elapsed_s], ["running", 23]);
  clock.pass(65_000);
  assert.equal(fresh.model.state.runs.length, 1);
});

test("a store that is full or holds nonsense stops no practice", (t) => {
  const { clock, tab } = killed(t, "a 0");
  for (const nonsense of ["{", "[1]", '{"x": {"key": 1}}', '{"x": null}', "null"]) {
    for (const name of [...tab.kept.keys()]) tab.kept.set(name, nonsense);
    tab.load();
    assert.equal(ofKernel({ cell: "a 0" }).practice.current().status, "idle");
  }
  globalThis.sessionStorage.setItem = () => {
    throw new Error("full");
  };
  answerSafetyQuestions("move", false);
  const fresh = ofKernel({ cell: "a 0" });
  fresh.practice.attach(view());
  fresh.practice.press("start");
  clock.pass(88_000);
  assert.equal(fresh.practice.current().status, "finished");
});

test("trouble with the journal is told to the views", (t) => {
  takeClocks(t);
  const { model, practice } = ofKernel();
  const attachedView = view();
  practice.attach(attachedView);
  model.state.unsaved = "the disk is full";
  model.heard["change:unsaved"]();
  assert.equal(practice.unsaved(), "the disk is full");
  assert.equal(attachedView.events.at(-1), "page");
});

test("anywidget's two proxies of one model meet in one practice", async (t) => {
  takeClocks(t);
  const model = fakeModel({ session: session() });
  const widget = timerWidget();
  const stop = widget.initialize({ model: model.proxy() });
  assert.equal(typeof stop, "function");
  assert.equal(typeof widget.render, "function");
  assert.notEqual(timerWidget(), widget);
  stop();
});

test("the most urgent questions come first, and none is lost", () => {
  const flag = (urgency, question) => ({ id: question, question, urgency, region: "spine" });
  const groups = byUrgency([
    flag("before exercise", "a"),
    flag("soon", "b"),
    flag("emergency", "c"),
    { ...flag("emergency", "d"), mark: "(not yet checked)" },
  ]);
  assert.deepEqual(
    groups.map((group) => [group.urgency, ...group.questions]),
    [
      ["emergency", "c", "d (not yet checked)"],
      ["before exercise", "a"],
      ["soon", "b"],
    ],
  );
});
