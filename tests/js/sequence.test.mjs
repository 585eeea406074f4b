import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { headedParts, textsByHead } from "../../stretchlib/widgets/shared/heads.js";
import { mountQuiz } from "../../stretchlib/widgets/quiz/quiz.js";
import { standingOf, stretchesOf } from "../../stretchlib/widgets/quiz/sequence.js";
import { ofAction, press, takePage } from "./quiz_page.mjs";

const table = readFileSync(new URL("../../data/words/words.csv", import.meta.url), "utf-8");
const words = Object.fromEntries(
  [...table.matchAll(/^(quiz\.[a-z0-9_.]+),(?:"((?:[^"]|"")*)"|([^,]*)),/gm)].map((m) => [m[1], m[2] ?? m[3]]),
);
const options = ["1", "2"].map((id) => ({ id, text: `Option ${id}` }));
const question = (id, extra = false) => ({ id, kind: "single", stem: `Which ${id}?`, unit: "", plate: "", extra, options, confidences: [] });
const mark = (more = {}) => ({ stage: "marked", points: 1, right: true, notes: [], sources: "", certainty: "high",
  review: "not reviewed", response: "1", first: { right: true, confidence: 75 }, ...more });
const steps = (core, extra) => [...Array.from({ length: core }, () => ({})), { end: true }, ...Array.from({ length: extra }, () => ({ extra: true }))];

test("how an answer stands: right by a guess is unsure, and a second try does not make it so", () => {
  assert.equal(standingOf(undefined), "open");
  assert.equal(standingOf({ stage: "rubric" }), "open");
  assert.equal(standingOf(mark()), "right");
  assert.equal(standingOf(mark({ first: { right: true, confidence: null } })), "right");
  for (const confidence of [25, 50]) assert.equal(standingOf(mark({ first: { right: true, confidence } })), "unsure");
  assert.equal(standingOf(mark({ first: { right: false, confidence: 25 } })), "right");
  assert.equal(standingOf(mark({ right: false, points: 0.4 })), "partly");
  assert.equal(standingOf(mark({ right: false, points: 0 })), "wrong");
});

test("the map: twelve dots in a row and the end; of more, ten at a time; extras in rows of their own", () => {
  const lengths = (core, extra) => stretchesOf(steps(core, extra)).map((stretch) => stretch.length);
  assert.deepEqual(lengths(5, 0), [6]);
  assert.deepEqual(lengths(12, 0), [13]);
  assert.deepEqual(lengths(13, 0), [10, 4]);
  assert.deepEqual(lengths(20, 0), [10, 11]);
  assert.deepEqual(lengths(5, 23), [6, 10, 10, 3]);
  assert.deepEqual(stretchesOf(steps(5, 23)).flat(), Array.from({ length: 29 }, (_, at) => at));
});

/** A quiz of three questions and two extras on a small page. */
function mounted(earlier = {}) {
  const page = takePage();
  const given = [];
  const host = { earlier, score: async (id) => given.push(id) && mark({ right: id !== "B", points: id === "B" ? 0 : 1 }) };
  mountQuiz(page, { asked: [question("A"), question("B"), question("C"), question("D", true), question("E", true)], words }, host);
  const of = (test) => page.all(test);
  const cards = () => of((element) => /slq-card/.test(element.attributes.class ?? ""));
  return {
    page, of, seen: () => cards().filter((card) => !card.hidden).map((card) => card.dataset.question ?? "end"),
    dots: () => of((element) => element.attributes.class?.includes("slq-dot") && element.tag === "button"),
    act: (action) => press(of(ofAction(action))[0]),
    async answer(id) {
      const card = cards().find((each) => each.dataset.question === id);
      card.all((element) => element.type === "radio")[0].checked = true;
      press(card.all(ofAction("check"))[0]);
      await new Promise((done) => setImmediate(done));
      return card;
    },
    heading: (id) => cards().find((card) => (card.dataset.question ?? "end") === id).all((element) => element.tag === "h3")[0],
  };
}

test("one question is seen at a time; buttons go on and back, and the heading has the focus", () => {
  const quiz = mounted();
  assert.deepEqual(quiz.seen(), ["A"]);
  assert.equal(quiz.heading("A").textContent, "Question 1 of 3 \u00b7 3 still open");
  quiz.act("next");
  assert.deepEqual(quiz.seen(), ["B"]);
  assert.equal(document.activeElement, quiz.heading("B"));
  quiz.act("back");
  quiz.act("back");
  assert.deepEqual(quiz.seen(), ["A"], "there is nothing before the first");
  for (const _ of [1, 2, 3, 4]) quiz.act("next");
  assert.deepEqual(quiz.seen(), ["end"], "the extras are not gone on to unasked");
});

