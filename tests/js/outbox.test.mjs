// A form's outbox: typed text waits for a pause, is sent once, and is sent again by the next form until it is taken.
import assert from "node:assert/strict";
import test from "node:test";
import { createOutbox } from "../../stretchlib/widgets/forms/outbox.js";
import { basesOf, sectionState, wordsLeft } from "../../stretchlib/widgets/forms/page_form.js";

const PAGE = Symbol.for("stretchlib.page");

function made(name = "page", post = null) {
  const sent = [];
  const box = createOutbox(name, post ?? ((message) => sent.push(message)), () => (made.silences += 1));
  return { box, sent };
}

function fresh(context) {
  delete globalThis[PAGE];
  made.silences = 0;
  context.mock.timers.enable({ apis: ["setTimeout"] });
}

test("typing is sent after a pause, and the newer text of a field in place of the older", (context) => {
  fresh(context);
  const { box, sent } = made();
  box.put("write", "a", { key: "question", later: true });
  context.mock.timers.tick(600);
  box.put("write", "ab", { key: "question", later: true });
  context.mock.timers.tick(600);
  assert.deepEqual(sent, []);
  assert.equal(box.waiting("question"), "ab");
  context.mock.timers.tick(100);
  assert.deepEqual(sent.map((message) => message.what), ["ab"]);
  box.taken([sent[0].id]);
  assert.equal(box.waiting("question"), undefined);
  assert.equal(box.empty(), true);
});

test("an answer to an older text does not take the newer one", (context) => {
  fresh(context);
  const { box, sent } = made();
  box.put("write", "a", { key: "question" });
  box.put("write", "ab", { key: "question", later: true });
  box.taken([sent[0].id]);
  assert.equal(box.waiting("question"), "ab");
  box.flush();
  assert.deepEqual(sent.map((message) => message.what), ["a", "ab"]);
});

test("what a kernel did not take is sent again by the next form of the same name", (context) => {
  fresh(context);
  const broken = made("week", () => {
    throw new Error("the kernel is gone");
  });
  broken.box.put("add", "bridge");
  context.mock.timers.tick(3000);
  assert.equal(made.silences, 1);
  broken.box.stop();
  const another = made("another form");
  another.box.resend();
  assert.deepEqual(another.sent, []);
  const { box, sent } = made("week");
  box.resend();
  assert.deepEqual(sent.map((message) => [message.do, message.what]), [["add", "bridge"]]);
  box.taken([sent[0].id]);
  context.mock.timers.tick(9000);
  assert.equal(made.silences, 1, "nothing is said of what was taken");
});

test("a text that Python may have read already is a base of the next one", (context) => {
  fresh(context);
  const { box } = made();
  const write = (text) => box.put("write",
    { text, bases: basesOf(box.waiting("question"), box.isSent("question"), "kept before") }, { key: "question", later: true });
  write("a");
  write("ab"); // nobody has read "a"
  assert.deepEqual(box.waiting("question").bases, ["kept before"]);
  box.flush();
  write("abc");
  assert.deepEqual(box.waiting("question").bases, ["kept before", "ab"]);
  assert.equal(box.isSent("question"), false);
  made().box.resend();
  assert.equal(box.isSent("question"), true, "what is sent again is sent");
});

test("bases end with what Python said since, never hold another page's text, and do not grow for ever", () => {
  assert.deepEqual(basesOf(undefined, false, "kept"), ["kept"]);
  assert.deepEqual(basesOf({ text: "abc", bases: ["kept", "a", "ab"] }, true, "a"), ["a", "ab", "abc"]);
  assert.deepEqual(basesOf({ text: "", bases: ["", "a"] }, true, ""), ["", "a", ""], "written and rubbed out again");
  assert.deepEqual(basesOf({ text: "abc", bases: ["kept", "a"] }, false, "of another page"), ["kept", "a"]);
  const bases = Array.from({ length: 20 }, (_, index) => String(index));
  assert.deepEqual(basesOf({ text: "20", bases }, true, "0"), ["0", ...bases.slice(2), "20"]);
});

test("a form that is left sends what waits for a pause", (context) => {
  fresh(context);
  const { box, sent } = made();
  box.put("write", "last words", { key: "question", later: true });
  box.stop();
  assert.deepEqual(sent.map((message) => message.what), ["last words"]);
});

test("words left are about as many as fit, and a section is empty, filled or too long", () => {
  assert.deepEqual(wordsLeft("", 65), { count: 10, over: false });
  assert.deepEqual(wordsLeft("x".repeat(65), 65), { count: 0, over: false });
  assert.deepEqual(wordsLeft("x".repeat(66), 65), { count: 1, over: true });
  assert.deepEqual(["  ", "a", "x".repeat(66)].map((text) => sectionState(text, 65)), ["empty", "filled", "too_long"]);
});
