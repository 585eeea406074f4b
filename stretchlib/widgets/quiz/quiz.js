// A quiz: cards with native controls; how sure one is comes before the answer. Texts are always texts.
//
// host: {score(question, response, confidence, asked) -> Promise of a mark or {refused, asks}, earlier: {id: mark},
// unsaved: {id: sentence}, onUnsaved(listener), end: sentence below the sums, onEnd(listener), save() -> Promise of a
// text, where what could not be kept can be saved as a file}. In a notebook Python is the host; a page without a kernel
// brings its own. picture(plate) -> Promise of {png, alt, dots: {letter: [x, y]}}, or of {fault} where it cannot be drawn.
import { button, h, phrases, setText, uniqueId, setLanguage } from "../shared/dom.js";
import { confidenceOf, controlsOf } from "./controls.js";
import { saveOffer } from "../shared/save_offer.js";

const PATIENCE_MS = 5000;

/** The heading of a mark, as a key of the words. */
export function verdictKey(mark) {
  if (mark.criteria) return "quiz.ticked"; // marked by the student: no verdict of ours
  if (mark.right) return "quiz.right";
  return mark.points > 0 ? "quiz.partly" : "quiz.not_yet";
}

/**
 * The sums of the marks of the core questions: {count, right, first, left, sure: [[percent, right, count], ...]}.
 * right is of the newest attempts, first and sure of the first ones: after those the answer has been seen.
 */
export function summaryOf(questions, marks) {
  const core = questions.filter((question) => !question.extra);
  const marked = core.map((question) => marks[question.id]).filter((mark) => mark?.stage === "marked");
  const sure = new Map();
  for (const { first } of marked.filter((mark) => mark.first.confidence)) {
    const [right, count] = sure.get(first.confidence) ?? [0, 0];
    sure.set(first.confidence, [right + (first.right ? 1 : 0), count + 1]);
  }
  return {
    count: core.length,
    right: marked.filter((mark) => mark.right).length,
    first: marked.filter((mark) => mark.first.right).length,
    left: core.length - marked.length,
    sure: [...sure].sort(([a], [b]) => a - b).map(([percent, [right, count]]) => [percent, right, count]),
  };
}

/** The subject of a note without its full stop: the phrase around it brings its own. */
const noteSubject = (note) => ({ of: note.of.replace(/\.$/, "") });

function feedback(t, mark) {
  const confidence = mark.first.confidence;
  return [
    mark.points > 0 && mark.points < 1 && !mark.criteria &&
      h("p", { class: "slq-note" }, t("quiz.points", { points: Math.round(100 * mark.points) / 100 })),
    confidence && h("p", { class: "slq-note" }, t("quiz.said", { sure: t(`quiz.sure.${confidence}`) })),
    !mark.criteria && h("ul", { class: "slq-notes" }, ...mark.notes.map((note) =>
      h("li", { "data-fits": note.fits }, note.fits && h("b", {}, `${t(`quiz.${note.fits}`, noteSubject(note))} `), note.text))),
    mark.key && h("p", { class: "slq-key" }, t("quiz.key", mark)),
    h("p", { class: "slq-note" }, t(mark.sources ? "quiz.sources" : "quiz.no_sources", mark)),
  ].filter(Boolean);
}

