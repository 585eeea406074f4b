// What is said of an answer or an ending, by its heads: a button for each, and one of them is read at a time.
import { button, h, uniqueId } from "./dom.js";

/** The heads with their texts, those of one name together: [[head, [text, ...]], ...]. */
export function textsByHead(notes) {
  const heads = new Map();
  for (const { of: head, text } of notes) heads.set(head, [...(heads.get(head) ?? []), text]);
  return [...heads];
}

/**
 * Parts of which one is read at a time: {tabs, panels, open(head)}, elements to lay out; the first is open.
 * parts: [[head, [element or text, ...]], ...]; look: the beginning of their classes.
 */
export function headedParts(parts, look) {
  const all = parts.map(([head, texts]) => {
    const id = uniqueId("head");
    const panel = h("div", { class: `${look}-aside`, id, role: "group", "aria-label": head, tabindex: "0", "data-lm-suppress-shortcuts": "true" },
      h("h5", { class: `${look}-heard` }, head), ...texts.map((text) => (typeof text === "string" ? h("p", {}, text) : text)));
    const tab = button("head", head, () => open(head), { look: `${look}-tab` });
    tab.setAttribute("aria-controls", id);
    return { head, tab, panel };
  });
  function open(head) {
    for (const part of all) {
      part.panel.hidden = part.head !== head;
      part.tab.setAttribute("aria-expanded", String(part.head === head));
    }
  }
  open(all[0].head);
  return { tabs: h("div", { class: `${look}-tabs` }, ...all.map(({ tab }) => tab)), panels: all.map(({ panel }) => panel), open };
}
