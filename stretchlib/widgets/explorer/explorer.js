// A picture that follows its controls: the page asks, Python draws, and only the newest answer counts.
//
// The parts above the view need no page; `node --test` runs them.
import { h, phrases, setText, uniqueId, setLanguage } from "../shared/dom.js";
import { rangeControl, selectControl } from "./explore_controls.js";

const SPOKEN_MS = 700; // a rest this long before the new state is said: a moving slider is not commented
const PATIENCE_MS = 3000; // an answer that takes longer is waited for in words

/**
 * At most one question under way, and always the newest next: what was asked in between is dropped.
 * send({page, seq, values}) must reach Python; answered() is told of every reply and says whether to show it.
 */
export function createAsker(page, send) {
  let seq = 0;
  let underWay = null;
  let wanted = null;

  function next() {
    if (underWay !== null || wanted === null) return;
    underWay = seq += 1;
    const values = wanted;
    wanted = null;
    send({ page, seq, values });
  }

  return {
    ask(values) {
      wanted = { ...values };
      next();
    },
    /** True where this reply is to be shown: it is ours and the one waited for, or we are waiting for none. */
    answered(reply) {
      const ours = reply.page === page;
      if (ours && reply.seq === underWay) underWay = null;
      else if (ours || underWay !== null) return false;
      next();
      return true;
    },
    waiting: () => underWay !== null,
  };
}

/** The picture of bytes (or an address) as an address; the one before is given back once the new one stands. */
function showPicture(img, bytes) {
  const before = img.src;
  if (typeof bytes === "string") return void (img.src = bytes);
  img.src = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
  img.addEventListener("load", () => before.startsWith("blob:") && URL.revokeObjectURL(before), { once: true });
}

/** Show an explorer in `el`. link: {asker, read(name)}. Returns {update(event), remove()}. */
export function attachExplorer(link, el) {
  const t = phrases(link.read("words"));
  const controls = link.read("controls") ?? [];
  const values = { ...link.read("answer").values };
  const title = h("h3", { class: "slx-title", id: uniqueId("explorer") });
  const img = h("img", { class: "slx-picture" });
  const facts = h("ul", { class: "slx-facts" });
  const furtherFacts = h("ul", { class: "slx-further" });
  const state = h("p", { class: "slx-state" });
  const note = h("p", { class: "slx-note" });
  const live = h("p", { class: "slx-heard", role: "status", "aria-live": "polite" });
  let spoken = null;
  let patience = null;

  const parts = Object.fromEntries(controls.map((control) => {
    const make = control.options ? selectControl : rangeControl;
    return [control.name, make(control, t, (value) => {
      values[control.name] = value;
      link.asker.ask(values);
      clearTimeout(patience);
      patience = setTimeout(() => link.asker.waiting() && setText(state, t("explorer.waiting")), PATIENCE_MS);
    })];
  }));
  const root = h("section", { class: "slx", "aria-labelledby": title.id },
    title,
    h("div", { class: "slx-controls", role: "group", "aria-label": t("explorer.controls") },
      ...Object.values(parts).map((part) => part.element)),
    h("figure", { class: "slx-figure" }, img, h("figcaption", {}, facts,
      h("details", { class: "slx-more" }, h("summary", { "data-lm-suppress-shortcuts": "true" }, t("explorer.facts")),
        furtherFacts, note))), state, live);

  function say(text) {
    clearTimeout(spoken);
    spoken = setTimeout(() => setText(live, text), SPOKEN_MS);
  }

  function show(first) {
    const answer = link.read("answer");
    if (!link.asker.waiting()) {
      Object.assign(values, answer.values);
      for (const [name, part] of Object.entries(parts)) part.show(values[name]);
    }
    setText(state, answer.refused ?? "");
    setText(title, answer.title);
    setText(note, answer.note ?? "");
    const items = answer.facts.map((fact) => h("li", {}, fact));
    facts.replaceChildren(...items.slice(0, 1)); // the sentence to watch; the others are a click away
    furtherFacts.replaceChildren(...items.slice(1));
    img.alt = answer.alt;
    showPicture(img, link.read("picture"));
    root.dataset.seq = answer.seq;
    if (!first) say(answer.refused || answer.facts[0]);
  }

  show(true);
  el.append(root);
  return {
    update: () => show(false),
    remove() {
      clearTimeout(spoken);
      clearTimeout(patience);
      root.remove();
    },
  };
}

/** anywidget calls this once a model; all its views share one asker, so that they share one question. */
export default function explorerWidget() {
  const views = new Set();
  let asker = null;
  return {
    initialize({ model }) {
      asker = createAsker(Math.random().toString(36).slice(2), (question) => model.send(question));
      const follow = () => {
        if (!asker.answered(model.get("answer"))) return;
        for (const view of views) view.update();
      };
      model.on("change:answer", follow);
      return () => model.off("change:answer", follow);
    },
    render({ model, el }) {
      setLanguage(el, model);
      const view = attachExplorer({ asker, read: (name) => model.get(name) }, el);
      views.add(view);
      return () => {
        views.delete(view);
        view.remove();
      };
    },
  };
}
