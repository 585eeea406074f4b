// The week planner: a row an exercise, a box a day; what the week breaks stands below it at once. Python knows the rules.
import { button, h, setText, uniqueId } from "../shared/dom.js";
import { FIELD, flushOnLeaving, formFrame, formWidget } from "./form.js";

/** The choices of a field as options; `labels` gives the words of each. */
function optionsOf(values, labels) {
  return values.map((value, index) => h("option", { value: String(value ?? "") }, labels[index]));
}

/** {field: [values, labels]} of what can be chosen of an exercise: level, dose, side. */
export function choicesOf(t, exercise) {
  const choices = {};
  if (exercise.levels.length > 1)
    choices.level = [exercise.levels.map(({ id }) => id), exercise.levels.map(({ title }) => title)];
  for (const [part, values] of Object.entries(exercise.dose)) choices[part] = [values, values.map(String)];
  if (exercise.side === "one") choices.side = [["right", "left"], [t("week_form.side_right"), t("week_form.side_left")]];
  if (exercise.side === "more")
    choices.side = [[null, "right", "left"],
      [t("week_form.side_both"), t("week_form.side_more_right"), t("week_form.side_more_left")]];
  return choices;
}

/** The days of a row with `day` ticked or not, in their order. */
export const daysWith = (days, day, ticked) =>
  ticked ? [...new Set([...days, day])].sort((first, second) => first - second) : days.filter((each) => each !== day);

const keyOf = (whose, part) => `${part} of ${whose}`;

