// Marking without a kernel, by the key that was published with the question (Sheet.key). It agrees with
// questions/marking.py and questions/feedback.py; a test answers every question in both.
import { meant, readValues, sameUnit } from "../../questions/typed_numbers.js";

/** The longest run of positions in rising order, gaps allowed. */
function longestRun(positions) {
  const ends = [];
  for (const position of positions) {
    const at = ends.findIndex((end) => end >= position);
    if (at < 0) ends.push(position);
    else ends[at] = position;
  }
  return ends.length;
}

const noteOf = (fits, { name, of = name, text }) => ({ fits, of, text });
const fitOf = (option, chosen) => (option.correct ? "fits" : "fits_not") + (chosen.includes(option.id) ? "_chosen" : "");

function markChoice(key, response) {
  const right = key.options.some(({ id, correct }) => id === response && correct);
  const spoken = key.options.filter((option) => option.id === response || option.correct);
  return { points: right ? 1 : 0, right, notes: spoken.map((option) => noteOf(fitOf(option, [response]), option)) };
}

function markChoices(key, response) {
  const good = key.options.filter(({ id, correct }) => response.includes(id) === correct).length;
  return { points: good / key.options.length, right: good === key.options.length,
    notes: key.options.map((option) => noteOf(fitOf(option, response), option)) };
}

/** Areas on a body: as choices, but to mark none is no answer. */
const markAreas = (key, response, t) => (response.length ? markChoices(key, response) : { refused: t("quiz.empty") });

function markPairs(key, response, t) {
  const lefts = Object.keys(key.pairs);
  if (Object.keys(response).length < lefts.length) return { refused: t("quiz.unfinished") };
  const fits = (id) => key.pairs[id] === response[id];
  const good = lefts.filter(fits).length;
  return { points: good / lefts.length, right: good === lefts.length,
    notes: key.options.map((option) => noteOf(fits(option.id) ? "pair" : "pair_other", option)) };
}

function markOrder(key, response, t) {
  const positions = Object.fromEntries(key.options.map(({ id, order }) => [id, order]));
  const steps = key.options.length;
  if (response.length < steps) return { refused: t("quiz.unfinished") };
  const run = longestRun(response.map((id) => positions[id]));
  const right = run === steps;
  const inOrder = right ? [] : [noteOf("", { of: "", text: t("quiz.order_run", { run, steps }) })];
  return { points: (run - 1) / Math.max(steps - 1, 1), right,
    notes: [...inOrder, ...key.options.map((option) => noteOf("step", option))] };
}

function markNumber(key, response, t, asked) {
  const typed = readValues(response);
  if (typed === null) return { refused: t("quiz.no_number", { text: [...response].slice(0, key.quoted).join("") }) };
  const { values, unit } = typed;
  let value = meant(values, key.answer, key.tolerance);
  const unclear = value === null && !asked;
  value ??= values[0];
  const near = (number, reach) => Math.abs(value - number) <= reach;
  const wrong = (notes) => ({ points: 0, right: false, notes });
  if (unit && !sameUnit(unit, key.unit)) {
    const text = t(key.unit ? "quiz.wrong_unit" : "quiz.no_unit", { unit: key.unit, typed: unit });
    return wrong([noteOf("", { of: "", text })]);
  }
  if (unclear) {
    const [decimal, thousands] = [values[0].toFixed(3), values[1].toFixed(0)];
    return { asks: true, refused: t("quiz.two_readings",
      { thousands, decimal: decimal.replace(".", t("number.decimal_mark")) }) };
  }
  if (near(key.answer, key.reach)) return { points: 1, right: true, notes: key.right };
  const slip = key.slips.find(([number, reach]) => near(number, reach));
  return wrong(slip ? slip[2] : value < key.answer ? key.low : key.high);
}

function markText(key, response) {
  const share = response.criteria.length / Math.max(key.options.length, 1);
  const said = key.options.filter(({ text }) => text);
  return { points: share, right: share === 1, notes: said.map((option) => noteOf("", option)), ...rubricOf(key) };
}

const rubricOf = (key) => ({ criteria: key.options.map(({ id, name }) => ({ id, text: name })), example: key.text });

const MARKERS = { single: markChoice, label: markChoice, multiple: markChoices, area: markAreas, match: markPairs, order: markOrder,
  numeric: markNumber, written: markText };

/**
 * What the page is told of `response`: {refused}, {stage: "rubric", ...} or {stage: "marked", ...}. A number that may be
 * read in two ways is refused with `asks`; where it was `asked` about already, its mark stands before decimals.
 */
export function markOf(key, response, t, asked = false) {
  if (key.kind === "written" && !response.criteria) return { stage: "rubric", response, ...rubricOf(key) };
  const mark = MARKERS[key.kind](key, response, t, asked);
  if (mark.refused) return mark;
  const { sources, certainty, review } = key;
  return { stage: "marked", ...mark, key: key.kind === "numeric" ? key.text : "", sources, certainty, review, response };
}

/** A response of the page with the ids of the course's tables, as the journal keeps it. */
export function realOf(key, response) {
  const real = Object.fromEntries((key.options ?? []).map((option) => [option.id, option.real]));
  if (key.kind === "numeric") return response;
  if (key.kind === "written") return { text: response.text, criteria: response.criteria.map((id) => real[id]) };
  if (key.kind === "match")
    return Object.fromEntries(Object.entries(response).map(([left, right]) => [real[left], key.rights[right]]));
  return Array.isArray(response) ? response.map((id) => real[id]) : real[response];
}

/** The way back: a journal's response as this page asks it, or null where the question has changed since. */
export function placedOf(key, response) {
  const positions = Object.fromEntries((key.options ?? []).map((option) => [option.real, option.id]));
  const stands = (id) => Object.hasOwn(positions, id);
  if (key.kind === "numeric") return typeof response === "string" ? response : null;
  if (key.kind === "written") {
    const { text, criteria } = response ?? {};
    return typeof text === "string" && Array.isArray(criteria) && criteria.every(stands)
      ? { text, criteria: criteria.map((id) => positions[id]) } : null;
  }
  if (key.kind === "match") {
    const pairs = Object.entries(response ?? {});
    const rights = Object.fromEntries(Object.entries(key.rights).map(([on, real]) => [real, on]));
    return pairs.length > 0 && pairs.every(([left, right]) => stands(left) && rights[right])
      ? Object.fromEntries(pairs.map(([left, right]) => [positions[left], rights[right]])) : null;
  }
  if (Array.isArray(response)) return response.every(stands) ? response.map((id) => positions[id]) : null;
  return stands(response) ? positions[response] : null;
}
