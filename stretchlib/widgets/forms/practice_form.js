// What was practised without the timer: a few choices, and the sentence that will stand in the log before it is kept.
import { button, h, setText, uniqueId } from "../shared/dom.js";
import { FIELD, formFrame, formWidget } from "./form.js";

/** The number that was typed, with a comma or a point; null where there is none between 0 and `most`. */
export function typedMinutes(text, most) {
  const clean = text.trim().replace(",", ".");
  const number = /^\d+(\.\d+)?$/.test(clean) ? Number(clean) : 0;
  return number > 0 && number <= most ? number : null;
}

/** `day` (year-month-day) moved back by `count` days of the calendar. */
export function dayBefore(day, count) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date - count)).toISOString().slice(0, 10);
}

/** Show the form in `el`. link: {read(name), send(message), save()}. */
export function attachPracticeForm(link, el) {
  const { title, exercises, days_back: daysBack, longest_min: longest } = link.read("head");
  const frame = formFrame(link);
  const { t, outbox } = frame;
  const heading = h("h3", { class: "slf-title", id: uniqueId("practice") }, title);
  const field = (name, control) => {
    control.id = uniqueId(name);
    return h("div", { class: "slf-field" }, h("label", { for: control.id }, t(`practice_form.${name}`)), control);
  };
  const options = (rows) => rows.map(({ id, name }) => h("option", { value: id }, name));
  const [mine, rest] = [exercises.filter((exercise) => exercise.mine), exercises.filter((exercise) => !exercise.mine)];
  const list = h("select", FIELD, ...(mine.length
    ? [h("optgroup", { label: t("practice_form.mine") }, ...options(mine)), h("optgroup", { label: t("practice_form.rest") }, ...options(rest))]
    : options(rest)));
  const level = h("select", FIELD);
  const side = h("select", FIELD, ...["right", "left"].map((name) => h("option", { value: name }, t(`week_form.side_${name}`))));
  const day = h("input", { type: "date", ...FIELD });
  const reps = h("select", FIELD);
  const minutes = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", ...FIELD });
  const sideField = field("side", side);
  const preview = h("p", { class: "slf-preview" });
  const wrong = h("p", { class: "slf-trouble", role: "status" });
  const add = button("add", t("practice_form.add"), keep, { look: "slf-main" });
  const entries = h("ul", { class: "slf-entries" });
  const earlier = h("h4", { class: "slf-section", tabindex: "-1", ...FIELD }, t("practice_form.earlier"));
  const root = h("article", { class: "slf slf-practice", "aria-labelledby": heading.id }, heading,
    h("div", { class: "slf-pair" }, field("exercise", list), field("level", level), sideField, field("day", day),
      field("reps", reps), field("minutes", minutes)),
    preview, wrong, h("div", { class: "slf-row" }, add), earlier, entries, ...frame.lines);

  const exercise = () => exercises.find(({ id }) => id === list.value);
  const practice = () => exercise().levels.find(({ id }) => id === level.value) ?? exercise().levels[0];

  function showExercise() {
    level.replaceChildren(...exercise().levels.map(({ id, title: name }) => h("option", { value: id }, name)));
    level.value = exercise().level;
    sideField.hidden = !exercise().sides;
    side.value = exercise().side ?? "right";
    showLevel();
  }

  function showLevel() {
    const { reps: all, minutes: length } = practice();
    const choices = Array.from({ length: all + 1 }, (_, index) => all - index);
    reps.replaceChildren(...choices.map((count) => h("option", { value: String(count) },
      t(count === all ? "practice_form.all" : count ? "practice_form.of" : "practice_form.begun", { count, all }))));
    minutes.value = length;
    showPreview();
  }

  function showPreview() {
    const length = typedMinutes(minutes.value, longest);
    const latest = link.read("visit").today;
    const dayFits = /^\d{4}-\d\d-\d\d$/.test(day.value) && day.value <= latest && day.value >= dayBefore(latest, daysBack);
    setText(wrong, !dayFits ? t("practice_form.day_wrong") : length === null ? t("practice_form.minutes_wrong", { most: longest }) : "");
    const fits = dayFits && length !== null;
    add.setAttribute("aria-disabled", String(!fits));
    setText(preview, fits ? t("practice_form.preview", { entry: t("practice_form.entry", { day: day.value,
      exercise: exercise().name, done: reps.value, planned: practice().reps, minutes: minutes.value.trim() }) }) : "");
  }

  function keep() {
    outbox.put("add", { exercise: list.value, level: level.value, side: exercise().sides ? side.value : null,
      day: day.value, reps: Number(reps.value), minutes: typedMinutes(minutes.value, longest) });
    frame.mark();
  }

  function show() {
    frame.show();
    const visit = link.read("visit");
    day.max = visit.today;
    day.min = dayBefore(visit.today, daysBack);
    if (!day.value) day.value = visit.today;
    const at = root.ownerDocument.activeElement;
    const wasInList = entries.contains(at);
    entries.replaceChildren(...visit.entries.map(({ id, text }) => {
      const back = button(`take-back-${id}`, t("practice_form.take_back"), () => {
        outbox.put("take_back", id, { key: `back ${id}` });
        frame.mark();
      });
      back.setAttribute("aria-label", `${t("practice_form.take_back")}: ${text}`);
      return h("li", {}, h("span", {}, text), back);
    }));
    earlier.hidden = visit.entries.length === 0;
    if (wasInList) (entries.querySelector("button") ?? list).focus();
    showPreview();
  }

  list.addEventListener("change", showExercise);
  level.addEventListener("change", showLevel);
  for (const control of [side, day, reps, minutes])
    for (const event of ["input", "change"]) control.addEventListener(event, showPreview);
  showExercise();
  outbox.resend();
  show();
  el.append(root);
  return {
    show,
    remove() {
      outbox.stop();
      root.remove();
    },
  };
}

export default formWidget(attachPracticeForm);
