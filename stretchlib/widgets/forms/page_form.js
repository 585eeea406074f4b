// A page to write: sections on one side, the one that is open on the other; all of it kept as it is typed.
import { button, downloadText, h, setText, uniqueId } from "../shared/dom.js";
import { printPage } from "../shared/print_frame.js";
import { FIELD, flushOnLeaving, formFrame, formWidget } from "./form.js";

const WORD = 6.5; // characters of a word with its space, in English and German text

/** {count, over}: about how many words there is still room for, or how many are too many. */
export function wordsLeft(text, longest) {
  const left = longest - text.trim().length;
  return { count: left < 0 ? Math.ceil(-left / WORD) : Math.floor(left / WORD), over: left < 0 };
}

/** The state of a section: "empty", "filled" or "too_long". */
export function sectionState(text, longest) {
  const length = text.trim().length;
  return length === 0 ? "empty" : length > longest ? "too_long" : "filled";
}

const MOST_BASES = 20; // while Python is busy or gone, a text is sent again and again; what is oldest and newest tells enough

/**
 * The texts that Python may hold when it reads the next one of a section; any other text there is another page's.
 * `waiting` is the message that it has not answered, `isSent` whether it may have read that, `kept` what it last said.
 */
export function basesOf(waiting, isSent, kept) {
  if (!waiting) return [kept];
  const bases = isSent ? [...waiting.bases, waiting.text] : waiting.bases;
  const from = bases.slice(Math.max(0, bases.indexOf(kept))); // Python has gone on to `kept` since
  return from.length > MOST_BASES ? [from[0], ...from.slice(1 - MOST_BASES)] : from;
}

const STATE_SIGNS = { empty: "\u25cb", filled: "\u2713", too_long: "!" };

/** Show the form in `el`. link: {read(name), send(message), save()}. */
export function attachPageForm(link, el) {
  const { title, sections, most } = link.read("head");
  const tooLong = new Map(); // section id -> a text that no journal takes: it stays in the field as it was typed
  const frame = formFrame(link, () => sections.filter(({ id }) => tooLong.has(id)).map((section) =>
    `${section.title}: ${t("form.text_too_long", { length: tooLong.get(section.id).length, most })}`).join(" "));
  const { t, outbox } = frame;
  const heading = h("h3", { class: "slf-title", id: uniqueId("page") }, title);
  const fieldId = uniqueId("section");
  const label = h("label", { class: "slf-section", for: fieldId });
  const prompt = h("p", { class: "slf-note", id: uniqueId("prompt") });
  const room = h("p", { class: "slf-note", id: uniqueId("room") });
  const field = h("textarea", { id: fieldId, rows: "6", "aria-describedby": `${prompt.id} ${room.id}`, ...FIELD });
  const otherText = h("p", { class: "slf-other" });
  const takeOther = button("take", t("page_form.take"), () => {
    field.value = otherText.textContent;
    write(false);
    field.focus();
  });
  const elsewhere = h("div", { class: "slf-elsewhere" }, h("p", {}, t("page_form.elsewhere")), otherText, takeOther);
  const count = h("span", { class: "slf-note" });
  const said = h("span", { role: "status", class: "slf-note" });
  const tabs = sections.map((section, index) => {
    const sign = h("span", { class: "slf-sign", "aria-hidden": "true" });
    const state = h("span", { class: "slf-hidden" });
    const element = button(`section-${section.id}`, section.title, () => open(index, true), { look: "slf-tab" });
    element.prepend(sign);
    element.append(state);
    return { element, sign, state };
  });
  const back = button("back", t("page_form.back"), () => open(current - 1, true));
  const next = button("next", t("page_form.next"), () => open(current + 1, true), { look: "slf-main" });
  const wanted = new Map(); // id of a message -> what is done with the page that answers it
  const ask = (whenReady) => {
    outbox.flush();
    const id = outbox.put("print", null);
    wanted.set(id, whenReady);
  };
  const print = button("print", t("page_form.print"), () => ask(({ page }) => printPage(page)));
  const save = button("save", t("page_form.save"), () => ask(({ page, name }) => {
    downloadText(name, page);
    setText(said, t("page_form.saved", { name }));
  }));
  const root = h("article", { class: "slf slf-page", "aria-labelledby": heading.id }, heading,
    h("div", { class: "slf-two" },
      h("nav", { class: "slf-tabs", "aria-label": t("page_form.sections") }, ...tabs.map((tab) => tab.element)),
      h("div", { class: "slf-body" }, label, prompt, field, room, elsewhere,
        h("div", { class: "slf-row" }, back, next, print, save), h("p", {}, count, " ", said))),
    ...frame.lines);
  const stopFlushing = flushOnLeaving(outbox);
  let current = 0;

  /** What stands in a section: what was typed and is not taken yet, else what is kept. */
  const textOf = (section) => tooLong.get(section.id) ?? outbox.waiting(section.id)?.text ?? link.read("visit").texts[section.id] ?? "";

  function write(later = true) {
    const section = sections[current];
    const wasTooLong = tooLong.delete(section.id);
    if (field.value.length > most) tooLong.set(section.id, field.value);
    else put(section, later);
    if (wasTooLong || tooLong.has(section.id)) frame.tell();
    frame.mark();
    showStates();
  }

  function put(section, later) {
    const kept = link.read("visit").texts[section.id] ?? "";
    const bases = basesOf(outbox.waiting(section.id), outbox.isSent(section.id), kept);
    outbox.put("write", { section: section.id, text: field.value, bases }, { key: section.id, later });
  }

  function open(index, focus) {
    outbox.flush();
    current = Math.max(0, Math.min(sections.length - 1, index));
    field.value = textOf(sections[current]);
    show();
    if (focus) field.focus();
  }

  function showStates() {
    let filled = 0;
    sections.forEach((section, index) => {
      const state = sectionState(textOf(section), section.longest);
      filled += state !== "empty";
      const { element, sign, state: words } = tabs[index];
      setText(sign, STATE_SIGNS[state]);
      setText(words, `, ${t(`page_form.${state}`)}`);
      element.dataset.state = state;
      if (index === current) element.setAttribute("aria-current", "step");
      else element.removeAttribute("aria-current");
    });
    const left = wordsLeft(field.value, sections[current].longest);
    setText(room, tooLong.has(sections[current].id) ? "" : t(left.over ? "page_form.words_over" : "page_form.words_left", left));
    room.toggleAttribute("data-over", left.over);
    setText(count, t("page_form.count", { filled, all: sections.length }));
  }

  function show() {
    frame.show();
    const section = sections[current];
    setText(label, section.title);
    setText(prompt, section.prompt);
    const text = textOf(section);
    if (field.value !== text) field.value = text;
    const written = link.read("visit").elsewhere[section.id] ?? "";
    setText(otherText, written);
    elsewhere.hidden = !written;
    back.setAttribute("aria-disabled", String(current === 0));
    next.setAttribute("aria-disabled", String(current === sections.length - 1));
    showStates();
  }

  field.addEventListener("input", () => write());
  field.addEventListener("change", outbox.flush);
  outbox.resend();
  show();
  el.append(root);
  return {
    show,
    answered(message) {
      wanted.get(message.id)?.(message);
      wanted.delete(message.id);
    },
    remove() {
      stopFlushing();
      outbox.stop();
      root.remove();
    },
  };
}

export default formWidget(attachPageForm);
