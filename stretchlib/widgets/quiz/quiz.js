// A quiz: one question at a time, with a map of them; at the end the sums and what to look at again. Texts are always texts.
//
// host: {score(question, response, confidence, asked) -> Promise of a mark or {refused, asks}, earlier: {id: mark},
// unsaved: {id: sentence}, onUnsaved(listener), end: sentence below the sums, onEnd(listener), save() -> Promise of a
// text, where what could not be kept can be saved as a file}. In a notebook Python is the host; a page without a kernel
// brings its own. picture(plate) -> Promise of {png, alt, dots: {letter: [x, y]}}, or of {fault} where it cannot be drawn.
import { button, h, phrases, setText, setLanguage } from "../shared/dom.js";
import { kernelHost } from "./kernel_host.js";
import { questionCard } from "./question_card.js";
import { sequenceOf, signOf, standingOf } from "./sequence.js";

const AGAIN = ["wrong", "partly", "unsure"]; // standings to look at again, and the order in which they are named
const SIGNED = ["right", "partly", "wrong", "unsure"];

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

/** The sentence at the end, which comes and changes with the answers. */
function endSentence(host) {
  const element = h("p", { class: "slq-end" });
  const tell = (text) => {
    setText(element, text ?? "");
    element.hidden = !text;
  };
  tell(host.end);
  host.onEnd?.(tell);
  return element;
}

/**
 * The card at the end: the sums, and a button to each question that is open or to look at again.
 * {element, heading, foot, show(sum, rows)}; rows: [{number, stem, state, go}] of the core questions.
 */
function endCard(t, host) {
  const heading = h("h3", { class: "slq-place", tabindex: "-1", "data-lm-suppress-shortcuts": "true" }, t("quiz.summary_title"));
  const sums = h("div", { class: "slq-sums" });
  const again = h("div", { class: "slq-again" });
  const foot = h("div", { class: "slq-foot" });
  const element = h("section", { class: "slq-card slq-summary" }, heading, sums, endSentence(host), again, foot);

  function lead({ number, stem, state, go }) {
    const named = t("quiz.dot", { name: t("quiz.numbered", { number }), state: t(`quiz.state.${state}`) });
    const row = button(`again-${number}`, stem, go, { look: "slq-row" });
    row.prepend(h("b", { "aria-hidden": "true" }, `${number} ${signOf(state)}`), h("span", { class: "slq-heard" }, `${named}. `));
    return h("li", {}, row);
  }

  function show(sum, rows) {
    sums.replaceChildren(h("p", {}, t("quiz.summary_right", sum)),
      ...(sum.left ? [h("p", {}, t("quiz.summary_left", sum))] : []),
      ...(sum.sure.length ? [h("ul", {}, ...sum.sure.map(([percent, right, count]) =>
        h("li", {}, t("quiz.summary_sure", { sure: t(`quiz.sure.${percent}`), percent, right, count }))))] : []));
    const due = rows.filter(({ state }) => AGAIN.includes(state));
    const open = rows.filter(({ state }) => state === "open");
    const list = (key, listed) => (listed.length ? [h("h4", {}, t(key)), h("ul", { class: "slq-rows" }, ...listed.map(lead))] : []);
    again.replaceChildren(...list("quiz.look_again", due), ...(sum.left ? [] : due.length ? [] : [h("p", {}, t("quiz.nothing_again"))]),
      ...list("quiz.still_open", open.slice(0, 1)),
      h("p", { class: "slq-note slq-signs" }, SIGNED.map((state) => `${signOf(state)} ${t(`quiz.state.${state}`)}`).join(" \u00b7 ")));
  }
  return { element, heading, foot, show };
}

/** Show a quiz in `el`. Returns {remove()}. */
export function mountQuiz(el, { asked, words }, host) {
  const t = phrases(words);
  const marks = {};
  const core = asked.filter((question) => !question.extra);
  const extra = asked.filter((question) => question.extra);
  const alone = asked.length === 1;
  const end = core.length > 1 ? endCard(t, host) : null;

  function hear(id, mark) {
    marks[id] = mark;
    tell();
  }

  function stepOf(list, key, question, at) {
    const name = t(key, { number: at + 1, count: list.length });
    const onward = alone ? null : button("onward", t("quiz.onward"), () => sequence.go(steps.indexOf(step) + 1), { look: "slq-main" });
    const card = questionCard(t, question, host, hear, onward);
    const step = { ...card, name, number: at + 1, extra: Boolean(question.extra), id: question.id, stem: question.stem, onward };
    return step;
  }

  const steps = [
    ...core.map((question, at) => stepOf(core, "quiz.place", question, at)),
    ...(end ? [{ ...end, name: t("quiz.summary_title"), end: true }] : []),
    ...extra.map((question, at) => stepOf(extra, "quiz.extra", question, at)),
  ];
  const standing = (step) => standingOf(marks[step.id]);
  const sequence = sequenceOf(t, steps, standing);

  /** Bring map, headings and sums up to date: something was answered, or comes back. */
  function tell() {
    const sum = summaryOf(asked, marks);
    steps.filter((step) => step.id).forEach((step) => {
      const left = sum.left && !step.extra ? t("quiz.left", sum) : "";
      step.place([step.name, alone ? "" : left].filter(Boolean).join(" \u00b7 "));
    });
    end?.show(sum, steps.filter((step) => step.id && !step.extra).map((step) =>
      ({ number: step.number, stem: step.stem, state: standing(step), go: () => sequence.go(steps.indexOf(step)) })));
    sequence.refresh();
  }

  steps.forEach((step, at) => {
    const behind = steps[at + 1];
    if (step.onward && behind?.end) setText(step.onward.lastElementChild, t("quiz.summary_title"));
    if (step.onward && !behind) step.onward.remove();
  });
  const root = h("div", { class: "slq" }, ...(alone ? [] : sequence.elements), ...steps.map((step) => step.element),
    !end && endSentence(host));
  for (const [id, mark] of Object.entries(host.earlier ?? {})) steps.find((step) => step.id === id)?.show(mark, false);
  tell();
  const open = steps.findIndex((step) => step.id && standing(step) === "open" && !step.extra);
  if (!alone) sequence.show(open >= 0 ? open : Math.max(0, steps.findIndex((step) => step.end)));
  el.append(root);
  return { remove: () => root.remove() };
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
