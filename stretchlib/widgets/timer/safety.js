// The safety questions before the first practice on a page, one group at a time, and whom to turn to.
//
// Nobody is asked which question it was; "one or more" and "I prefer not to say" are one and the same answer.
// The choice lives in the memory of the page only. Watching is always open and worth the same.
import { button, h, pageChanged, pageMemory, uniqueId, wordKey } from "../shared/dom.js";

/** The most urgent first. Anything else in the data comes after these, under its own name. */
export const URGENCIES = ["emergency", "same day", "before exercise"];

/** The answer to the safety questions of this page: {choice: null | "move" | "watch", flagged}. */
export function safetyAnswer() {
  return pageMemory().safety;
}

/** Remember an answer for all timers of the page; flagged: it came by "one or more, or prefer not to say". */
export function answerSafetyQuestions(choice, flagged) {
  pageMemory().safety = { choice, flagged };
  pageChanged();
}

/** The questions with their marks, by urgency, the most urgent first: [{urgency, questions: [text]}]. */
export function byUrgency(redFlags) {
  const named = [...new Set(redFlags.map((flag) => flag.urgency))];
  const order = [
    ...URGENCIES.filter((urgency) => named.includes(urgency)),
    ...named.filter((urgency) => !URGENCIES.includes(urgency)),
  ];
  return order.map((urgency) => ({
    urgency,
    questions: redFlags
      .filter((flag) => flag.urgency === urgency)
      .map((flag) => [flag.question, flag.mark].filter(Boolean).join(" ")),
  }));
}

/**
 * The safety questions and, behind them, whom to turn to. red_flags: [{id, question, urgency, region, mark, review}]; t: phrases(); level: of
 * headings.
 * onPassed() is called after an answer was remembered. Returns {element, show(page, focus)}.
 */
export function createSafetyQuestions({ red_flags, t, level, onPassed }) {
  const groups = byUrgency(red_flags ?? []);
  const reviews = [...new Set((red_flags ?? []).map((flag) => flag.review))].filter(Boolean);
  const answer = (choice, flagged) => {
    answerSafetyQuestions(choice, flagged);
    onPassed();
  };

  // Headings take the focus when a page opens, so that a screen reader begins at its top.
  const heading = (text) =>
    h(`h${level}`, { class: "slt-gate-title", tabindex: "-1", "data-lm-suppress-shortcuts": "true" }, text);
  const group = (urgency, body) =>
    h(
      "div",
      { class: "slt-gate-group", "data-urgency": urgency },
      h(`h${level + 1}`, { class: "slt-gate-urgency", tabindex: "-1", "data-lm-suppress-shortcuts": "true" },
        t(wordKey("gate.urgency", urgency))),
      ...body,
    );
  const asked = groups.map(({ urgency, questions }) =>
    group(urgency, [h("ul", {}, ...questions.map((question) => h("li", {}, question)))]));
  const step = h("p", { class: "slt-gate-step" });
  const before = button("gate-before", t("gate.before"), () => ask(at - 1, true), { look: "slt-choice" });
  let at = 0; // the group that is asked

  function questionPage() {
    const choices =
      groups.length > 0
        ? [
            button("gate-none", t("gate.none"), () => (at + 1 < asked.length ? ask(at + 1, true) : answer("move", false)),
              { look: "slt-choice" }),
            button("gate-some", t("gate.some"), () => show("help", true), { look: "slt-choice" }),
            before,
          ]
        : // Where the table of questions is empty nobody may move, only watch.
          [button("gate-watch", t("gate.watch"), () => answer("watch", true), { look: "slt-choice" })];
    const whether = h("p", { class: "slt-gate-ask", id: uniqueId("ask") }, t("gate.ask"));
    return h(
      "div",
      { class: "slt-gate-page", "data-page": "questions" },
      heading(t("gate.title")),
      step,
      h("p", { class: "slt-gate-lead" }, t(groups.length > 0 ? "gate.lead" : "gate.empty")),
      h("div", { class: "slt-gate-groups" }, ...asked),
      groups.length > 0 ? whether : null,
      h(
        "div",
        { class: "slt-choices", role: "group", "aria-labelledby": groups.length > 0 ? whether.id : null },
        ...choices,
      ),
      h("p", { class: "slt-small" }, t("gate.private"), " ",
        reviews.length > 0 ? t("gate.review", { state: reviews.join("; ") }) : null),
    );
  }

  function helpPage() {
    const help = ({ urgency }) => group(urgency, [h("p", {}, t(wordKey("gate.help", urgency)))]);
    return h(
      "div",
      { class: "slt-gate-page", "data-page": "help" },
      heading(t("gate.help.title")),
      h("p", { class: "slt-gate-lead" }, t("gate.help.lead")),
      h("div", { class: "slt-gate-groups" }, ...groups.map(help)),
      h("p", { class: "slt-gate-ask" }, t("gate.watch.lead")),
      h(
        "div",
        { class: "slt-choices" },
        button("gate-watch", t("gate.watch"), () => answer("watch", true), {
          look: "slt-choice",
          picture: "watch",
        }),
        button("gate-back", t("gate.back"), () => show("questions", true), { look: "slt-choice" }),
      ),
      h("p", { class: "slt-small" }, t("gate.private")),
    );
  }

  const pages = { questions: questionPage(), help: helpPage() };
  const element = h("div", { class: "slt-gate" }, pages.questions, pages.help);

  /** Ask the questions of one group; the others wait. */
  function ask(number, focus = false) {
    at = number;
    asked.forEach((section, i) => (section.hidden = i !== at));
    before.hidden = at === 0;
    step.hidden = asked.length < 2;
    step.textContent = t("gate.step", { step: at + 1, steps: asked.length });
    if (focus) asked[at].firstElementChild.focus({ preventScroll: true });
    if (focus) element.scrollIntoView?.({ block: "nearest" });
  }

  function show(page, focus = false) {
    element.dataset.page = page;
    if (page === "questions") ask(0);
    for (const [name, section] of Object.entries(pages)) section.hidden = name !== page;
    if (!focus) return;
    const title = pages[page].firstElementChild;
    title.focus({ preventScroll: true });
    title.scrollIntoView?.({ block: "nearest" });
  }
  show("questions");
  return { element, show };
}
