// The controls of each kind of question: {element, read(), restore(response, mark), choices, side}. read() gives null for
// no answer. Once it is answered its element goes; where a picture or a text stays, only `choices` go, and what belongs to
// the answer stands in `side`.
import { button, h, setText, uniqueId } from "../shared/dom.js";
import { areaMap } from "./area_map.js";

const QUIET = { "data-lm-suppress-shortcuts": "true" };

/** A radio or a check box with its label: {input, element}. */
function optionBox(type, name, value, text) {
  const id = uniqueId("option");
  const input = h("input", { type, id, name, value, ...QUIET });
  return { input, element: h("div", { class: "slq-option" }, input, h("label", { for: id }, text)) };
}

/** The value of a group of radios: {read(), restore(value)}. */
function radioValue(boxes) {
  return {
    read: () => boxes.find((radio) => radio.input.checked)?.input.value ?? null,
    restore: (value) => boxes.forEach((radio) => (radio.input.checked = radio.input.value === value)),
  };
}

const tickedValues = (boxes) => boxes.filter(({ input }) => input.checked).map(({ input }) => input.value);
const tickValues = (boxes, values) => boxes.forEach(({ input }) => (input.checked = values.includes(input.value)));

function singleChoice(question) {
  const name = uniqueId("one");
  const boxes = question.options.map((option) => optionBox("radio", name, option.id, option.text));
  return {
    element: h("div", {}, ...boxes.map((radio) => radio.element)),
    ...radioValue(boxes),
  };
}

function multipleChoice(question, t) {
  const boxes = question.options.map((option) => optionBox("checkbox", null, option.id, option.text));
  const none = optionBox("checkbox", null, "", t("quiz.none_choice"));
  // Ticking nothing is no answer; that nothing fits has to be said.
  none.input.addEventListener("change", () => {
    if (none.input.checked) tickValues(boxes, []);
  });
  for (const checkbox of boxes) checkbox.input.addEventListener("change", () => (none.input.checked = false));
  return {
    element: h("div", {}, ...boxes.map((checkbox) => checkbox.element), none.element),
    read() {
      const chosen = tickedValues(boxes);
      return chosen.length || none.input.checked ? chosen : null;
    },
    restore(response) {
      tickValues(boxes, response ?? []);
      none.input.checked = Array.isArray(response) && response.length === 0;
    },
  };
}

/** One part of a rating: its levels as a row of buttons, and below them the meaning of the one that is looked at. */
function levelRow(part, levels) {
  const name = uniqueId("level");
  const meaning = h("p", { class: "slq-meaning", "aria-hidden": "true" }); // heard with the name of its level
  const boxes = levels.map(({ id: value, text }) => {
    const [short, ...rest] = text.split(": ");
    const id = uniqueId("option");
    const input = h("input", { type: "radio", id, name, value, ...QUIET });
    const label = rest.length
      ? h("label", { for: id }, h("span", { "aria-hidden": "true" }, short), h("span", { class: "slq-heard" }, text))
      : h("label", { for: id }, text);
    return { input, meaning: rest.join(": "), element: h("div", { class: "slq-level" }, input, label) };
  });
  const tell = (box) => setText(meaning, (box ?? boxes.find(({ input }) => input.checked))?.meaning ?? "");
  for (const box of boxes) {
    for (const event of ["pointerenter", "focusin"]) box.element.addEventListener(event, () => tell(box));
    for (const event of ["pointerleave", "focusout", "change"]) box.element.addEventListener(event, () => tell(null));
  }
  const radios = radioValue(boxes);
  return {
    levels,
    element: h("fieldset", { class: "slq-part" }, h("legend", {}, part),
      h("div", { class: "slq-levels" }, ...boxes.map((box) => box.element)), boxes.some((box) => box.meaning) && meaning),
    read: radios.read,
    restore(value) {
      radios.restore(value);
      tell(null);
    },
  };
}

