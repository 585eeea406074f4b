// Commands of a visit are numbered, and silence is told only where the newest of them was not answered.
import assert from "node:assert/strict";
import test from "node:test";
import { visitCommands } from "../../stretchlib/widgets/shared/visit.js";

function visitLink() {
  const sent = [];
  const visit = { seq: 0 };
  return { sent, visit, read: () => visit, send: (message) => sent.push(message) };
}

test("each command has the next number", () => {
  const link = visitLink();
  const commands = visitCommands(link, () => {});
  commands.send("ask", "onset");
  commands.send("again", null);
  commands.stop();
  assert.deepEqual(link.sent, [{ seq: 1, do: "ask", what: "onset" }, { seq: 2, do: "again", what: null }]);
});

test("silence is told once, after three seconds, and not where the newest command was answered", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const link = visitLink();
  let silences = 0;
  const commands = visitCommands(link, () => (silences += 1));
  commands.send("ask", "onset");
  context.mock.timers.tick(2000);
  commands.send("ask", "age");
  link.visit.seq = 1; // the answer to the first is none to the second
  context.mock.timers.tick(2999);
  assert.equal(silences, 0);
  context.mock.timers.tick(1);
  assert.equal(silences, 1);
  commands.send("end", null);
  link.visit.seq = 3;
  context.mock.timers.tick(3000);
  commands.send("again", null);
  commands.stop(); // the widget has left the page
  context.mock.timers.tick(3000);
  assert.equal(silences, 1);
});
