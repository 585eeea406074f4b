// A vote: counts are typed, the histogram is shown when asked, the answer when asked again. No kernel is needed.
import { button, h, phrases, relabel, setText, uniqueId, setLanguage } from "../shared/dom.js";

/** Whole counts of 0 or more from what was typed; null where something else stands there. Empty is 0. */
export function countsOf(texts) {
  const counts = texts.map((text) => (/^\s*\d{0,4}\s*$/.test(text) ? Number(text) : null));
  return counts.includes(null) ? null : counts;
}

/** Shares in whole per cent; they need not add up to 100. All 0 where nobody voted. */
export function sharesOf(counts) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total ? Math.round((100 * count) / total) : 0));
}

/** What was typed outlives a new kernel (the page is loaded again), and goes with the tab. */
function memory(id) {
  const key = `stretchlib-votes-${id}`;
  return {
    read: () => {
      try {
        const kept = JSON.parse(globalThis.sessionStorage?.getItem(key) ?? "[]");
        return Array.isArray(kept) ? kept.map(String) : [];
      } catch {
        return [];
      }
    },
    write: (texts) => {
      try {
        globalThis.sessionStorage?.setItem(key, JSON.stringify(texts));
      } catch {
        // No storage here: the counts live as long as the page.
      }
    },
  };
}

/** Show a vote in `el`. Returns {remove()}. */
export function mountVotes(el, { poll, words }) {
  const t = phrases(words);
  const kept = memory(poll.id);
  const earlier = kept.read();
  const rows = poll.options.map((option, position) => {
    const id = uniqueId("votes");
    const letter = String.fromCharCode(65 + position);
    const input = h("input", { type: "text", inputmode: "numeric", id, autocomplete: "off", "data-lm-suppress-shortcuts": "true" });
    input.value = earlier[position] ?? "";
    const bar = h("div", { class: "slv-bar" });
    const number = h("span", {});
    const mark = h("span", { class: "slv-mark", hidden: "" }, t("votes.fits"));
    const track = h("div", { class: "slv-track", hidden: "" }, bar);
    const share = h("span", { class: "slv-share" }, number, mark);
    const element = h("li", { class: "slv-row" }, track,
      h("label", { for: id, class: "slv-text" }, h("b", {}, `${letter}. `), option.text),
      h("span", { class: "slv-count" }, input), share);
    input.addEventListener("input", () => {
      kept.write(rows.map((row) => row.input.value));
      if (stage > 0) draw();
    });
    return { option, input, bar, track, number, mark, element };
  });
  let stage = 0; // 0 counting, 1 the histogram shows, 2 the answer shows
  const state = h("p", { class: "slv-state", role: "status" });
  const answer = h("div", { class: "slv-answer", hidden: "" });
  const next = button("reveal", t("votes.reveal"), () => {
    if (countsOf(rows.map((row) => row.input.value)) === null) return setText(state, t("votes.no_number"));
    stage = Math.min(stage + 1, 2);
    draw();
  }, { look: "slv-main" });

  function draw() {
    const counts = countsOf(rows.map((row) => row.input.value));
    setText(state, counts === null ? t("votes.no_number") : "");
    if (counts === null) return;
    const shares = sharesOf(counts);
    const most = Math.max(1, ...counts);
    rows.forEach((row, position) => {
      row.track.hidden = false;
      row.bar.style.inlineSize = `${(100 * counts[position]) / most}%`;
      setText(row.number, t("votes.share", { count: counts[position], percent: shares[position] }));
      row.mark.hidden = stage < 2 || !row.option.right;
    });
    const total = counts.reduce((sum, count) => sum + count, 0);
    setText(state, stage < 2 ? t("votes.total", { total }) : "");
    relabel(next, { text: t("votes.answer") });
    next.hidden = stage === 2;
    answer.hidden = stage < 2;
  }

  const right = poll.options.filter((option) => option.right);
  answer.append(...right.map((option) => h("p", {}, option.feedback)),
    h("p", { class: "slv-note" }, t(poll.sources ? "votes.sources" : "votes.no_sources", poll)));
  const root = h("section", { class: "slv" }, h("h3", { class: "slv-stem" }, poll.stem),
    h("ol", { class: "slv-rows" }, ...rows.map((row) => row.element)), state, next, answer);
  el.append(root);
  return { remove: () => root.remove() };
}

export default {
  render({ model, el }) {
    setLanguage(el, model);
    const votes = mountVotes(el, { poll: model.get("poll"), words: model.get("words") });
    return () => votes.remove();
  },
};
