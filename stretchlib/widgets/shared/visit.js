// What the two widgets with an invented person share: numbered commands to Python, what the state line says, the end.
import { button, h, phrases, setText, setLanguage, uniqueId } from "./dom.js";
import { journalOfModel, saveOffer } from "./save_offer.js";

const PATIENCE_MS = 3000;

/**
 * Commands to the kernel, each with the next number. visitCommands(link, onSilence) returns {send(kind, subject), stop()};
 * onSilence() is called where the visit has not answered the newest command after three seconds.
 */
export function visitCommands(link, onSilence) {
  let seq = 0;
  let patience = null;
  return {
    send(kind, subject) {
      seq += 1;
      link.send({ seq, do: kind, what: subject });
      clearTimeout(patience);
      patience = setTimeout(() => link.read("visit").seq === seq || onSilence(), PATIENCE_MS);
    },
    stop: () => clearTimeout(patience),
  };
}

/** The lines under a visit, with the class `look`: what was refused, what could not be kept, and the offer to save. */
export function visitState(link, look) {
  const state = h("p", { class: look, role: "status" });
  const unsaved = h("p", { class: look, role: "status", "data-tag": "unsaved" });
  const offer = saveOffer(phrases(link.read("words")), link.save);
  return {
    elements: [state, unsaved, offer.element],
    say: (text) => setText(state, text),
    show(visit) {
      setText(state, visit.refused ?? "");
      setText(unsaved, visit.unsaved ?? "");
      offer.show(Boolean(visit.unsaved));
    },
  };
}

/**
 * A field for words of the learner's own, kept as they are `written`, and a button that shows `example` beside them.
 * press: [action, text, options] of the button. Returns {id, field, compare}.
 */
export function wordsBesideExample(rows, written, send, press, example) {
  const id = uniqueId("words");
  const field = h("textarea", { id, rows: String(rows), "data-lm-suppress-shortcuts": "true" });
  field.value = written;
  field.addEventListener("change", () => send("write", field.value));
  example.hidden = true;
  const [action, text, options] = press;
  const compare = button(action, text, () => {
    send("write", field.value);
    example.hidden = false;
  }, options);
  return { id, field, compare };
}

/** {update(), remove()} of a visit that stands in `root`. */
export function visitView(root, show, commands) {
  return {
    update: show,
    remove() {
      commands.stop();
      root.remove();
    },
  };
}

/** What anywidget calls for every view; attach(link, el) as the two widgets have it. */
export function visitWidget(attach) {
  return {
    render({ model, el }) {
      setLanguage(el, model);
      const journal = journalOfModel(model);
      const view = attach({ read: (name) => model.get(name), send: (message) => model.send(message), save: journal.save }, el);
      model.on("change:visit", view.update);
      return () => {
        journal.stop();
        model.off("change:visit", view.update);
        view.remove();
      };
    },
  };
}
