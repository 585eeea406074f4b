import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { phrases } from "../../stretchlib/widgets/shared/dom.js";
import { kernelHost } from "../../stretchlib/widgets/quiz/kernel_host.js";
import { verdictKey } from "../../stretchlib/widgets/quiz/question_card.js";
import { mountQuiz, summaryOf } from "../../stretchlib/widgets/quiz/quiz.js";
import { confidenceOf, controlsOf } from "../../stretchlib/widgets/quiz/controls.js";
import { change, ofAction, ofTag, press, takePage } from "./quiz_page.mjs";

const widgets = new URL("../../stretchlib/widgets/quiz/", import.meta.url);
const read = (name) => readFileSync(new URL(name, widgets), "utf-8");
const table = readFileSync(new URL("../../data/words/words.csv", import.meta.url), "utf-8");
const words = Object.fromEntries(
  [...table.matchAll(/^(quiz\.[a-z0-9_.]+),(?:"((?:[^"]|"")*)"|([^,]*)),/gm)].map((m) => [m[1], m[2] ?? m[3]]),
);
const t = phrases(words);
const options = ["1", "2", "3"].map((id) => ({ id, text: `Option ${id}` }));
const question = (kind, more = {}) => ({ id: "Q1", kind, stem: "Which?", unit: "", plate: "", extra: false, options,
  confidences: [25, 50, 75, 95], ...more });
const marked = (more = {}) => ({ seq: 0, stage: "marked", points: 1, right: true, key: "", notes: [], sources: "",
  certainty: "high", review: "not reviewed", response: "1", first: { right: true, confidence: 75 }, ...more });
const settle = () => new Promise((done) => setImmediate(done));

test("the heading of a mark; a text that its writer marked gets no verdict", () => {
  assert.equal(verdictKey(marked()), "quiz.right");
  assert.equal(verdictKey(marked({ right: false, points: 0.5 })), "quiz.partly");
  assert.equal(verdictKey(marked({ right: false, points: 0 })), "quiz.not_yet");
  assert.equal(verdictKey(marked({ right: false, points: 0, criteria: [] })), "quiz.ticked");
});

test("the sums: newest attempts, first tries apart, extras and rubrics under way not counted", () => {
  const questions = ["A", "B", "C", "D"].map((id) => question("single", { id })).concat(question("single", { id: "X", extra: true }));
  const marks = {
    A: marked(),
    B: marked({ first: { right: false, confidence: 95 } }),
    C: marked({ right: false, points: 0, first: { right: false, confidence: 75 } }),
    D: { stage: "rubric" },
    X: marked(),
  };
  assert.deepEqual(summaryOf(questions, marks),
    { count: 4, right: 2, first: 1, left: 1, sure: [[75, 1, 2], [95, 0, 1]] });
  assert.deepEqual(summaryOf(questions, {}), { count: 4, right: 0, first: 0, left: 4, sure: [] });
});

/** The model of a quiz: what was sent, and ways to answer. */
function fakeKernel(state = {}) {
  const listeners = {};
  const traits = { marks: {}, unsaved: {}, ...state };
  const sent = [];
  const tell = (event, ...values) => (listeners[event] ?? []).forEach((listener) => listener(...values));
  return {
    sent,
    get: (name) => traits[name],
    send: (message) => sent.push(message),
    on: (event, listener) => (listeners[event] ??= []).push(listener),
    off: (event, listener) => (listeners[event] = listeners[event].filter((kept) => kept !== listener)),
    refuse: (content) => tell("msg:custom", content),
    set(name, value) {
      traits[name] = value;
      tell(`change:${name}`);
    },
    count: () => Object.values(listeners).flat().length,
  };
}

test("a reply goes to the attempt of its number, whatever the order", async () => {
  const kernel = fakeKernel();
  const host = kernelHost(kernel);
  const heard = [];
  host.score("A", "1", 50).then((mark) => heard.push(["A", mark.points]));
  host.score("B", "2", 75).then((mark) => heard.push(["B", mark.points]));
  const [a, b] = kernel.sent;
  assert.deepEqual([a.question, a.response, a.confidence], ["A", "1", 50]);
  assert.notEqual(a.seq, b.seq);
  kernel.set("marks", { B: { seq: b.seq, points: 0.2 } });
  kernel.set("marks", { B: { seq: b.seq, points: 0.2 }, A: { seq: a.seq + 100, points: 9 } });
  await settle();
  assert.deepEqual(heard, [["B", 0.2]]);
  kernel.set("marks", { A: { seq: a.seq, points: 0.1 } });
  await settle();
  assert.deepEqual(heard, [["B", 0.2], ["A", 0.1]]);
});

