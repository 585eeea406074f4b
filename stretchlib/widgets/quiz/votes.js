// A vote: counts are typed, bars are shown when asked, a second round stands beside the first, then every answer is
// explained. No kernel is needed.
import { button, h, phrases, relabel, setText, uniqueId, setLanguage } from "../shared/dom.js";
import { countsInOrder, voteBars } from "./vote_bars.js";

/** Whole counts of 0 or more from what was typed; null where something else stands there. Empty is 0. */
export function countsOf(texts) {
  const counts = texts.map((text) => (/^\s*\d{0,4}\s*$/.test(text) ? Number(text) : null));
  return counts.includes(null) ? null : counts;
}

/** What was typed in each round outlives a new kernel (the page is loaded again), and goes with the tab. */
function memory(id) {
  const key = `stretchlib-votes-${id}`;
  return {
    read: () => {
      try {
        const kept = JSON.parse(globalThis.sessionStorage?.getItem(key) ?? "[]");
        return Array.isArray(kept) ? kept.filter(Array.isArray).slice(0, 2).map((texts) => texts.map(String)) : [];
      } catch {
        return [];
      }
    },
    write: (rounds) => {
      try {
        globalThis.sessionStorage?.setItem(key, JSON.stringify(rounds));
      } catch {
        // No storage here: the counts live as long as the page.
      }
    },
  };
}

/** The votes of this page: a deck finds them here, and brings in what phones sent. */
const VOTES = Symbol.for("stretchlib.votes");

/**
 * Show a vote in `el`. Returns {root, poll, language, rounds(), setPhones(counts), remove()}: a round is {option id: count},
 * typed and from phones; `setPhones` takes the counts of phones for each round, in the order of the options.
 */
export function mountVotes(el, { poll, words, language = "" }) {
  const t = phrases(words);
  const kept = memory(poll.id);
  const ids = poll.options.map((option) => option.id);
  const bars = voteBars(ids, t);
  const before = kept.read();
  let typed = before.at(-1) ?? [];
  let first = before.length > 1 ? before[0] : null; // the texts of the first round, once a second one is open
  let phones = []; // what phones sent: a list of counts for each round, added to what is typed
  let stage = "count"; // then "bars", then "answer"
  const rows = poll.options.map((option, position) => {
    const id = uniqueId("votes");
    const letter = String.fromCharCode(65 + position);
    const input = h("input", { type: "text", inputmode: "numeric", id, autocomplete: "off", "data-lm-suppress-shortcuts": "true" });
    input.value = typed[position] ?? "";
    const mark = h("span", { class: "slv-mark", hidden: "" }, t("votes.fits"));
    const reason = h("p", { class: "slv-reason", hidden: "" }, option.feedback);
    const element = h("li", { class: "slv-row" }, h("b", { class: "slv-letter", "aria-hidden": "true" }, letter),
      h("div", { class: "slv-words" },
        mark, h("label", { for: id, class: "slv-text" }, h("span", { class: "slt-heard" }, `${letter}. `), option.text), reason),
      bars.of(option.id), h("span", { class: "slv-count" }, input));
    input.addEventListener("input", () => {
      keep();
      if (stage !== "count") draw();
    });
    return { option, input, mark, reason, element };
  });
  const texts = () => rows.map((row) => row.input.value);
  const roundOf = (counts) => Object.fromEntries(ids.map((id, position) => [id, counts[position]]));
  function keep() {
    typed = texts();
    kept.write(first ? [first, typed] : [typed]);
  }
  /** The rounds so far, the open one last; null where a count is no number. */
  function rounds() {
    const counts = [...(first ? [first] : []), texts()].map(countsOf);
    if (counts.includes(null)) return null;
    return counts.map((round, at) => roundOf(round.map((count, position) => count + (phones[at]?.[position] ?? 0))));
  }

  const state = h("p", { class: "slv-state", role: "status" });
  const foot = h("p", { class: "slv-note", hidden: "" }, t(poll.sources ? "votes.sources" : "votes.no_sources", poll));
  const next = button("reveal", t("votes.reveal"), () => {
    if (rounds() === null) return setText(state, t("votes.no_number"));
    stage = stage === "count" ? "bars" : "answer";
    draw();
    if (stage === "answer") root.focus({ preventScroll: true });
  }, { look: "slv-main" });
  const again = button("again", t("votes.again"), () => {
    first = texts();
    for (const row of rows) row.input.value = "";
    stage = "count";
    keep();
    draw();
    rows[0].input.focus({ preventScroll: true });
  });
  again.hidden = true;

  function draw() {
    const drawn = rounds();
    root.dataset.stage = stage;
    for (const row of rows) {
      row.mark.hidden = stage !== "answer" || !row.option.right;
      row.reason.hidden = stage !== "answer" || !row.option.feedback;
      row.element.dataset.right = String(stage === "answer" && row.option.right);
    }
    relabel(next, { text: t(stage === "count" ? "votes.reveal" : "votes.answer") });
    next.hidden = stage === "answer";
    again.hidden = stage !== "bars" || first !== null;
    foot.hidden = stage !== "answer";
    if (drawn === null) return setText(state, t("votes.no_number"));
    bars.show(stage === "count" ? (first ? drawn.slice(0, 1) : []) : drawn);
    const totals = drawn.map((round) => countsInOrder(round, ids).reduce((sum, count) => sum + count, 0));
    const second = { first: totals[0], second: totals[1] };
    if (stage === "count") setText(state, first ? t("votes.second_round") : "");
    else setText(state, first ? t("votes.totals", second) : t("votes.total", { total: totals[0] }));
  }

  const root = h("section", { class: "slv", tabindex: "-1" }, h("h3", { class: "slv-stem" }, poll.stem),
    h("ol", { class: "slv-rows" }, ...rows.map((row) => row.element)),
    h("div", { class: "slv-foot" }, next, again, state), foot);
  draw();
  el.append(root);
  function setPhones(counts) {
    if (JSON.stringify(counts) === JSON.stringify(phones)) return;
    phones = counts;
    if (stage !== "count" || first) draw();
  }
  const vote = { root, poll, language, rounds, setPhones };
  (globalThis[VOTES] ??= new Set()).add(vote);
  return { ...vote, remove: () => (globalThis[VOTES].delete(vote), root.remove()) };
}

export default {
  render({ model, el }) {
    setLanguage(el, model);
    const votes = mountVotes(el, { poll: model.get("poll"), words: model.get("words"), language: model.get("language") });
    return () => votes.remove();
  },
};
