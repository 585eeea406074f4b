// The table of the three geometries beside the hip: their moment arms and lengths side by side.
import { h, setText } from "../shared/dom.js";
import { spanOfArms } from "../../stage/hip_people.js";
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
 * The table: {element, show(numbers, model, people)}, where people, the texts {name, rotation, adduction, flexion, length},
 * fill one column more. geometries: {id: {name}}; words as the page has them. A cell whose path
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
  const over = [h("th", { scope: "col", "data-over": "name" })]; // the column of one person or of all
  for (const line of rows) {
    over.push(h("td", { "data-over": line.lastElementChild.dataset.row }));
    line.append(over.at(-1));
  }
  const element = h("table", { class: "slx-numbers" }, h("caption", {}, t("explorer.numbers")),
    h("thead", {}, h("tr", {}, h("td"), ...ids.map((id) => columns.get(id)[0]), over[0])), h("tbody", {}, ...rows));

  function show(numbers, chosen, people = null) {
    for (const cell of over) {
      cell.hidden = !people;
      setText(cell, people?.[cell.dataset.over] ?? "");
    }
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

/** What is told of one person or of all 26, as texts: {name, rotation, adduction, flexion, length, fact}. */
export function overPeople(words, people, values) {
  const t = hipPhrases({ words });
  const { hip, muscle, flexion, adduction, rotation } = values;
  const count = people.persons().length;
  const name = hip === "all" ? t("explorer.over.all", { count }) : t("explorer.hip.person", { person: hip });
  const spread = people.spread(hip, muscle, { flexion, adduction, rotation });
  if (!spread) {
    const lacks = t("explorer.over.no_part");
    return { name, rotation: lacks, adduction: lacks, flexion: lacks, length: lacks, fact: t("explorer.over.not_carried") };
  }
  const written = (arm) => fixedText(Math.abs(arm), 0);
  const arms = Object.fromEntries(["rotation", "adduction", "flexion"].map((axis) =>
    [axis, spanOfArms(t, axis, spread.arms[axis], written)]));
  const [low, high] = spread.percent.map((percent) => signedText(percent, 1));
  const length = low === high ? t("explorer.over.percent", { percent: low }) : t("explorer.over.percents", { low, high });
  return { name, ...arms, length, fact: t("explorer.over.fact", { name, ...arms, length }) };
}