test("pressed again while Python is busy: the same attempt is sent again under its number", async () => {
  const kernel = fakeKernel();
  const host = kernelHost(kernel);
  const attempt = host.score("A", { 1: "2" }, 50);
  assert.equal(host.score("A", { 1: "2" }, 50), attempt);
  assert.equal(kernel.sent[0].seq, kernel.sent[1].seq);
  host.score("A", { 1: "3" }, 50);
  assert.notEqual(kernel.sent[2].seq, kernel.sent[0].seq);
  kernel.set("marks", { A: { seq: kernel.sent[0].seq } });
  await attempt;
  host.score("A", { 1: "2" }, null);
  assert.notEqual(kernel.sent[3].seq, kernel.sent[0].seq, "an answered attempt is over");
});

test("a refusal answers too, and a stopped host lets go of the model", async () => {
  const kernel = fakeKernel({ marks: { A: { seq: 0 } } });
  const host = kernelHost(kernel);
  assert.deepEqual(host.earlier, { A: { seq: 0 } });
  const attempt = host.score("A", "x", 50);
  kernel.refuse({ seq: kernel.sent[0].seq, refused: "No number." });
  assert.equal((await attempt).refused, "No number.");
  host.stop();
  assert.equal(kernel.count(), 0);
});

/** Controls of a kind on a fresh page: {controls, of(test)}. */
function mountControls(kind, more, pictureOf) {
  const page = takePage();
  const controls = controlsOf(question(kind, more), t, pictureOf);
  page.append(controls.element);
  return { controls, of: (...tests) => page.all((element) => tests.every((each) => each(element))) };
}
const ofType = (type) => (element) => element.type === type;

test("one choice: nothing at first, what is chosen, and what is put back", () => {
  const { controls, of } = mountControls("single");
  assert.equal(controls.read(), null);
  of(ofType("radio"))[1].checked = true;
  assert.equal(controls.read(), "2");
  controls.restore("3");
  assert.deepEqual(of(ofType("radio")).map((radio) => radio.checked), [false, false, true]);
});

test("several choices: ticking nothing is no answer, none of these is one", () => {
  const { controls, of } = mountControls("multiple");
  const boxes = of(ofType("checkbox"));
  assert.equal(controls.read(), null);
  boxes[0].checked = true;
  change(boxes[0]);
  assert.deepEqual(controls.read(), ["1"]);
  boxes[3].checked = true;
  change(boxes[3]);
  assert.deepEqual(controls.read(), []);
  assert.equal(boxes[0].checked, false);
  boxes[1].checked = true;
  change(boxes[1]);
  assert.deepEqual(controls.read(), ["2"]);
  controls.restore([]);
  assert.deepEqual(controls.read(), []);
  controls.restore(["1", "3"]);
  assert.deepEqual(controls.read(), ["1", "3"]);
});

test("a number is read as it was typed", () => {
  const { controls, of } = mountControls("numeric", { options: [], unit: "mm" });
  assert.equal(controls.read(), null);
  of(ofTag("input"))[0].value = " 12,5 mm ";
  assert.equal(controls.read(), "12,5 mm");
  controls.restore("7");
  assert.equal(controls.read(), "7");
  assert.equal(of(ofTag("label"))[0].textContent, "Your number, in mm");
});

test("pairs: only what was chosen is read, and all is put back", () => {
  const { controls, of } = mountControls("match", { right: [{ id: "1", text: "A" }, { id: "2", text: "B" }] });
  assert.equal(controls.read(), null);
  of(ofTag("select"))[2].value = "1";
  assert.deepEqual(controls.read(), { 3: "1" });
  controls.restore({ 1: "2", 2: "1" });
  assert.deepEqual(controls.read(), { 1: "2", 2: "1" });
});

test("steps move by their buttons, keep the focus, say their place, and stop at the ends", () => {
  const { controls, of } = mountControls("order");
  assert.deepEqual(controls.read(), ["1", "2", "3"]);
  const up = of(ofAction("up"));
  assert.equal(up[2].getAttribute("aria-label"), "Move up: Option 3");
  press(up[2]);
  assert.deepEqual(controls.read(), ["1", "3", "2"]);
  assert.equal(document.activeElement, up[2]);
  assert.equal(of((element) => element.getAttribute("role") === "status")[0].textContent, "Option 3: now 2 of 3");
  press(up[2]);
  press(up[2]);
  press(of(ofAction("down")).at(-1));
  assert.deepEqual(controls.read(), ["3", "1", "2"]);
  controls.restore(["2", "3", "1"]);
  assert.deepEqual(controls.read(), ["2", "3", "1"]);
});

