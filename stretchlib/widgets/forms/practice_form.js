// What was practised without the timer: a few choices, and the sentence that will stand in the log before it is kept.
import { button, h, randomId, setText, uniqueId } from "../shared/dom.js";
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

/** The day (year-month-day) of the browser. */
export function dayOfBrowser(now = new Date()) {
  const [month, date] = [now.getMonth() + 1, now.getDate()].map((number) => String(number).padStart(2, "0"));
  return `${now.getFullYear()}-${month}-${date}`;
}

/**
 * The last day that can be chosen: Python's `today`, or the browser's once midnight has passed since the browser's day
 * `heardOn`, on which Python said so. Until then Python's holds: it may stand in another time zone.
 */
export const latestDay = (today, heardOn, now) => (now > heardOn && now > today ? now : today);

/** Show the form in `el`. link: {read(name), send(message), save()}. */
export function attachPracticeForm(link, el) {
  const { title, days_back: daysBack, longest_min: longest } = link.read("head");
  const frame = formFrame(link);
  const { t, outbox } = frame;
  const heading = h("h3", { class: "slf-title", id: uniqueId("practice") }, title);
  const field = (name, control) => {
    control.id = uniqueId(name);
    return h("div", { class: "slf-field" }, h("label", { for: control.id }, t(`practice_form.${name}`)), control);
  };
  const list = h("select", FIELD);
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
  let isTouched = false; // until then the form presets what the programme has first
  let drawn = { visit: null, exercises: "", dose: {} };
  let [heardOn, presetDay] = ["", ""];

  const exercises = () => link.read("visit").exercises;
  const exercise = () => exercises().find(({ id }) => id === list.value);
  const practice = () => exercise().levels.find(({ id }) => id === level.value) ?? exercise().levels[0];
  const dose = () => practice().doses[exercise().sides ? side.value : "both"];
  const latest = () => latestDay(link.read("visit").today, heardOn, dayOfBrowser());

  /** Offer the exercises as Python knows them by now; what was chosen stays chosen. */
  function drawExercises() {
    const newest = JSON.stringify(exercises());
    if (newest === drawn.exercises) return;
    drawn.exercises = newest;
    const chosen = [list, level, side].map((control) => control.value);
    const options = (rows) => rows.map(({ id, name }) => h("option", { value: id }, name));
    const group = (name, rows) => h("optgroup", { label: t(`practice_form.${name}`) }, ...options(rows));
    const [mine, rest] = [true, false].map((isMine) => exercises().filter((each) => each.mine === isMine));
    list.replaceChildren(...(mine.length ? [group("mine", mine), group("rest", rest)] : options(rest)));
    if (!isTouched) {
      list.value = [...mine, ...rest][0].id;
      showExercise();
      return;
    }
    list.value = chosen[0];
    drawLevels();
    [level.value, side.value] = chosen.slice(1);
    showDose();
  }

  function drawLevels() {
    level.replaceChildren(...exercise().levels.map(({ id, title: name }) => h("option", { value: id }, name)));
    sideField.hidden = !exercise().sides;
  }

  function showExercise() {
    drawLevels();
    level.value = exercise().level;
    side.value = exercise().side ?? "right";
    showPractice();
  }

  /** Preset another practice: all its repetitions, and how long they take. */
  function showPractice() {
    drawn.dose = {};
    showDose();
  }

  /** Offer the repetitions of the dose; what was typed or chosen for another dose of the same practice stays. */
  function showDose() {
    const { reps_planned: all, minutes: length } = dose();
    const before = drawn.dose;
    drawn.dose = dose();
    if (all !== before.reps_planned) {
      const count = Number(reps.value);
      const wasAll = !before.reps_planned || count === before.reps_planned || count > all;
      reps.replaceChildren(...Array.from({ length: all + 1 }, (_, index) => all - index).map((number) => h("option", { value: String(number) },
        t(number === all ? "practice_form.all" : number ? "practice_form.of" : "practice_form.begun", { count: number, all }))));
      reps.value = String(wasAll ? all : count);
    }
    if (!before.minutes || minutes.value === before.minutes) minutes.value = length;
    showPreview();
  }

  function showDays() {
    day.max = latest();
    day.min = dayBefore(latest(), daysBack);
    if (day.value === presetDay) day.value = presetDay = latest();
  }

  function showPreview() {
    const length = typedMinutes(minutes.value, longest);
    const dayFits = /^\d{4}-\d\d-\d\d$/.test(day.value) && day.value <= latest() && day.value >= dayBefore(latest(), daysBack);
    setText(wrong, !dayFits ? t("practice_form.day_wrong") : length === null ? t("practice_form.minutes_wrong", { most: longest }) : "");
    const fits = dayFits && length !== null;
    add.setAttribute("aria-disabled", String(!fits || isAdding()));
    setText(preview, fits ? t("practice_form.preview", { entry: t("practice_form.entry", { day: day.value,
      exercise: exercise().name, done: reps.value, planned: dose().reps_planned, minutes: minutes.value.trim() }) }) : "");
  }

  /** Whether a practice is on its way: pressed again before Python has answered, the button would add a second one. */
  const isAdding = () => outbox.waiting("add") !== undefined;

  function keep() {
    const { reps_planned, planned_s } = dose();
    outbox.put("add", { exercise: list.value, level: level.value, side: exercise().sides ? side.value : null,
      day: day.value, reps: Number(reps.value), minutes: typedMinutes(minutes.value, longest), reps_planned, planned_s }, { key: "add" });
    frame.mark();
    showPreview();
  }

  /** Ask for programme and day of now when somebody comes back to the form; what is pressed at once goes as it stands. */
  function look({ target, relatedTarget }) {
    if (root.contains(relatedTarget) || target === add) return;
    showDays();
    showPreview();
    try {
      link.send({ id: randomId(), do: "look", what: null });
    } catch {
      // The kernel is gone: the form offers what it heard last, and what is written down waits.
    }
  }

  function show() {
    frame.show();
    const visit = link.read("visit");
    if (visit !== drawn.visit) heardOn = dayOfBrowser();
    drawn.visit = visit;
    showDays();
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
    drawExercises();
    showPreview();
  }

  list.addEventListener("change", showExercise);
  level.addEventListener("change", showPractice);
  side.addEventListener("change", showDose);
  day.addEventListener("input", () => (presetDay = null)); // from now on it is a day that somebody chose
  for (const control of [day, reps, minutes])
    for (const event of ["input", "change"]) control.addEventListener(event, showPreview);
  for (const control of [list, level, side, day, reps, minutes])
    control.addEventListener("change", () => (isTouched = true));
  minutes.addEventListener("input", () => (isTouched = true));
  root.addEventListener("focusin", look);
  // The second click of a double click may come after Python has answered the first: it means no second practice.
  root.addEventListener("click", (event) => event.detail > 1 && add.contains(event.target) && event.stopPropagation(), { capture: true });
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
