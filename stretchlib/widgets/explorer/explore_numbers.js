// The table of the three geometries beside the hip: their moment arms and lengths side by side.
import { h, setText } from "../shared/dom.js";
import { hipPhrases } from "../../stage/hip_sentences.js";
import { fixedText, signedText } from "../../stage/written_numbers.js";

const ROWS = { rotation: "explorer.row.rotation", adduction: "explorer.row.adduction", flexion: "explorer.row.flexion",
  length: "explorer.row.length" };
const TOWARDS = { rotation: ["inward", "outward"], adduction: ["adduction", "abduction"], flexion: ["flexion", "extension"] };

/** The text of a cell: what `each`, an entry of hipNumbers(), has in this row. */
export function cellText(t, row, each) {
  if (!each.has) return t("explorer.no_part");
  if (row === "length") { // a narrow cell breaks between the two numbers, not before their units
    const text = t("explored.change", { mm: signedText(each.mm, 0), percent: signedText(each.percent, 1) });
    return text.replace(/ (mm|%)/g, "\u00a0$1");
  }
  const arm = each.arms[row];
  return t("towards.arm", { arm: fixedText(Math.abs(arm), 0), way: t(`towards.${TOWARDS[row][arm < 0 ? 1 : 0]}`) });
}

/**
 * The table: {element, show(numbers, model)}. geometries: {id: {name}}; words as the page has them. A cell whose path
 * jumps near here (an arm) or on the way here (a length) bears a hollow mark, as in the still.
 */
export function numbersTable(words, geometries, { lengths = true } = {}) {
  const t = hipPhrases({ words });
  const ids = Object.keys(geometries);
  const columns = new Map(ids.map((id) => [id, [h("th", { scope: "col" }, geometries[id].name)]]));
  const rows = Object.entries(ROWS).filter(([row]) => lengths || row !== "length").map(([row, key]) =>
    h("tr", {}, h("th", { scope: "row" }, t(key)), ...ids.map((id) => {
      const cell = h("td", { "data-row": row, "data-geometry": id });
      columns.get(id).push(cell);
      return cell;
    })));
  const element = h("table", { class: "slx-numbers" }, h("caption", {}, t("explorer.numbers")),
    h("thead", {}, h("tr", {}, h("td"), ...ids.map((id) => columns.get(id)[0]))), h("tbody", {}, ...rows));

  function show(numbers, chosen) {
    for (const each of numbers) {
      for (const cell of columns.get(each.geometry)) {
        const { row } = cell.dataset;
        if (row) setText(cell, cellText(t, row, each));
        cell.classList.toggle("slx-chosen", each.geometry === chosen);
        cell.classList.toggle("slx-jumps", Boolean(row && (row === "length" ? each.onWay : each.near)));
      }
    }
  }
  return { element, show };
}