test("a written text shows its rubric after the attempt, once, and keeps the ticks", () => {
  const { controls, of } = mountControls("written", { options: [] });
  const field = of(ofTag("textarea"))[0];
  assert.equal(controls.read(), null);
  field.value = "Mine";
  assert.deepEqual(controls.read(), { text: "Mine" });
  const rubric = { criteria: [{ id: "1", text: "Plain" }, { id: "2", text: "Short" }], example: "Theirs" };
  controls.restore({ text: "Mine" }, rubric);
  assert.deepEqual(controls.read(), { text: "Mine", criteria: [] });
  of(ofType("checkbox"))[1].checked = true;
  controls.restore(controls.read(), rubric);
  assert.equal(of(ofType("checkbox")).length, 2);
  assert.deepEqual(controls.read(), { text: "Mine", criteria: ["2"] });
});

test("a rating: one level a part, read only where something is chosen, and put back", () => {
  takePage();
  const levels = [["1", "supported", "Verdict"], ["2", "wrong", "Verdict"], ["3", "high", "Certainty"]]
    .map(([id, text, part]) => ({ id, text, part }));
  const rating = controlsOf(question("rating", { options: levels }), t);
  const radios = rating.element.all((element) => element.attributes.type === "radio");
  assert.deepEqual(rating.element.all(ofTag("legend")).map((legend) => legend.textContent), ["Verdict", "Certainty"]);
  assert.equal(new Set(radios.map((radio) => radio.attributes.name)).size, 2, "a part chooses apart from the other");
  assert.equal(rating.read(), null);
  radios[1].checked = true;
  assert.deepEqual(rating.read(), ["2"]);
  radios[2].checked = true;
  assert.deepEqual(rating.read(), ["2", "3"]);
  rating.restore(["1"]);
  assert.deepEqual(radios.map((radio) => radio.checked), [true, false, false]);
  rating.restore(null);
  assert.equal(rating.read(), null);
});

test("on a plate: letters in their order, names on demand, and a tap on a dot chooses its letter", async () => {
  const plate = { plate: "deep", letters: { 1: "C", 2: "A" } };
  const drawn = { png: "AAAA", alt: "A plate", dots: { A: [0.1, 0.2], B: [0.3, 0.3], C: [0.5, 0.5] } };
  const { controls, of } = mountControls("label", plate, async (name) => name === "deep" && drawn);
  assert.equal(of(ofTag("img")).length, 0);
  await settle();
  assert.equal(of(ofTag("img"))[0].getAttribute("alt"), "A plate");
  const labels = () => of(ofTag("label")).map((label) => label.textContent);
  assert.deepEqual(labels(), ["Letter A", "Letter C", "Option 3 (not drawn here)"]);
  assert.equal(controls.read(), null);
  press(of(ofTag("button"), (element) => element.getAttribute("aria-hidden") === "true")[0]);
  assert.equal(controls.read(), "1");
  press(of(ofAction("by-name"))[0]);
  assert.deepEqual(labels(), ["Option 2", "Option 1", "Option 3"]);
  assert.equal(controls.read(), "1", "what was chosen stays");
  controls.restore("3");
  assert.equal(controls.read(), "3");
  assert.equal(mountControls("label").of(ofTag("button")).length, 0, "no plate draws it: names only");
});

test("a plate that cannot be drawn leaves its sentence and the answers", async () => {
  const fault = "plates.csv, deep: no such bone; correct it.";
  const { of } = mountControls("label", { plate: "deep", letters: { 1: "A" } }, async () => ({ fault }));
  await settle();
  assert.equal(of((element) => element.attributes.class === "slq-plate")[0].textContent, fault);
  assert.equal(of(ofType("radio")).length, 3);
});

test("the plates are asked for once, each comes when it is drawn, and no listener stays", async () => {
  const kernel = fakeKernel({ pictures: {} });
  const host = kernelHost(kernel);
  const [deep, saddle] = ["deep", "saddle"].map((plate) => host.picture(plate));
  assert.deepEqual(kernel.sent, [{ do: "pictures" }]);
  kernel.set("pictures", { saddle: { png: "B" } });
  assert.deepEqual(await saddle, { png: "B" });
  kernel.set("pictures", { saddle: { png: "B" }, deep: { png: "A" } });
  assert.deepEqual(await deep, { png: "A" });
  assert.deepEqual(await host.picture("deep"), { png: "A" });
  assert.equal(kernel.sent.length, 1);
  host.stop();
  assert.equal(kernel.count(), 0);
});