function questionCard(t, question, positionText, host, changed) {
  const head = uniqueId("question");
  const written = question.kind === "written";
  const controls = controlsOf(question, t, host.picture);
  const sure = question.confidences.length ? confidenceOf(question, t) : null;
  const state = h("p", { class: "slq-state", role: "status" });
  const title = h("h3", { tabindex: "-1", class: "slq-verdict", "data-lm-suppress-shortcuts": "true" });
  const result = h("div", { class: "slq-result", hidden: "" });
  const unsaved = h("p", { class: "slq-state slq-unsaved", role: "status" });
  const offer = host.save && saveOffer(t, host.save);
  const fields = h("fieldset", { class: "slq-controls" }, h("legend", { id: head }, question.stem), controls.element);
  const check = button("check", t(written ? "quiz.compare" : "quiz.check"), send, { look: "slq-main" });
  const element = h("article", { class: "slq-card", "aria-labelledby": head, "data-question": question.id },
    h("p", { class: "slq-place" }, positionText), fields, sure?.element, state, check, result, unsaved, offer?.element);
  let turn = 0;
  let seen = false; // the answer has been seen: how sure one is says nothing any more
  let asked = null; // a number that may be read in two ways, and was asked about: checked again, it stays as it is

  function ask(key) {
    setText(check.lastElementChild, t(key));
    check.classList.toggle("slq-main", key !== "quiz.again"); // another try is offered, not urged
  }

  async function send() {
    const response = controls.read();
    const confidence = seen ? null : sure?.read() ?? null;
    if (response === null) return setText(state, t("quiz.empty"));
    if (sure && !seen && confidence === null) return setText(state, t("quiz.say_sure"));
    setText(state, "");
    const mine = (turn += 1);
    const patience = setTimeout(() => mine === turn && setText(state, t("quiz.waiting")), PATIENCE_MS);
    const mark = await host.score(question.id, response, confidence, response === asked);
    clearTimeout(patience);
    if (mine !== turn) return;
    if (mark.asks) asked = response;
    show(mark, true);
  }

  function show(mark, fresh) {
    setText(state, mark.refused ?? "");
    if (mark.refused) return;
    controls.restore(mark.response, mark);
    if (mark.stage === "rubric") {
      ask("quiz.count_it");
      setText(state, t("quiz.rubric_shown"));
      return;
    }
    seen = true;
    if (sure) sure.element.hidden = true;
    ask("quiz.again");
    const ticked = { ticked: mark.response?.criteria?.length, count: mark.criteria?.length };
    setText(title, t(verdictKey(mark), ticked));
    element.dataset.verdict = verdictKey(mark).split(".")[1];
    result.replaceChildren(title, ...feedback(t, mark));
    result.hidden = false;
    if (fresh) title.focus();
    changed(question.id, mark);
  }

  // A changed answer has not been checked: what was said of the last one goes, and what is under way is not shown.
  fields.addEventListener("input", () => {
    turn += 1;
    setText(state, "");
    if (result.hidden) return;
    result.hidden = true;
    delete element.dataset.verdict;
    ask(written ? "quiz.count_it" : "quiz.check");
  });
  fields.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type !== "text" || event.isComposing) return;
    event.preventDefault();
    send();
  });
  function complain(why) {
    setText(unsaved, why?.[question.id] ?? "");
    offer?.show(Boolean(why?.[question.id]));
  }
  complain(host.unsaved);
  host.onUnsaved?.(complain);
  return { element, show };
}

/** The sums of the core questions: {element, show(sum)}. No live region: the verdict of a card is heard already. */
function summarySection(t, host) {
  const end = h("p", { class: "slq-end", role: "status" }, host.end);
  host.onEnd?.((text) => setText(end, text));
  const element = h("section", { class: "slq-summary", hidden: "" });
  function show(sum) {
    element.hidden = sum.left === sum.count;
    element.replaceChildren(h("h3", {}, t("quiz.summary_title")), h("p", {}, t("quiz.summary_right", sum)),
      ...(sum.left ? [h("p", {}, t("quiz.summary_left", sum))] : []),
      ...(sum.sure.length ? [h("ul", {}, ...sum.sure.map(([percent, right, count]) =>
        h("li", {}, t("quiz.summary_sure", { sure: t(`quiz.sure.${percent}`), percent, right, count }))))] : []), end);
  }
  return { element, show };
}

