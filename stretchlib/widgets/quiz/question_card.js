// The card of a question: native controls; how sure one is comes before the answer, and what is said stands in its place.
import { button, h, setText, uniqueId } from "../shared/dom.js";
import { confidenceOf, controlsOf } from "./controls.js";
import { headedParts, textsByHead } from "../shared/heads.js";
import { saveOffer } from "../shared/save_offer.js";

const PATIENCE_MS = 5000;
const LONG = 160; // characters of a question that is set smaller

/** The heading of a mark, as a key of the words. */
export function verdictKey(mark) {
  if (mark.criteria) return "quiz.ticked"; // marked by the student: no verdict of ours
  if (mark.right) return "quiz.right";
  return mark.points > 0 ? "quiz.partly" : "quiz.not_yet";
}

/** The subject of a note without its full stop: the phrase around it brings its own. */
const noteSubject = (note) => ({ of: note.of.replace(/\.$/, "") });

/** The notes of a mark as a list; of a text its criteria, ticked or not. */
function noteList(t, notes) {
  const word = (note) => h("b", { class: note.of ? null : "slq-heard" }, `${t(`quiz.${note.fits}`, noteSubject(note))} `);
  return notes.length > 0 && h("ul", { class: "slq-notes" }, ...notes.map((note) =>
    h("li", { "data-fits": note.fits }, note.fits && word(note), note.text)));
}

/** The criteria of a text as notes. */
function criteriaNotes({ criteria, response }) {
  return criteria.map(({ id, text }) => ({ fits: response?.criteria?.includes(id) ? "ticked_yes" : "ticked_not", of: "", text }));
}

/** What is said of a mark: what belongs to the answer, and beside it what is told of the whole question. */
function feedback(t, mark, title) {
  const confidence = mark.first.confidence;
  const notes = mark.criteria ? criteriaNotes(mark) : mark.notes;
  const asides = notes.filter((note) => note.fits === "aside");
  const list = noteList(t, notes.filter((note) => note.fits !== "aside"));
  const heads = asides.length ? headedParts([[t("quiz.yours"), [list]], ...textsByHead(asides),
    ...(mark.sources ? [[t("quiz.sources_title"), [mark.sources]]] : [])], "slq") : null;
  return [
    h("div", { class: "slq-head" }, title,
      mark.points > 0 && mark.points < 1 && !mark.criteria &&
        h("p", { class: "slq-note" }, t("quiz.points", { points: Math.round(100 * mark.points) / 100 })),
      confidence && h("p", { class: "slq-note" }, t("quiz.said", { sure: t(`quiz.sure.${confidence}`) }))),
    ...(heads ? [heads.tabs, ...heads.panels] : [list]),
    mark.key && h("p", { class: "slq-key" }, t("quiz.key", mark)),
    h("p", { class: "slq-note" }, t(asides.length ? "quiz.sure_of" : mark.sources ? "quiz.sources" : "quiz.no_sources", mark)),
  ].filter(Boolean);
}

/**
 * The card of a question: {element, heading, foot, show(mark, fresh), place(text)}.
 *
 * changed(id, mark) hears of each mark. onward: the button that leads on from an answered question, or nothing where
 * there is nowhere to go.
 */
export function questionCard(t, question, host, changed, onward) {
  const head = uniqueId("question");
  const written = question.kind === "written";
  const controls = controlsOf(question, t, host.picture);
  const sure = question.confidences.length ? confidenceOf(question, t) : null;
  const state = h("p", { class: "slq-state", role: "status" });
  const heading = h("h3", { class: "slq-place", tabindex: "-1", "data-lm-suppress-shortcuts": "true" });
  const title = h("h4", { tabindex: "-1", class: "slq-verdict", "data-lm-suppress-shortcuts": "true" });
  const result = h("div", { class: "slq-result", hidden: "" });
  const unsaved = h("p", { class: "slq-unsaved", role: "status" });
  const offer = host.save && saveOffer(t, host.save);
  const fields = h("fieldset", { class: "slq-controls" },
    h("legend", { id: head, class: question.stem.length > LONG ? "slq-long" : null }, question.stem), controls.element);
  const check = button("check", t(written ? "quiz.compare" : "quiz.check"), press, { look: "slq-main" });
  const foot = h("div", { class: "slq-foot" }, onward, check, state);
  const element = h("article", { class: "slq-card", "aria-labelledby": head, "data-question": question.id, "data-kind": question.kind },
    heading, fields, h("div", { class: "slq-kept" }, unsaved, offer?.element), foot);
  for (const part of [sure?.element, result]) if (part) (controls.side ?? fields).append(part);
  let turn = 0;
  let seen = false; // the answer has been seen: how sure one is says nothing any more
  let asked = null; // a number that may be read in two ways, and was asked about: checked again, it stays as it is
  if (onward) onward.hidden = true;

  /** What the button of the card does: it checks, or it asks for the answer once more. */
  function offerTo(key) {
    setText(check.lastElementChild, t(key));
    check.classList.toggle("slq-main", key !== "quiz.again"); // another try is offered, not urged
  }

  /** Show the question to be answered, or what is said of its answer. */
  function turnTo(answered) {
    result.hidden = !answered;
    if (onward) onward.hidden = !answered;
    for (const part of controls.choices ?? [controls.element]) part.hidden = answered;
    if (sure) sure.element.hidden = seen;
    if (!answered) delete element.dataset.verdict;
    offerTo(answered ? "quiz.again" : written ? "quiz.count_it" : "quiz.check");
  }

  function press() {
    if (result.hidden) return send();
    turnTo(false);
    heading.focus(); // the button stays; what it brought back is read from its beginning
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
      offerTo("quiz.count_it");
      setText(state, t("quiz.rubric_shown"));
      return;
    }
    seen = true;
    turnTo(true);
    const ticked = { ticked: mark.response?.criteria?.length, count: mark.criteria?.length };
    setText(title, t(verdictKey(mark), ticked));
    element.dataset.verdict = verdictKey(mark).split(".")[1];
    result.replaceChildren(...feedback(t, mark, title));
    if (fresh) title.focus();
    changed(question.id, mark);
  }

  // A changed answer has not been checked: what was said of the last one goes, and what is under way is not shown.
  fields.addEventListener("input", () => {
    turn += 1;
    setText(state, "");
    if (!result.hidden) turnTo(false);
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
  return { element, heading, foot, show, place: (text) => setText(heading, text) };
}