test("how sure: nothing at first, and what is put back", () => {
  takePage();
  const sure = confidenceOf(question("single"), t);
  assert.equal(sure.read(), null);
  sure.restore(75);
  assert.equal(sure.read(), 75);
  sure.restore(null);
  assert.equal(sure.read(), null);
});

/** A quiz of one question on a fresh page, with a host that answers by hand. */
function mounted(more = {}, earlier = {}) {
  const page = takePage();
  const asked = [];
  const host = {
    earlier,
    score: (...attempt) => new Promise((answer) => asked.push({ what: attempt, answer })),
    onUnsaved: (listener) => (host.complain = listener),
    onEnd: (listener) => (host.conclude = listener),
  };
  mountQuiz(page, { asked: [question("single", more)], words }, host);
  const of = (...tests) => page.all((element) => tests.every((each) => each(element)));
  const state = () => of((element) => element.attributes.class === "slq-state")[0].textContent;
  const verdict = () => of((element) => element.attributes.class === "slq-verdict")[0];
  const result = () => of((element) => element.attributes.class === "slq-result")[0];
  const sure = () => of((element) => element.attributes.class === "slq-sure")[0];
  return { page, asked, host, of, state, verdict, result, sure, check: () => press(of(ofAction("check"))[0]) };
}

test("no answer, then no confidence, and only then the attempt goes out", async () => {
  const quiz = mounted();
  quiz.check();
  assert.equal(quiz.state(), words["quiz.empty"]);
  quiz.of(ofType("radio"))[0].checked = true;
  quiz.check();
  assert.equal(quiz.state(), words["quiz.say_sure"]);
  assert.equal(quiz.asked.length, 0);
  quiz.sure().all(ofType("radio"))[2].checked = true;
  quiz.check();
  assert.deepEqual(quiz.asked[0].what, ["Q1", "1", 75, false]);
  quiz.asked[0].answer(marked());
  await settle();
  assert.equal(quiz.verdict().textContent, "Right");
  assert.equal(document.activeElement, quiz.verdict());
  assert.equal(quiz.sure().hidden, true);
  const choices = quiz.of((element) => element.attributes.class === "slq-controls")[0].children[1];
  assert.equal(choices.hidden, true, "what is said of each option stands in their place");
  quiz.check();
  assert.equal(choices.hidden, false, "tried again");
  assert.equal(quiz.result().hidden, true);
  assert.equal(quiz.asked.length, 1);
  quiz.check();
  assert.deepEqual(quiz.asked[1].what, ["Q1", "1", null, false], "the answer has been seen");
});

test("a mark that comes after the answer was changed is not put over the change", async () => {
  const quiz = mounted();
  const radios = quiz.of(ofType("radio"));
  radios[0].checked = true;
  quiz.sure().all(ofType("radio"))[0].checked = true;
  quiz.check();
  radios[0].checked = false;
  radios[1].checked = true;
  change(radios[1]);
  quiz.asked[0].answer(marked());
  await settle();
  assert.equal(quiz.result().hidden, true);
  assert.equal(radios[1].checked, true);
});

test("earlier answers are there, without a stolen focus; a change takes the verdict away", () => {
  const quiz = mounted({}, { Q1: marked({ response: "2", right: false, points: 0 }), Q9: marked() });
  assert.equal(quiz.verdict().textContent, "Not right yet");
  assert.equal(document.activeElement, null);
  assert.equal(quiz.of(ofType("radio"))[1].checked, true);
  change(quiz.of(ofType("radio"))[0]);
  assert.equal(quiz.result().hidden, true);
});

test("a refusal leaves the answer and the confidence as they are", async () => {
  const quiz = mounted();
  quiz.of(ofType("radio"))[0].checked = true;
  quiz.sure().all(ofType("radio"))[1].checked = true;
  quiz.check();
  quiz.asked[0].answer({ refused: "Try a number." });
  await settle();
  assert.equal(quiz.state(), "Try a number.");
  assert.equal(quiz.sure().hidden, false);
  assert.equal(quiz.of(ofType("radio"))[0].checked, true);
});

