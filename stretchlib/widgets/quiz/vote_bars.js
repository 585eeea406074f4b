// The bars of a vote: for each option a bar out of 100 % for each round, with how many chose it.
import { h, setText } from "../shared/dom.js";

/** Shares in whole per cent; they need not add up to 100. All 0 where nobody voted. */
export function sharesOf(counts) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total ? Math.round((100 * count) / total) : 0));
}

/** The counts of a round, {option id: count}, in the order of the options; a missing option counts 0. */
export const countsInOrder = (round, ids) => ids.map((id) => round[id] ?? 0);

/**
 * Bars for the options `ids`. `of(id)` is the element for an option's row, `show(rounds)` draws one bar for each
 * round; rounds: [{option id: count}, ...], the first round first, at most two.
 */
export function voteBars(ids, t) {
  const line = () => {
    const bar = h("span", { class: "slv-bar" });
    const number = h("span", { class: "slv-share" });
    const element = h("span", { class: "slv-line", hidden: "" }, h("span", { class: "slv-track" }, bar), number);
    return { bar, number, element };
  };
  const rows = new Map(ids.map((id) => {
    const lines = [line(), line()];
    return [id, { lines, element: h("span", { class: "slv-bars" }, ...lines.map(({ element }) => element)) }];
  }));
  function show(rounds) {
    rounds.forEach((round, at) => {
      const counts = countsInOrder(round, ids);
      const shares = sharesOf(counts);
      const total = counts.reduce((sum, count) => sum + count, 0);
      ids.forEach((id, position) => {
        const { bar, number, element } = rows.get(id).lines[at];
        element.hidden = false;
        element.dataset.earlier = String(at < rounds.length - 1);
        bar.style.inlineSize = `${total ? (100 * counts[position]) / total : 0}%`;
        setText(number, t("votes.share", { count: counts[position], percent: shares[position] }));
      });
    });
    for (const { lines } of rows.values()) lines.slice(rounds.length).forEach(({ element }) => (element.hidden = true));
  }
  return { of: (id) => rows.get(id).element, show };
}
