// A practice to write down: the dose of each side, a programme that changes meanwhile, a press too many, and midnight.
import assert from "node:assert/strict";
import test from "node:test";
import { attachPracticeForm, dayOfBrowser, latestDay } from "../../stretchlib/widgets/forms/practice_form.js";
import { shownForm } from "./form_page.mjs";
import { ofAction, ofTag, press } from "./quiz_page.mjs";

const dose = (reps, minutes) => ({ reps_planned: reps, planned_s: 60 * minutes, minutes: String(minutes) });
const slider = (left, more = {}) => ({ id: "slider", name: "Slider", sides: true, level: "base", side: "left", mine: true,
  levels: [{ id: "base", title: "base", doses: { right: dose(10, 2), left } }], ...more });
const bridge = { id: "bridge", name: "Bridge", sides: false, level: "base", side: null, mine: false,
  levels: [{ id: "base", title: "base", doses: { both: dose(16, 4) } }] };

function practicePage(context, exercises, now = "2026-03-10T12:00") {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"], now: new Date(now) });
  const page = shownForm(attachPracticeForm, { title: "A practice", form: "practice", days_back: 366, longest_min: 180 },
    { today: "2026-03-10", exercises, entries: [] });
  const [list, level, side, reps] = page.root.all(ofTag("select"));
  const [day, minutes] = page.root.all(ofTag("input"));
  const [add] = page.root.all(ofAction("add"));
  const enter = () => page.root.children[0].dispatchEvent(Object.assign(new Event("focusin"), { relatedTarget: null }));
  return { page, list, level, side, reps, day, minutes, add, enter };
}

test("each side has its own repetitions, and what is sent says how many were planned", (context) => {
  const { page, side, reps, minutes, add } = practicePage(context, [slider(dose(15, 3)), bridge]);
  assert.deepEqual([side.value, reps.value, minutes.value], ["left", "15", "3"]);
  page.type(side, "right");
  assert.deepEqual([reps.value, minutes.value], ["10", "2"]);
  page.type(minutes, "2,5");
  page.type(side, "left");
  assert.deepEqual([reps.value, minutes.value], ["15", "2,5"], "what was typed stays");
  press(add);
  const { reps: done, reps_planned: planned, planned_s: seconds } = page.sent[0].what;
  assert.deepEqual([done, planned, seconds], [15, 15, 180]);
});

test("a programme that has changed is asked for, and takes nothing that was chosen", (context) => {
  const { page, list, reps, minutes, enter } = practicePage(context, [bridge, slider(dose(15, 3), { mine: false })]);
  assert.equal(list.value, "bridge");
  enter();
  assert.deepEqual(page.sent.map((message) => message.do), ["look"]);
  page.answer({ exercises: [slider(dose(15, 3)), bridge] });
  assert.deepEqual([list.value, reps.value], ["slider", "15"], "an untouched form begins with the programme");
  page.type(reps, "9");
  page.type(minutes, "1");
  page.answer({ exercises: [slider(dose(12, 2.5)), bridge] });
  assert.deepEqual([list.value, reps.value, minutes.value], ["slider", "9", "1"]);
  assert.match(page.text("slf-preview"), /practice_form.preview/);
  page.type(reps, "12");
  page.answer({ exercises: [slider(dose(20, 4)), bridge] });
  assert.equal(reps.value, "20", "all stays all");
});

test("a practice is added once until Python has answered", (context) => {
  const { page, add } = practicePage(context, [bridge]);
  press(add);
  press(add);
  assert.deepEqual(page.sent.map((message) => message.do), ["add"]);
  assert.equal(add.getAttribute("aria-disabled"), "true");
  page.answer();
  press(add);
  assert.equal(page.sent.length, 2);
});

test("past midnight the new day can be chosen, and is preset where nobody chose another", (context) => {
  const { page, day, add, enter } = practicePage(context, [bridge], "2026-03-10T23:59");
  assert.equal(day.value, "2026-03-10");
  context.mock.timers.setTime(new Date("2026-03-11T00:01").getTime());
  enter();
  assert.deepEqual([day.value, day.max], ["2026-03-11", "2026-03-11"]);
  page.type(day, "2026-03-12");
  assert.equal(add.getAttribute("aria-disabled"), "true");
  page.type(day, "2026-03-11");
  assert.equal(add.getAttribute("aria-disabled"), "false");
  context.mock.timers.setTime(new Date("2026-03-12T00:01").getTime());
  enter();
  assert.equal(day.value, "2026-03-11", "a day that was chosen stays");
  page.type(day, "");
  page.answer();
  assert.equal(day.value, "", "a day that is being typed is not overwritten");
});

test("the browser's day counts once midnight has passed: Python may stand in another time zone", () => {
  assert.equal(latestDay("2026-03-10", "2026-03-11", "2026-03-11"), "2026-03-10");
  assert.equal(latestDay("2026-03-10", "2026-03-10", "2026-03-11"), "2026-03-11");
  assert.equal(latestDay("2026-03-11", "2026-03-10", "2026-03-10"), "2026-03-11");
  assert.equal(dayOfBrowser(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
});