test("a number asked about goes out again as it is, and the page says that it was asked", async () => {
  const quiz = mounted({ kind: "numeric", options: [] });
  const input = quiz.of(ofType("text"))[0];
  quiz.sure().all(ofType("radio"))[1].checked = true;
  const send = async (text, mark) => {
    input.value = text;
    change(input);
    quiz.check();
    quiz.asked.at(-1).answer(mark);
    await settle();
    return quiz.asked.at(-1).what[3];
  };
  assert.equal(await send("1,024", { refused: "Do you mean 1024 or 1.024?", asks: true }), false);
  assert.equal(quiz.state(), "Do you mean 1024 or 1.024?");
  assert.equal(quiz.sure().hidden, false, "nothing was counted");
  assert.equal(await send("1,025", { refused: "Do you mean 1025 or 1.025?", asks: true }), false, "another number");
  assert.equal(await send("1,025", marked({ response: "1,025", right: false, points: 0 })), true);
  assert.equal(quiz.result().hidden, false);
});

test("a question that came too late was not asked", async () => {
  const quiz = mounted({ kind: "numeric", options: [], confidences: [] });
  const input = quiz.of(ofType("text"))[0];
  input.value = "1,024";
  quiz.check();
  change(input);
  quiz.asked[0].answer({ refused: "Do you mean 1024 or 1.024?", asks: true });
  await settle();
  assert.equal(quiz.state(), "");
  quiz.check();
  assert.equal(quiz.asked[1].what[3], false);
});

test("trouble with the journal is said at its question and goes when it is over", () => {
  const quiz = mounted();
  const unsavedText = () => quiz.of((element) => element.attributes.class?.includes("slq-unsaved"))[0].textContent;
  assert.equal(unsavedText(), "");
  quiz.host.complain({ Q1: "The disk is full.", Q2: "x" });
  assert.equal(unsavedText(), "The disk is full.");
  quiz.host.complain({});
  assert.equal(unsavedText(), "");
});

test("a rating asks no confidence, and the sentence at the end comes and changes", async () => {
  const levels = [{ id: "1", text: "met", part: "Item" }, { id: "2", text: "not met", part: "Item" }];
  const quiz = mounted({ kind: "rating", options: levels, confidences: [] });
  assert.equal(quiz.sure(), undefined);
  quiz.of(ofType("radio"))[0].checked = true;
  quiz.check();
  assert.deepEqual(quiz.asked[0].what, ["Q1", ["1"], null, false]);
  quiz.asked[0].answer(marked({ response: ["1"], first: { right: true, confidence: null } }));
  await settle();
  const end = () => quiz.of((element) => element.attributes.class === "slq-end")[0].textContent;
  assert.equal(end(), "");
  quiz.host.conclude("You and the key agree.");
  assert.equal(end(), "You and the key agree.");
});

test("hostile text stays text, wherever it stands", () => {
  const bad = "<img src=x onerror=alert(1)>{points}";
  const quiz = mounted(
    { stem: bad, options: [{ id: "1", text: bad }] },
    { Q1: marked({ key: bad, sources: bad, notes: [{ fits: "fits", of: bad, text: bad }] }) },
  );
  assert.equal(quiz.of(ofTag("img")).length, 0);
  assert.equal(quiz.of(ofTag("legend"))[0].textContent, bad);
  assert.ok(quiz.result().textContent.split(bad).length >= 5, quiz.result().textContent);
  for (const name of ["quiz.js", "controls.js", "question_card.js", "../shared/heads.js", "sequence.js"]) {
    assert.doesNotMatch(read(name), /innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|XMLHttp|Storage|cookie/);
  }
});

test("every phrase the quiz asks for is in the table, and none of its own is left over", () => {
  const library = ["quiz.py", "../../questions/feedback.py", "paper.py", "quiz.js", "kernel_host.js", "question_card.js", "../shared/heads.js", "sequence.js", "controls.js", "area_map.js", "../../questions/marking.py"].map(read).join("\n");
  const asked = new Set([...library.matchAll(/"(quiz\.(?!js|css)[a-z0-9_.]+)"|'(quiz\.[a-z0-9_.]+)'/g)].map((m) => m[1] ?? m[2]));
  for (const percent of [25, 50, 75, 95]) asked.add(`quiz.sure.${percent}`);
  for (const fits of ["fits", "fits_chosen", "fits_not", "fits_not_chosen", "pair", "pair_other", "step", "ticked_yes",
    "ticked_not", "fits_level", "fits_level_chosen", "fits_not_level_chosen"]) asked.add(`quiz.${fits}`);
  for (const state of ["open", "right", "partly", "wrong", "unsure"]) asked.add(`quiz.state.${state}`);
  assert.deepEqual([...asked].sort(), Object.keys(words).sort());
});
