// What the hip explorer says of a state, in the phrases that the tables bring: the sentences of figures/hip/explorer.py
// and hip/wording.py, in the language in which the tables were written.
import { phrases } from "../widgets/shared/dom.js";
import { fixedText, shortText, signedText } from "./written_numbers.js";

const WAYS = { flexion: ["flexion", "extension"], adduction: ["adduction", "abduction"], rotation: ["inward", "outward"] };
const FROM_TOP = ["rotation", "adduction", "flexion"];
const NUMBER = /^[-+\u2212]?\d+\.\d+$/;

/** t(key, values) as `phrases` makes it; a number with a point gets the decimal mark of the language. */
export function hipPhrases({ words }) {
  const t = phrases(words);
  const mark = t("number.decimal_mark");
  const written = (text) => (NUMBER.test(text) ? text.replace(".", () => mark) : text);
  return (key, values = {}) =>
    t(key, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, written(String(value))])));
}

/** A pose in words: "90° flexion, 20° abduction". */
export function poseText(t, pose) {
  const angles = Object.entries(WAYS).filter(([axis]) => pose[axis])
    .map(([axis, [more, less]]) => t(`pose.${pose[axis] > 0 ? more : less}`, { angle: shortText(Math.abs(pose[axis])) }));
  return angles.join(", ") || t("pose.anatomical");
}

/** What a moment arm in mm does, in words first: "turns the thigh outward, 29 mm". */
export function armText(t, axis, arm, smallArm) {
  if (Math.abs(arm) < smallArm) return t(`hardly.${axis}`, { arm: fixedText(Math.abs(arm), 1) });
  return t("does.arm", { does: t(`does.${WAYS[axis][arm > 0 ? 0 : 1]}`), arm: fixedText(Math.abs(arm), 0) });
}

/** The same within a picture of the thigh, "turns inward, 29 mm"; without an arm the direction alone. */
export function briefText(t, axis, positive, arm = null) {
  const direction = t(`brief.${WAYS[axis][positive ? 0 : 1]}`);
  return arm === null ? direction : t("does.arm", { does: direction, arm: fixedText(Math.abs(arm), 0) });
}

/** The same on a slide, where a small arm has words of its own. */
export function slideText(t, axis, arm, smallArm) {
  if (Math.abs(arm) < smallArm) return t(`brief_hardly.${axis}`, { arm: fixedText(Math.abs(arm), 1) });
  return briefText(t, axis, arm > 0, arm);
}

/** "a, b and c" */
export function listText(t, texts) {
  if (texts.length < 2) return texts.join("");
  return [...texts.slice(0, -2), t("list.and", { first: texts.at(-2), last: texts.at(-1) })].join(", ");
}

/** "+7 to +11 %", or one value where they print alike. */
export function spanText(t, values, unit) {
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => signedText(value, 0));
  return low === high ? `${low} ${unit}` : t("list.span", { low, high, unit });
}

/** "+12 mm, +3.4 %" of {mm, percent}. */
export function changeText(t, { mm, percent }) {
  return t("explored.change", { mm: signedText(mm, 0), percent: signedText(percent, 1) });
}

/**
 * What each geometry says of a part in a pose; `values` are those of the explorer: {flexion, adduction, rotation, muscle}.
 * [{geometry, name, has}], and where the geometry has the part: `arms` {flexion, adduction, rotation} and `mm`, the change
 * of length against the anatomical position, in mm, `percent` of muscle and tendon; `words`, what each arm does; `near`
 * and `onWay`, whether the marks of arms and of length are hollow because the path jumps; `leaves`, whether the line is off
 * its cylinder; `line`, the sentence of cylinder or guide point, empty for a plain line.
 */
export function hipNumbers(model, values) {
  const { geometries, small_arm_mm } = model.tables;
  const t = hipPhrases(model.tables);
  const { muscle, flexion, adduction, rotation } = values;
  const pose = { flexion, adduction, rotation };
  return Object.entries(geometries).map(([geometry, { name, parts }]) => {
    if (!Object.hasOwn(parts, muscle)) return { geometry, name, has: false };
    const arms = model.momentArms(geometry, muscle, pose);
    const { kind, turn, line, jumpsNear: near, jumpsOnWay: onWay } = model.state(geometry, muscle, pose);
    return {
      geometry, name, has: true, arms, ...model.change(geometry, muscle, pose),
      words: Object.fromEntries(Object.entries(arms).map(([axis, arm]) => [axis, armText(t, axis, arm, small_arm_mm)])),
      near, onWay, leaves: kind === "cylinder" && !turn, line: line && t(line, { model: name }),
    };
  });
}

/**
 * What is said of a state of the explorer, `values` {flexion, adduction, rotation, muscle, model}, as its picture says it:
 * {title, pose, facts, note, alt, line}. `facts` are the sentences of the three arms (the chosen geometry comes
 * first), of the lengths (not with `lengths: false`, as on a slide) and of jumps; `line` is that of the chosen geometry's
 * line. `numbers` are those of hipNumbers, where they are there already; `over` is a sentence about people, the last fact.
 */
export function hipState(model, values, { lengths = true, numbers = hipNumbers(model, values), over } = {}) {
  const t = hipPhrases(model.tables);
  const { muscles, geometries } = model.tables;
  const chosen = numbers.find(({ geometry }) => geometry === values.model);
  const jumps = numbers.flatMap(({ name, near, onWay }) => [
    ...(near ? [t("explored.jump_near", { model: name })] : []),
    ...(onWay && lengths ? [t("explored.jump_on_way", { model: name })] : [])]);
  const facts = [...FROM_TOP.map((axis) => armFact(t, muscles[values.muscle], axis, chosen, numbers)),
    ...(lengths ? [lengthFact(t, numbers)] : []), ...jumps, ...(over ? [over] : [])];
  const pose = poseText(t, values);
  const title = t("explored.title", { muscle: muscles[values.muscle].name, pose, model: geometries[values.model].name });
  return {
    title, pose, facts,
    note: [t("explored.note"), ...(jumps.length ? [t("explored.hollow")] : [])].join(" "),
    alt: [`${title}.`, ...facts].join(" "),
    line: chosen.line ?? "",
  };
}

/** What the chosen geometry's arm about an axis does, and what those of the others do. */
function armFact(t, muscle, axis, chosen, numbers) {
  const own = chosen.has ? t("explored.who_does", { who: muscle.name, does: chosen.words[axis] }) :
    t("explored.has_none", { model: chosen.name, muscle: muscle.inside });
  const others = listText(t, numbers.filter((each) => each.has && each !== chosen)
    .map(({ name, words }) => t("explored.who_does", { who: name, does: words[axis] })));
  return others ? t("explored.fact", { own, others }) : t("explored.fact_alone", { own });
}

function lengthFact(t, numbers) {
  const changes = numbers.map((each) => t("explored.model_change", { model: each.name,
    change: each.has ? changeText(t, each) : t("explored.no_such_part") }));
  const percents = numbers.filter(({ has }) => has).map(({ percent }) => percent);
  return t("explored.fact_lengths", { changes: changes.join("; "), spread: spanText(t, percents, "%") });
}
