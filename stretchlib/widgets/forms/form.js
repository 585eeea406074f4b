// What the forms share: their messages, the line that says what is kept, and how they stand in a page.
import { h, phrases, setLanguage, setText } from "../shared/dom.js";
import { journalOfModel, saveOffer } from "../shared/save_offer.js";
import { createOutbox } from "./outbox.js";

/** A field that is not JupyterLab's: its keys type. */
export const FIELD = { "data-lm-suppress-shortcuts": "true" };

/** What stands below a form about its journal; nothing beside a refusal or trouble, which say what is not kept. */
export function keptSentence(t, { kept, refused, unsaved }, nothingWaits) {
  if (!nothingWaits) return t("form.keeping");
  return kept && !refused && !unsaved ? t("form.kept") : "";
}

/**
 * The frame of a form. link: {read(name), send(message), save()}; tooLong() is a sentence where the form holds back
 * what no journal takes, else empty.
 * Returns {t, outbox, lines, mark(), tell(), show()}: `lines` are the elements below the form; show() tells them what the
 * visit says, mark() whether all is kept, tell() what is wrong.
 */
export function formFrame(link, tooLong = () => "") {
  const t = phrases(link.read("words"));
  const kept = h("p", { class: "slf-kept" });
  const trouble = h("p", { class: "slf-trouble", role: "status" });
  const offer = saveOffer(t, link.save);
  const outbox = createOutbox(link.read("head").form, link.send, () => setText(trouble, t("form.waiting")));
  function show() {
    const visit = link.read("visit");
    outbox.taken(visit.taken);
    tell();
    offer.show(Boolean(visit.unsaved));
    mark();
  }

  /** Say whether all is kept; no live region, which would speak at every letter. */
  function mark() {
    setText(kept, keptSentence(t, link.read("visit"), outbox.empty() && !tooLong()));
  }

  function tell() {
    const { refused, unsaved } = link.read("visit");
    setText(trouble, [tooLong(), refused, unsaved].filter(Boolean).join(" "));
  }
  return { t, outbox, mark, tell, show, lines: [h("div", { class: "slf-lines" }, kept, trouble, offer.element)] };
}

/** What anywidget calls for every view; attach(link, el) returns {show(), remove(), answered(message)}. */
export function formWidget(attach) {
  return {
    render({ model, el }) {
      setLanguage(el, model);
      const journal = journalOfModel(model);
      const link = { read: (name) => model.get(name), send: (message) => model.send(message), save: journal.save };
      const view = attach(link, el);
      const hear = (message) => view.answered?.(message);
      model.on("change:visit", view.show);
      model.on("msg:custom", hear);
      return () => {
        journal.stop();
        model.off("change:visit", view.show);
        model.off("msg:custom", hear);
        view.remove();
      };
    },
  };
}

/** Send what waits for a pause in typing when the page is hidden or left. Returns what ends it. */
export function flushOnLeaving(outbox) {
  const leave = () => document.visibilityState === "hidden" && outbox.flush();
  document.addEventListener("visibilitychange", leave);
  globalThis.addEventListener("pagehide", outbox.flush);
  return () => {
    document.removeEventListener("visibilitychange", leave);
    globalThis.removeEventListener("pagehide", outbox.flush);
  };
}
