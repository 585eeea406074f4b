// The page to write, as a student types: nothing that stands in a field is cut, taken back or lost.
import assert from "node:assert/strict";
import test from "node:test";
import { attachPageForm } from "../../stretchlib/widgets/forms/page_form.js";
import { shownForm } from "./form_page.mjs";
import { ofAction, ofTag, press } from "./quiz_page.mjs";

const HEAD = { title: "A page", form: "topic x", most: 100,
  sections: ["question", "results"].map((id) => ({ id, title: id, prompt: "", longest: 50 })) };

function shownPage(context) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const page = shownForm(attachPageForm, HEAD, { texts: {}, elsewhere: {} });
  return { page, field: page.root.all(ofTag("textarea"))[0] };
}

test("a text that no journal takes stays in its field, and the page says so until it is shorter", (context) => {
  const { page, field } = shownPage(context);
  const open = (id) => press(page.root.all(ofAction(`section-${id}`))[0]);
  page.type(field, "x".repeat(101));
  context.mock.timers.tick(1000);
  assert.deepEqual(page.sent, []);
  assert.equal(page.text("slf-trouble"), "question: form.text_too_long");
  page.answer({ kept: true });
  assert.equal(page.text("slf-kept"), "form.keeping");
  open("results");
  page.type(field, "kept");
  context.mock.timers.tick(1000);
  page.answer({ texts: { results: "kept" } });
  open("question");
  assert.equal(field.value.length, 101);
  page.type(field, "x".repeat(100));
  context.mock.timers.tick(1000);
  assert.equal(page.text("slf-trouble"), "");
  assert.equal(page.sent.at(-1).what.text.length, 100);
  page.answer({ texts: { results: "kept", question: "x".repeat(100) } });
  assert.equal(page.text("slf-kept"), "form.kept");
});

test("who types on before Python has answered is not told of another tab", (context) => {
  const { page, field } = shownPage(context);
  page.type(field, "a");
  context.mock.timers.tick(700);
  page.type(field, "ab");
  context.mock.timers.tick(700);
  assert.deepEqual(page.sent.map((message) => message.what.bases), [[""], ["", "a"]]);
});