/** Show a quiz in `el`. Returns {remove()}. */
export function mountQuiz(el, { asked, words }, host) {
  const t = phrases(words);
  const marks = {};
  const sum = summarySection(t, host);
  const cards = new Map();
  const core = asked.filter((question) => !question.extra);
  const extra = asked.filter((question) => question.extra);
  for (const [list, key] of [[core, "quiz.place"], [extra, "quiz.extra"]]) {
    list.forEach((question, at) => {
      const positionText = t(key, { number: at + 1, count: list.length });
      cards.set(question.id, questionCard(t, question, positionText, host, (id, mark) => {
        marks[id] = mark;
        sum.show(summaryOf(asked, marks));
      }));
    });
  }
  const elements = (list) => list.map((question) => cards.get(question.id).element);
  const more = h("details", { class: "slq-more" },
    h("summary", { "data-lm-suppress-shortcuts": "true" },
      t(extra.length === 1 ? "quiz.more_one" : "quiz.more", { count: extra.length })), ...elements(extra));
  const root = h("div", { class: "slq" }, ...elements(core), sum.element, extra.length > 0 && more);
  for (const [id, mark] of Object.entries(host.earlier ?? {})) cards.get(id)?.show(mark, false);
  el.append(root);
  return { remove: () => root.remove() };
}

/** Python as the host: an attempt goes out with a number, and what comes back with that number answers it. */
export function kernelHost(model) {
  const open = new Map();
  const listeners = [];
  let seq = Date.now();
  function answer(mark) {
    open.get(mark.seq)?.resolve(mark);
    open.delete(mark.seq);
  }
  const follow = () => Object.values(model.get("marks")).forEach(answer);
  const endings = [];
  const close = () => endings.forEach((listener) => listener(model.get("end")));
  const complain = () => listeners.forEach((listener) => listener(model.get("unsaved")));
  let waiting = []; // {plate, resolve} for each picture that Python has yet to draw
  function deliver() {
    const pictures = model.get("pictures");
    for (const { plate, resolve } of waiting) if (pictures[plate]) resolve(pictures[plate]);
    waiting = waiting.filter(({ plate }) => !pictures[plate]);
  }
  model.on("change:pictures", deliver);
  model.on("change:marks", follow);
  model.on("msg:custom", answer);
  model.on("change:unsaved", complain);
  model.on("change:end", close);
  return {
    earlier: model.get("marks"),
    unsaved: model.get("unsaved"),
    onUnsaved: (listener) => listeners.push(listener),
    end: model.get("end"),
    onEnd: (listener) => endings.push(listener),
    score(question, response, confidence, asked = false) {
      const text = JSON.stringify([question, response, confidence, asked]);
      // Pressed again while Python is busy: the same attempt is sent again, not another one.
      let attempt = [...open.values()].find((waiting) => waiting.text === text);
      if (!attempt) {
        attempt = { text, message: { seq: (seq += 1), question, response, confidence, asked } };
        attempt.promise = new Promise((resolve) => (attempt.resolve = resolve));
        open.set(seq, attempt);
      }
      model.send(attempt.message);
      return attempt.promise;
    },
    picture(plate) {
      if (!waiting.length && !model.get("pictures")[plate]) model.send({ do: "pictures" }); // one message for them all
      return new Promise((resolve) => {
        waiting.push({ plate, resolve });
        deliver();
      });
    },
    /** The text of all records, as a file for the journal. */
    save() {
      model.send({ seq: (seq += 1), do: "save" });
      return new Promise((resolve) => open.set(seq, { resolve: (answer) => resolve(answer.journal) }));
    },
    stop() {
      model.off("change:pictures", deliver);
      model.off("change:marks", follow);
      model.off("msg:custom", answer);
      model.off("change:unsaved", complain);
      model.off("change:end", close);
    },
  };
}

export default {
  render({ model, el }) {
    setLanguage(el, model);
    const host = kernelHost(model);
    const quiz = mountQuiz(el, { asked: model.get("asked"), words: model.get("words") }, host);
    return () => {
      host.stop();
      quiz.remove();
    };
  },
};
