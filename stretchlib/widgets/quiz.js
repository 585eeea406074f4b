// A quiz: cards with native controls; how sure one is comes before the answer. Texts are always texts.
//
// host: {score(question, response, confidence) -> Promise of a mark, earlier: {id: mark}}. In a notebook Python
// is the host; a page without a kernel brings its own.
import { button, h, phrases, setText, uniqueId } from "./dom.js";
import { confidenceOf, controlsOf } from "./quiz_controls.js";

const PATIENCE_MS = 5000;

/** The heading of a mark, as a key of the words. */
export function verdictKey(mark) {
  if (mark.right) return "quiz.right";
  return mark.points > 0 ? "quiz.partly" : "quiz.not_yet";
}

/** What a class of marks comes to: {count, right, points, left, sure: [[percent, right, count], ...]}. */
export function summaryOf(questions, marks) {
  const counted = questions.filter((question) => !question.optional);
  const marked = counted.map((question) => marks[question.id]).filter((mark) => mark?.stage === "marked");
  const sure = new Map();
  for (const mark of marked.filter((one) => one.confidence)) {
    const [right, count] = sure.get(mark.confidence) ?? [0, 0];
    sure.set(mark.confidence, [right + (mark.right ? 1 : 0), count + 1]);
  }
  return {
    count: counted.length,
    right: marked.filter((mark) => mark.right).length,
    points: Math.round(10 * marked.reduce((sum, mark) => sum + mark.points, 0)) / 10,
    left: counted.length - marked.length,
    sure: [...sure].sort(([a], [b]) => a - b).map(([percent, [right, count]]) => [percent, right, count]),
  };
}

function feedback(t, mark, question) {
  const shown = question.kind === "written" ? [] : mark.notes;
  return [
    h("p", { class: "slq-points" }, t("quiz.points", { points: Math.round(100 * mark.points) / 100 })),
    h("ul", { class: "slq-notes" }, ...shown.map((note) =>
      h("li", { "data-fits": note.right === null ? "" : String(note.right) },
        note.of && h("b", {}, note.right === null || question.kind === "order" ? `${note.of}: `
          : `${t(note.right ? "quiz.fits" : "quiz.fits_not")}: ${note.of}. `), note.text))),
    mark.key && question.kind !== "written" && h("p", { class: "slq-key" }, t("quiz.key", mark)),
    mark.unsaved && h("p", { class: "slq-refused" }, mark.unsaved),
    h("p", { class: "slq-note" }, t(mark.sources ? "quiz.sources" : "quiz.no_sources", mark)),
  ];
}

function card(t, question, number, count, host, changed) {
  const head = uniqueId("question");
  const controls = controlsOf(question, t);
  const sure = question.kind === "written" ? null : confidenceOf(question, t);
  const state = h("p", { class: "slq-refused", role: "status" });
  const title = h("h4", { tabindex: "-1", class: "slq-verdict", "data-lm-suppress-shortcuts": "true" });
  const result = h("div", { class: "slq-result", hidden: "" });
  const fields = h("fieldset", { class: "slq-controls" }, h("legend", { id: head }, question.stem), controls.element);
  const check = button("check", t(question.kind === "written" ? "quiz.compare" : "quiz.check"), send, { look: "slq-main" });
  const element = h("section", { class: "slq-card", "aria-labelledby": head, "data-question": question.id },
    h("p", { class: "slq-place" }, question.optional ? t("quiz.extra") : t("quiz.place", { number, count })),
    fields, sure?.element, state, check, result);
  let mine = 0;

  async function send() {
    const response = controls.read();
    const confidence = sure?.read() ?? null;
    if (response === null) return setText(state, t("quiz.empty"));
    if (sure && confidence === null) return setText(state, t("quiz.say_sure"));
    setText(state, "");
    const turn = (mine += 1);
    const patience = setTimeout(() => setText(state, t("quiz.waiting")), PATIENCE_MS);
    const mark = await host.score(question.id, response, confidence);
    clearTimeout(patience);
    if (turn === mine) show(mark, true);
  }

  function show(mark, fresh) {
    setText(state, mark.refused ?? "");
    if (mark.refused) return;
    controls.restore(mark.response, mark);
    sure?.restore(mark.confidence);
    setText(check.lastElementChild, t(mark.stage === "rubric" ? "quiz.count_it" : "quiz.again"));
    if (mark.stage === "marked") {
      setText(title, t(verdictKey(mark)));
      element.dataset.verdict = verdictKey(mark).split(".")[1];
      result.replaceChildren(title, ...feedback(t, mark, question).filter(Boolean));
      result.hidden = false;
      if (fresh) title.focus();
      changed(question.id, mark);
    }
  }

  // A changed answer has not been checked: what was said of the last one goes.
  fields.addEventListener("input", () => {
    if (result.hidden) return;
    result.hidden = true;
    delete element.dataset.verdict;
    setText(check.lastElementChild, t(question.kind === "written" ? "quiz.count_it" : "quiz.check"));
  });
  return { element, show };
}

/** Show a quiz in `el`. Returns {remove()}. */
export function mountQuiz(el, { asked, words }, host) {
  const t = phrases(words);
  const marks = {};
  const count = asked.filter((question) => !question.optional).length;
  const sums = h("section", { class: "slq-summary", "aria-live": "polite" });
  const cards = new Map();

  function summarise() {
    const sum = summaryOf(asked, marks);
    sums.hidden = sum.left === sum.count;
    sums.replaceChildren(h("h4", {}, t("quiz.summary_title")), h("p", {}, t("quiz.summary", sum)),
      ...(sum.left ? [h("p", {}, t("quiz.summary_left", sum))] : []),
      h("ul", {}, ...sum.sure.map(([percent, right, number]) =>
        h("li", {}, t("quiz.summary_sure", { sure: t(`quiz.sure.${percent}`), percent, right, count: number })))));
  }

  let number = 0;
  for (const question of asked) {
    if (!question.optional) number += 1;
    cards.set(question.id, card(t, question, number, count, host, (id, mark) => {
      marks[id] = mark;
      summarise();
    }));
  }
  const root = h("div", { class: "slq" }, ...[...cards.values()].map((one) => one.element), sums);
  for (const [id, mark] of Object.entries(host.earlier ?? {})) cards.get(id)?.show(mark, false);
  summarise();
  el.append(root);
  return { show: (id, mark) => cards.get(id)?.show(mark, false), remove: () => root.remove() };
}

/** Python as the host: an attempt goes out with a number, and the mark with that number answers it. */
export function kernelHost(model) {
  const open = new Map();
  let seq = Date.now();
  function follow() {
    for (const mark of Object.values(model.get("marks"))) {
      open.get(mark.seq)?.(mark);
      open.delete(mark.seq);
    }
  }
  model.on("change:marks", follow);
  return {
    earlier: model.get("marks"),
    score(question, response, confidence) {
      seq += 1;
      return new Promise((resolve) => {
        open.set(seq, resolve);
        model.send({ seq, question, response, confidence });
      });
    },
    stop: () => model.off("change:marks", follow),
  };
}

export default {
  render({ model, el }) {
    const host = kernelHost(model);
    const quiz = mountQuiz(el, { asked: model.get("asked"), words: model.get("words") }, host);
    return () => {
      host.stop();
      quiz.remove();
    };
  },
};