test("dots tell how each question stands by name and by sign, and lead to it", async () => {
  const quiz = mounted({ C: mark({ first: { right: true, confidence: 25 } }) });
  await quiz.answer("A");
  await quiz.answer("B");
  const dots = quiz.dots();
  assert.deepEqual(dots.map((dot) => dot.getAttribute("aria-label")), ["Question 1 of 3: right", "Question 2 of 3: not right yet",
    "Question 3 of 3: right, but not sure", "How it went"]);
  assert.deepEqual(dots.map((dot) => dot.textContent), ["1\u2713", "2\u00d7", "3?", "End"]);
  press(dots[2]);
  assert.deepEqual(quiz.seen(), ["C"]);
  assert.deepEqual(quiz.dots().map((dot) => dot.getAttribute("aria-current")), [null, null, "step", null]);
  assert.deepEqual(quiz.dots().map((dot) => dot.tabIndex), [-1, -1, 0, -1], "one stop of the Tab key");
});

test("arrow keys go along the map and keep the focus in it", () => {
  const quiz = mounted();
  const bar = quiz.of((element) => element.attributes.role === "toolbar")[0];
  const key = (name) => bar.dispatchEvent(Object.assign(new Event("keydown", { cancelable: true }), { key: name }));
  quiz.dots()[0].focus();
  key("ArrowRight");
  assert.deepEqual(quiz.seen(), ["B"]);
  assert.equal(document.activeElement, quiz.dots()[1]);
  key("End");
  assert.deepEqual(quiz.seen(), ["end"]);
  key("ArrowRight");
  assert.deepEqual(quiz.seen(), ["end"]);
  key("Home");
  assert.deepEqual(quiz.seen(), ["A"]);
  key("x");
  assert.deepEqual(quiz.seen(), ["A"]);
});

test("an answer leads on; the end names what to look at again, and leads there", async () => {
  const quiz = mounted();
  for (const id of ["A", "B", "C"]) await quiz.answer(id);
  const card = (await quiz.answer("C")).all(ofAction("onward"))[0];
  assert.equal(card.textContent, "How it went");
  press(card);
  assert.deepEqual(quiz.seen(), ["end"]);
  const again = quiz.of((element) => element.dataset.action?.startsWith("again-"));
  assert.deepEqual(again.map((row) => row.textContent), ["2 \u00d7Question 2: not right yet. Which B?"]);
  press(again[0]);
  assert.deepEqual(quiz.seen(), ["B"]);
});

test("a student comes back to the first open question, and to the end where there is none", () => {
  assert.deepEqual(mounted({ A: mark() }).seen(), ["B"]);
  assert.deepEqual(mounted({ A: mark(), B: mark(), C: mark() }).seen(), ["end"]);
});

test("extras stand behind a button, in a map of their own", () => {
  const quiz = mounted();
  const more = quiz.of(ofAction("stretch-behind"))[0];
  assert.equal(more.textContent, "2 more questions, if you like");
  press(more);
  assert.deepEqual(quiz.seen(), ["D"]);
  assert.deepEqual(quiz.dots().map((dot) => dot.getAttribute("aria-label")), ["Extra 1 of 2: not answered yet", "Extra 2 of 2: not answered yet"]);
  assert.equal(quiz.of(ofAction("stretch-before"))[0].textContent, "1\u20133");
  quiz.act("back");
  assert.deepEqual(quiz.seen(), ["end"]);
});

test("all of them below each other, and one at a time again", () => {
  const quiz = mounted();
  quiz.act("next");
  quiz.act("all");
  assert.deepEqual(quiz.seen(), ["A", "B", "C", "end", "D", "E"]);
  quiz.act("all");
  assert.deepEqual(quiz.seen(), ["B"]);
});

test("what is told of a whole claim: a button a head, those of one name together, the first open", () => {
  takePage();
  const notes = [{ of: "Said", text: "a" }, { of: "Look", text: "b" }, { of: "Look", text: "c" }];
  assert.deepEqual(textsByHead(notes), [["Said", ["a"]], ["Look", ["b", "c"]]]);
  const parts = headedParts(textsByHead(notes), "slq");
  const tabs = parts.tabs.all(ofAction("head"));
  const open = () => parts.panels.map((panel) => !panel.hidden);
  assert.deepEqual(open(), [true, false]);
  press(tabs[1]);
  assert.deepEqual(open(), [false, true]);
  assert.deepEqual(tabs.map((tab) => tab.getAttribute("aria-expanded")), ["false", "true"]);
});