/** Each part of the question gets one of its levels: a row of buttons a part. */
function ratingParts(question) {
  const rows = [...new Set(question.options.map((option) => option.part))].map((part) =>
    levelRow(part, question.options.filter((option) => option.part === part)));
  return {
    element: h("div", { class: "slq-parts" }, ...rows.map((row) => row.element)),
    read() {
      const chosen = rows.map((row) => row.read()).filter((id) => id !== null);
      return chosen.length ? chosen : null;
    },
    restore: (response) => rows.forEach((row) =>
      row.restore(row.levels.map(({ id }) => id).find((id) => (response ?? []).includes(id)))),
  };
}

function numberField(question, t) {
  const id = uniqueId("number");
  const input = h("input", { type: "text", id, inputmode: "text", autocomplete: "off", spellcheck: "false", ...QUIET });
  const label = question.unit ? t("quiz.number_unit", question) : t("quiz.number_label");
  return {
    element: h("div", { class: "slq-number" }, h("label", { for: id }, label), input),
    read: () => input.value.trim() || null,
    restore: (response) => (input.value = response ?? ""),
  };
}

function pairSelects(question, t) {
  const rows = question.options.map((option) => {
    const id = uniqueId("pair");
    const select = h("select", { id, ...QUIET }, h("option", { value: "" }, t("quiz.pick")),
      ...question.right.map((right) => h("option", { value: right.id }, right.text)));
    return { option, select, element: h("div", { class: "slq-pair" }, h("label", { for: id }, option.text), select) };
  });
  return {
    element: h("div", {}, ...rows.map((row) => row.element)),
    read() {
      const chosen = rows.filter((row) => row.select.value).map((row) => [row.option.id, row.select.value]);
      return chosen.length ? Object.fromEntries(chosen) : null;
    },
    restore: (response) => rows.forEach((row) => (row.select.value = response?.[row.option.id] ?? "")),
  };
}

function stepOrder(question, t) {
  const status = h("p", { class: "slq-heard", role: "status" });
  const list = h("ol", { class: "slq-steps" });
  const items = new Map(question.options.map((option) => {
    const up = button("up", "\u2191", () => move(option, -1), { look: "slq-move" });
    const down = button("down", "\u2193", () => move(option, 1), { look: "slq-move" });
    up.setAttribute("aria-label", t("quiz.up", option));
    down.setAttribute("aria-label", t("quiz.down", option));
    const element = h("li", { class: "slq-step" }, h("span", { class: "slq-step-text" }, option.text), up, down);
    element.dataset.id = option.id;
    list.append(element);
    return [option.id, { element, up, down }];
  }));

  function move(option, by) {
    const { element, up, down } = items.get(option.id);
    const neighbour = by < 0 ? element.previousElementSibling : element.nextElementSibling;
    if (!neighbour) return;
    if (by < 0) neighbour.before(element);
    else neighbour.after(element);
    (by < 0 ? up : down).focus(); // moving an element takes the focus away
    setText(status, t("quiz.moved", { ...option, place: [...list.children].indexOf(element) + 1, count: items.size }));
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }

  return {
    element: h("div", {}, list, status),
    read: () => [...list.children].map((element) => element.dataset.id),
    restore: (response) => (response ?? []).forEach((id) => items.has(id) && list.append(items.get(id).element)),
  };
}

function writtenAnswer(question, t) {
  const id = uniqueId("text");
  const field = h("textarea", { id, rows: "5", ...QUIET });
  const example = h("div", { hidden: "" });
  const ticks = h("div", {});
  const side = h("div", { class: "slq-side" }, ticks);
  let boxes = null;
  return {
    element: h("div", { class: "slq-written" }, h("div", {}, h("label", { for: id }, t("quiz.text_label")), field, example), side),
    choices: [ticks],
    side,
    read() {
      const text = field.value;
      if (!text.trim()) return null;
      return boxes ? { text, criteria: tickedValues(boxes) } : { text };
    },
    restore(response, mark) {
      if (typeof response?.text === "string" && response.text !== field.value) field.value = response.text;
      if (!mark?.criteria || boxes) return;
      boxes = mark.criteria.map((criterion) => optionBox("checkbox", null, criterion.id, criterion.text));
      tickValues(boxes, response?.criteria ?? []);
      ticks.append(h("fieldset", {}, h("legend", {}, t("quiz.rubric")), ...boxes.map((checkbox) => checkbox.element)));
      example.append(h("h4", {}, t("quiz.example")), h("p", { class: "slq-example" }, mark.example));
      example.hidden = false;
      field.rows = 3;
    },
  };
}

