// Controls of an explorer: a slider with its number field, and a list. The parts above them need no page.
import { h, setText, uniqueId } from "../shared/dom.js";

/** A typed text as {value}, or {refused: key of the sentence}. Nothing is rounded and nothing is clamped. */
export function readNumber(text, { min, max, step }) {
  const plain = String(text).trim().replace(",", ".").replace("\u2212", "-");
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain)) return { refused: "explorer.no_number" };
  const value = Number(plain);
  if (value < min || value > max) return { refused: "explorer.outside" };
  const steps = (value - min) / step;
  if (Math.abs(steps - Math.round(steps)) > 1e-6) return { refused: "explorer.off_step" };
  return { value };
}

/** A value with its unit, as a slider says it: "90 degrees"; `text` is the value as the language writes it. */
export function valueText({ unit, say }, value, text = String(value)) {
  const sign = value > 0 ? "+" : value < 0 ? "-" : "0";
  return [text, unit, say?.[sign]].filter(Boolean).join(" ");
}

/** The parts of one control: {element, show(value), refuse(sentence)}. onChange(value) is told of good values. */
export function rangeControl(control, t, onChange) {
  const { name, label, note, min, max, step } = control;
  const id = uniqueId(name);
  const common = { min, max, step, "data-lm-suppress-shortcuts": "true", autocomplete: "off" };
  const said = h("span", { class: "slx-value", "aria-hidden": "true" });
  const fault = h("p", { class: "slx-fault", id: `${id}-fault`, role: "alert", hidden: "" });
  const hint = note && h("p", { class: "slx-note", id: `${id}-note` }, note);
  const described = [note && `${id}-note`, `${id}-fault`].filter(Boolean).join(" ");
  const slider = h("input", { type: "range", id, "data-control": name, ...common,
    "aria-describedby": note ? `${id}-note` : null });
  // Text, not type=number: there a letter reads as nothing, and the wheel changes a value under the mouse.
  const field = h("input", { type: "text", inputmode: "text", "data-field": name, spellcheck: "false",
    "data-lm-suppress-shortcuts": "true", autocomplete: "off", "aria-describedby": described,
    "aria-label": t("explorer.field", control) });
  const written = (number) => String(number).replace(".", t("number.decimal_mark"));
  let kept = control.value;

  function refuse(sentence) {
    setText(fault, sentence);
    fault.hidden = !sentence;
    if (sentence) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  function show(value) {
    kept = value;
    if (Number(slider.value) !== value) slider.value = String(value);
    const text = written(value);
    if (!fault.textContent && field.value !== text) field.value = text;
    setText(said, valueText(control, value, text));
    slider.setAttribute("aria-valuetext", valueText(control, value, text));
  }

  function typed() {
    const { value, refused } = readNumber(field.value, control);
    const text = field.value.trim();
    refuse(refused ? t(refused, { ...control, step: written(step), kept: written(kept),
      text: text || t("explorer.nothing") }) : "");
    if (refused || value === kept) return;
    show(value);
    onChange(value);
  }

  slider.addEventListener("input", () => {
    refuse("");
    show(Number(slider.value));
    onChange(kept);
  });
  field.addEventListener("change", typed);
  field.addEventListener("keydown", (event) => event.key === "Enter" && typed());
  const element = h("div", { class: "slx-control" },
    h("label", { for: id, class: "slx-label" }, label), said,
    h("div", { class: "slx-row" }, slider, field), hint, fault);
  return { element, show, refuse, written };
}

/** A list to choose from, as rangeControl(). */
export function selectControl(control, t, onChange) {
  const id = uniqueId(control.name);
  const select = h("select", { id, "data-control": control.name, "data-lm-suppress-shortcuts": "true" },
    ...control.options.map(([value, text]) => h("option", { value }, text)));
  select.addEventListener("change", () => onChange(select.value));
  const element = h("div", { class: "slx-control" },
    h("label", { for: id, class: "slx-label" }, control.label), h("div", { class: "slx-row" }, select));
  return { element, show: (value) => (select.value = value), refuse: () => {} };
}