/** Show the planner in `el`. link: {read(name), send(message), save()}. */
export function attachWeekForm(link, el) {
  const { title, people, exercises, days } = link.read("head");
  const frame = formFrame(link);
  const { t, outbox } = frame;
  const byId = new Map(exercises.map((exercise) => [exercise.id, exercise]));
  const put = (kind, subject, key = null) => {
    outbox.put(kind, subject, { key });
    frame.mark();
  };
  /** Change the week of the person whose rows are shown: by the time Python reads it, another may be chosen. */
  const alter = (kind, change = null, part = null, whose = link.read("visit").person) =>
    put(kind, { person: whose, change }, part && keyOf(whose, part));
  const heading = h("h3", { class: "slf-title", id: uniqueId("week") }, title);
  const [personId, addId] = [uniqueId("person"), uniqueId("add")];
  const person = h("select", { id: personId, ...FIELD }, ...people.map(({ id, title: name }) => h("option", { value: id }, name)));
  person.addEventListener("change", () => put("person", person.value, "person"));
  const note = h("p", { class: "slf-note" });
  const addList = h("select", { id: addId, ...FIELD });
  const add = button("add", t("week_form.add_button"), () => addList.value && alter("add", addList.value, null, person.value));
  const body = h("tbody", {});
  const sums = h("tr", {});
  const table = h("table", { class: "slf-week" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("week_form.exercise")),
      ...days.map((day) => h("th", { scope: "col" }, h("span", { class: "slf-hidden" }, t("week_form.day", { day })),
        h("span", { "aria-hidden": "true" }, String(day)))), h("td", {}))),
    body, h("tfoot", {}, sums));
  const empty = h("p", { class: "slf-note" }, t("week_form.empty"));
  const editor = h("div", { class: "slf-editor", role: "group" });
  const verdict = h("p", { class: "slf-verdict", role: "status" });
  const rules = h("ul", { class: "slf-rules" });
  const ruleBox = h("div", { class: "slf-scroll", tabindex: "0", role: "group", "aria-label": t("week_form.rules"), ...FIELD }, rules);
  const follow = button("follow", t("week_form.follow"), () => alter("follow", null, "follow"), { look: "slf-main" });
  const example = button("example", t("week_form.example"), () => alter("example", null, "example"));
  const followed = h("span", { role: "status", class: "slf-note" });
  const root = h("article", { class: "slf slf-planner", "aria-labelledby": heading.id }, heading,
    h("div", { class: "slf-pair" },
      h("div", { class: "slf-field" }, h("label", { for: personId }, t("week_form.for")), person),
      h("div", { class: "slf-field" }, h("label", { for: addId }, t("week_form.add")), h("span", { class: "slf-join" }, addList, add))),
    note, h("div", { class: "slf-table" }, table), empty, editor, verdict, ruleBox,
    h("div", { class: "slf-row" }, follow, example, followed), ...frame.lines);
  const stopFlushing = flushOnLeaving(outbox);
  let edited = null; // the exercise whose dose is open
  let rowsDrawn = "";

  function rowOf(row) {
    const boxes = days.map((day) => {
      const box = h("input", { type: "checkbox", "data-day": `${row.exercise}-${day}`,
        "aria-label": t("week_form.tick", { exercise: row.name, day }), ...FIELD });
      box.checked = row.days.includes(day);
      box.addEventListener("change", () => {
        const now = daysOf(row.exercise);
        alter("set", { exercise: row.exercise, field: "days", value: daysWith(now, day, box.checked) }, `days ${row.exercise}`);
      });
      return h("td", {}, h("label", { class: "slf-day" }, box));
    });
    const dose = button(`dose-${row.exercise}`, row.dose, () => openDose(row.exercise), { look: "slf-dose" });
    dose.prepend(h("b", {}, row.name));
    dose.setAttribute("aria-label", `${t("week_form.change", { exercise: row.name })}: ${row.dose}`);
    dose.setAttribute("aria-expanded", String(edited === row.exercise));
    const remove = button(`remove-${row.exercise}`, "\u00d7", () => {
      alter("remove", row.exercise);
      addList.focus();
    }, { look: "slf-remove" });
    remove.setAttribute("aria-label", t("week_form.remove", { exercise: row.name }));
    return h("tr", { "data-exercise": row.exercise },
      h("th", { scope: "row" }, dose), ...boxes, h("td", {}, remove));
  }

  /** The days of a row with what was ticked and is not taken yet. */
  function daysOf(id) {
    const { person: whose, rows } = link.read("visit");
    return outbox.waiting(keyOf(whose, `days ${id}`))?.change.value ?? rows.find((row) => row.exercise === id)?.days ?? [];
  }

  function openDose(id) {
    edited = edited === id ? null : id;
    drawEditor();
    for (const dose of body.querySelectorAll(".slf-dose"))
      dose.setAttribute("aria-expanded", String(dose.dataset.action === `dose-${edited}`));
    if (edited) editor.querySelector("select")?.focus();
  }

  function drawEditor() {
    const row = link.read("visit").rows.find(({ exercise }) => exercise === edited);
    editor.hidden = !row;
    if (!row) {
      editor.replaceChildren();
      return;
    }
    const exercise = byId.get(row.exercise);
    editor.setAttribute("aria-label", t("week_form.change", { exercise: row.name }));
    const focusedField = editor.contains(root.ownerDocument.activeElement) ? root.ownerDocument.activeElement.name : null;
    const fields = Object.entries(choicesOf(t, exercise)).map(([field, [values, labels]]) => {
      const id = uniqueId(field);
      const list = h("select", { id, name: field, ...FIELD }, ...optionsOf(values, labels));
      list.value = String(row[field] ?? "");
      list.addEventListener("change", () => {
        const value = values.find((each) => String(each ?? "") === list.value);
        alter("set", { exercise: row.exercise, field, value }, `${field} ${row.exercise}`);
      });
      return h("span", { class: "slf-field" }, h("label", { for: id }, t(`week_form.${field}`)), list);
    });
    editor.replaceChildren(...fields, h("span", { class: "slf-note" }, t("week_form.days_a_week", exercise)));
    if (focusedField) editor.querySelector(`[name="${focusedField}"]`)?.focus();
  }

  function drawRows(visit) {
    const drawn = JSON.stringify(visit.rows);
    if (drawn === rowsDrawn) return;
    rowsDrawn = drawn;
    const at = root.ownerDocument.activeElement;
    const [day, action] = body.contains(at) ? [at.dataset.day, at.dataset.action] : [];
    body.replaceChildren(...visit.rows.map(rowOf));
    if (day) body.querySelector(`[data-day="${day}"]`)?.focus();
    if (action) body.querySelector(`[data-action="${action}"]`)?.focus();
    const chosen = addList.value;
    const left = exercises.filter(({ id }) => !visit.rows.some((row) => row.exercise === id));
    addList.replaceChildren(...optionsOf(left.map(({ id }) => id), left.map(({ name }) => name)));
    if (left.some(({ id }) => id === chosen)) addList.value = chosen;
    if (!visit.rows.some((row) => row.exercise === edited)) edited = null;
    drawEditor();
  }

  function show() {
    frame.show();
    const visit = link.read("visit");
    person.value = outbox.waiting("person") ?? visit.person;
    setText(note, people.find(({ id }) => id === visit.person)?.note ?? "");
    drawRows(visit);
    table.hidden = visit.rows.length === 0;
    empty.hidden = visit.rows.length > 0;
    sums.replaceChildren(h("th", { scope: "row" }, `${t("week_form.minutes")} `, h("span", { class: "slf-note" }, visit.total)),
      ...visit.minutes.map((length) => h("td", {}, length)), h("td", {}));
    const count = visit.broken.length;
    const sentence = count === 0 ? "keeps" : count === 1 ? "breaks_one" : "breaks";
    setText(verdict, visit.rows.length ? t(`week_form.${sentence}`, { count }) : "");
    verdict.dataset.keeps = String(count === 0);
    rules.replaceChildren(
      ...visit.broken.map((rule) => h("li", {}, h("b", {}, `${rule.kind}: `), rule.text,
        rule.source && h("span", { class: "slf-note" }, ` [${rule.source}]`))),
      ...visit.mind.map((text) => h("li", { class: "slf-mind" }, t("week_form.mind", { text }))));
    ruleBox.hidden = rules.childElementCount === 0;
    follow.setAttribute("aria-disabled", String(visit.rows.length === 0 || count > 0));
    example.hidden = !visit.person;
    setText(followed, visit.followed);
  }

  outbox.resend();
  show();
  el.append(root);
  return {
    show,
    remove() {
      stopFlushing();
      outbox.stop();
      root.remove();
    },
  };
}

export default formWidget(attachWeekForm);