/** The address of a picture that is an address already, or a PNG in base64. */
const pictureAddress = (picture) => (picture.startsWith("data:") ? picture : `data:image/png;base64,${picture}`);

/** A structure on a plate: letters on the picture, or names without it; a tap on a dot chooses its letter. */
function plateLabel(question, t, pictureOf) {
  if (!question.letters) return singleChoice(question);
  const name = uniqueId("plate");
  const texts = (option, byName) =>
    byName ? option.text
      : question.letters[option.id] ? t("quiz.letter", { letter: question.letters[option.id] })
        : t("quiz.undrawn", option);
  let byName = false;
  const boxes = question.options.map((option) => ({ option, ...optionBox("radio", name, option.id, texts(option, byName)) }));
  const picture = h("div", { class: "slq-plate" });
  function spotOf([x, y], { input }) {
    // For the finger only: keyboard and screen reader have the letters below.
    const spot = h("button", { type: "button", class: "slq-spot", tabindex: "-1", "aria-hidden": "true" });
    spot.style.left = `${100 * x}%`;
    spot.style.top = `${100 * y}%`;
    spot.addEventListener("click", () => {
      input.checked = true;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return spot;
  }
  pictureOf(question.plate).then(({ png, alt, dots, fault }) => {
    if (fault) return setText(picture, fault);
    const drawn = boxes.filter(({ option }) => dots[question.letters[option.id]]);
    picture.replaceChildren(h("img", { src: pictureAddress(png), alt }),
      ...drawn.map((radio) => spotOf(dots[question.letters[radio.option.id]], radio)));
  });
  const swap = button("by-name", t("quiz.by_name"), () => {
    byName = !byName;
    picture.hidden = byName;
    setText(swap.lastElementChild, t(byName ? "quiz.by_letter" : "quiz.by_name"));
    for (const radio of boxes) setText(radio.element.lastElementChild, texts(radio.option, byName));
  });
  const letterOf = (radio) => question.letters[radio.option.id] ?? "~";
  const sorted = [...boxes].sort((a, b) => (letterOf(a) < letterOf(b) ? -1 : 1));
  for (const radio of sorted) radio.element.classList.toggle("slq-undrawn", !question.letters[radio.option.id]);
  const choices = h("div", { class: "slq-letters" }, ...sorted.map((radio) => radio.element), swap);
  const side = h("div", { class: "slq-side" }, choices);
  return {
    element: h("div", { class: "slq-beside" }, picture, side),
    choices: [choices],
    side,
    ...radioValue(boxes),
  };
}

const KINDS = { single: singleChoice, multiple: multipleChoice, numeric: numberField, match: pairSelects, order: stepOrder,
  written: writtenAnswer, label: plateLabel, area: areaMap, rating: ratingParts };

/** The controls of a question; pictureOf(plate) -> Promise of the picture of the plate, or body, that it points at. */
export function controlsOf(question, t, pictureOf) {
  return KINDS[question.kind](question, t, pictureOf);
}

/** The confidences as a group of radios: {element, read(), restore(percent)}; nothing is chosen at first. */
export function confidenceOf(question, t) {
  const name = uniqueId("sure");
  const boxes = question.confidences.map((percent) => optionBox("radio", name, String(percent), t(`quiz.sure.${percent}`)));
  const radios = radioValue(boxes);
  return {
    element: h("fieldset", { class: "slq-sure" }, h("legend", {}, t("quiz.sure")), ...boxes.map((radio) => radio.element)),
    read: () => Number(radios.read()) || null,
    restore: (percent) => radios.restore(String(percent ?? "")),
  };
}
