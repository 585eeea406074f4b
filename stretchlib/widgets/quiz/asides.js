// What is told of a whole question, such as a claim: a button for each of its heads, and one of them is read at a time.
import { button, h, uniqueId } from "../shared/dom.js";

/** The heads with their texts, those of one name together: [[head, [text, ...]], ...]. */
export function textsByHead(notes) {
  const heads = new Map();
  for (const { of: head, text } of notes) heads.set(head, [...(heads.get(head) ?? []), text]);
  return [...heads];
}

/**
 * What is said of an answer and of the whole question: an element with a button a head; the first is open.
 * parts: [[head, [element or text, ...]], ...].
 */
export function asidesOf(parts) {
  const panels = parts.map(([head, texts]) => {
    const id = uniqueId("aside");
    const panel = h("div", { class: "slq-aside", id, role: "group", "aria-label": head, tabindex: "0", "data-lm-suppress-shortcuts": "true" },
      h("h5", {}, head), ...texts.map((text) => (typeof text === "string" ? h("p", {}, text) : text)));
    const tab = button("aside", head, () => open(id), { look: "slq-tab" });
    tab.setAttribute("aria-controls", id);
    return { id, tab, panel };
  });
  function open(id) {
    for (const part of panels) {
      part.panel.hidden = part.id !== id;
      part.tab.setAttribute("aria-expanded", String(part.id === id));
    }
  }
  open(panels[0].id);
  return h("div", { class: "slq-known" }, h("div", { class: "slq-tabs" }, ...panels.map(({ tab }) => tab)), ...panels.map(({ panel }) => panel));
}
