// The week planner, as a student clicks: each change says whose week it is of, whoever is chosen meanwhile.
import assert from "node:assert/strict";
import test from "node:test";
import { attachWeekForm } from "../../stretchlib/widgets/forms/week_form.js";
import { shownForm } from "./form_page.mjs";
import { ofAction, ofTag, press } from "./quiz_page.mjs";

const EXERCISES = ["bridge", "clamshell"].map((id) => ({ id, name: id, levels: [{ id: "base", title: "base" }], days: "2", side: "", dose: {} }));
const HEAD = { title: "A week", form: "week of socks", exercises: EXERCISES, days: [1, 2],
  people: ["", "socks"].map((id) => ({ id, title: id, note: "" })) };
const row = (exercise, days) => ({ exercise, name: exercise, level: "base", side: null, days, dose: "" });

test("a change is of the week that was shown, an added exercise of the person that was chosen", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const page = shownForm(attachWeekForm, HEAD,
    { person: "socks", rows: [row("bridge", [1])], minutes: ["1", "0"], broken: [], mind: [], followed: "", total: "" });
  const tick = (day) => page.root.all((element) => element.dataset.day === `bridge-${day}`)[0].click();
  const [person] = page.root.all(ofTag("select"));
  tick(2);
  page.type(person, "");
  press(page.root.all(ofAction("example"))[0]);
  press(page.root.all(ofAction("add"))[0]);
  assert.deepEqual(page.sent.map(({ do: kind, what: subject }) => [kind, subject]), [
    ["set", { person: "socks", change: { exercise: "bridge", field: "days", value: [1, 2] } }], ["person", ""],
    ["example", { person: "socks", change: null }], ["add", { person: "", change: "clamshell" }]]);
  page.form.show();
  assert.equal(person.value, "", "the choice stands until Python has answered");
  page.answer({ person: "" });
  tick(2);
  assert.deepEqual(page.sent.at(-1).what.person, "");
});
