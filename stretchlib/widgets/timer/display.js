// What the timer displays of the present moment: the ring with its digits, the words beside it, the strip below.
import { clockText, h, icon, setText, svg, wordKey } from "../shared/dom.js";
import { createPerson } from "./person.js";
import { toneOf } from "./sound.js";

/** Up to this many seconds are counted down one by one; more are shown as minutes. Never three digits. */
export const MOST_SECONDS = 99;
/** A session of more phases than this is drawn as one block per set and side. */
export const MOST_BLOCKS = 24;
/** A phase shorter than this is announced by its name alone: there is no time for more. */
export const SHORT_PHASE_S = 4;

/** The statuses of a run that has ended. */
const OVER = ["finished", "skipped", "broken_off"];

const lengthOf = (phase) => phase.end_s - phase.start_s;

/** The big number and its unit, rounded up: 29.2 s is [30, "timer.seconds"], 100 s [2, "timer.minutes"]. */
export function bigNumber(seconds) {
  const whole = Math.ceil(seconds - 0.001);
  const [number, unit] =
    whole > MOST_SECONDS ? [Math.ceil(whole / 60), "minute"] : [Math.max(0, whole), "second"];
  return [number, `timer.${unit}${number === 1 ? "" : "s"}`];
}

/** "Right side", or nothing where the phase has no side of its own. */
export function sideText(t, phase) {
  return phase.side === "none" || phase.kind === "done" ? "" : t(wordKey("side", phase.side));
}

/** A length in words: "30 seconds". */
function lengthText(t, seconds) {
  const [number, unit] = bigNumber(seconds);
  return `${number} ${t(unit)}`;
}

const sentence = (parts) =>
  parts
    .filter(Boolean)
    .map((part) => part.replace(/[.\s]+$/, ""))
    .join(". ");

/** What the voice says as a phase begins. */
export function spoken(t, phase) {
  const name = t(wordKey("phase", phase.name));
  return lengthOf(phase) < SHORT_PHASE_S ? name : sentence([name, sideText(t, phase), phase.cue]);
}

/** What the live region says as a phase begins. */
export function announced(t, phase) {
  const name = t(wordKey("phase", phase.name));
  if (lengthOf(phase) < SHORT_PHASE_S) return name;
  return sentence([name, sideText(t, phase), lengthText(t, lengthOf(phase)), phase.cue]);
}

/** "Repetition 2 of 3, set 1 of 1" for the phases that belong to one. */
export function countText(t, phases, phase) {
  const parts = [];
  const alike = phases.filter(({ side, rep }) => side === phase.side && rep > 0); // one side may get more than the other
  const most = (name, of) => Math.max(...of.map((anyPhase) => anyPhase[name]));
  if (phase.rep > 0) parts.push(t("timer.repetition", { rep: phase.rep, reps: most("rep", alike) }));
  if (phase.set > 0) parts.push(t("timer.set", { set: phase.set, sets: most("set", phases) }));
  return parts.join(", ");
}

/** The phase after this one in words, with its side where that is another one. */
export function nextText(t, phases, index) {
  const next = phases.slice(index + 1).find((phase) => lengthOf(phase) > 0);
  if (!next) return t("phase.done");
  const named = next.side === phases[index]?.side ? "" : sideText(t, next);
  const side = named.charAt(0).toLowerCase() + named.slice(1); // a German noun keeps its capital
  return [t(wordKey("phase", next.name)), side, lengthText(t, lengthOf(next))].filter(Boolean).join(", ");
}

/** The session as blocks for the strip: [{start_s, end_s, tone}]. */
export function blocksOf(phases) {
  const timed = phases.filter((phase) => lengthOf(phase) > 0);
  const blocks = timed.map(({ start_s, end_s, kind, set, side }) => ({
    start_s,
    end_s,
    tone: toneOf(kind),
    set,
    side,
  }));
  if (blocks.length <= MOST_BLOCKS) return blocks;
  const practice = (block) => (block.set > 0 ? `${block.set} ${block.side}` : null);
  return blocks.reduce((merged, block) => {
    const before = merged.at(-1);
    const same = before && practice(before) !== null && practice(before) === practice(block);
    if (same) before.end_s = block.end_s;
    else merged.push({ ...block, tone: practice(block) ? "move" : block.tone });
    return merged;
  }, []);
}

/** Seconds really gone through of the phases of one block. */
export function doneWithin(phases, done_s, start_s, end_s) {
  return phases.reduce(
    (sum, phase, i) => (phase.start_s >= start_s && phase.end_s <= end_s ? sum + done_s[i] : sum),
    0,
  );
}

const RADIUS = 93;

function sideMark(side) {
  // The patient's own right is drawn on the right: as one sees oneself, not as one sees a person opposite.
  const half = (x, on) =>
    svg("rect", {
      x,
      y: 3,
      width: 9,
      height: 18,
      rx: 2.5,
      "stroke-width": 2,
      stroke: "currentColor",
      fill: on ? "currentColor" : "none",
    });
  return svg(
    "svg",
    { class: "slt-icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    half(2, side !== "right"),
    half(13, side !== "left"),
  );
}

/** The person, the ring, the words beside it and the strip below. Returns {element, show(now, jumped), remove()}. */
export function createDisplay(practice) {
  const { t, session } = practice;
  const { phases } = session;
  const total = phases.at(-1).end_s;
  const circle = (name) => svg("circle", { class: name, cx: 100, cy: 100, r: RADIUS, pathLength: 1 });
  const arc = circle("slt-arc");
  const part = (name) => h("span", { class: name });
  const digits = part("slt-digits");
  const unit = part("slt-unit");
  const number = h("div", { role: "timer", class: "slt-number" }, digits, unit);
  const tick = h("span", { class: "slt-tick" }, icon("done"));
  const ring = h(
    "div",
    { class: "slt-ring" },
    svg(
      "svg",
      { viewBox: "0 0 200 200", "aria-hidden": "true", focusable: "false" },
      circle("slt-track"),
      arc,
    ),
    number,
    tick,
  );

  const line = (name) => h("p", { class: name });
  const [phaseLine, sideLine, cueLine] = [line("slt-phase"), line("slt-side"), line("slt-cue")];
  const facts = ["posture", "next", "count", "total"].map((name) => ({
    name,
    term: h("dt", {}, t(`timer.${name}`)),
    value: h("dd"),
  }));
  const factList = h(
    "dl",
    { class: "slt-facts" },
    ...facts.map(({ name, term, value }) => h("div", { "data-fact": name }, term, value)),
  );
  const person = createPerson(practice);
  const words = h("div", { class: "slt-words" }, phaseLine, sideLine, cueLine, factList);

  const blocks = blocksOf(phases).map((block) => ({ ...block, bar: h("span", { "data-tone": block.tone }) }));
  const strip = h("div", { class: "slt-strip", "aria-hidden": "true" }, ...blocks.map(({ bar }) => bar));
  for (const { bar, start_s, end_s } of blocks) bar.style.flexGrow = String(end_s - start_s);

  function turn(now, jumped) {
    const calm = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
    if (jumped || calm || now.status !== "running") {
      arc.style.transition = "none";
      arc.style.strokeDashoffset = String(now.share);
      arc.getBoundingClientRect(); // the jump must be drawn before the glide begins
    }
    if (calm || now.status !== "running") return;
    // Glide for one second to where the next whole second will be.
    arc.style.transition = "";
    arc.style.strokeDashoffset = String(Math.min(1, now.share + 1 / lengthOf(now.phase)));
  }

  function headline({ status, phase }) {
    if (status === "idle") return t("timer.ready");
    if (OVER.includes(status)) return t(`timer.${status}`);
    return t(wordKey("phase", phase.name));
  }

  /** Draw the present moment; jumped: another phase, or a start, a pause, a skip since the last time. */
  function show(now, jumped) {
    const live = practice.active();
    person?.show(now);
    const over = OVER.includes(now.status);
    const done_s = (over && practice.runs().at(-1)?.done_s) || phases.map(() => 0);
    const done = done_s.reduce((sum, s) => sum + s, 0);
    const [value, name] = live
      ? bigNumber(now.left_s)
      : over
        ? [clockText(done), "timer.done"]
        : [clockText(total), "timer.length"];
    setText(digits, String(value));
    setText(unit, t(name));
    number.setAttribute("aria-label", t(live ? "timer.left" : "timer.whole"));
    digits.toggleAttribute("data-long", !live);
    turn(live ? now : { ...now, share: over ? 1 - done / total : 0 }, jumped);
    setText(
      facts[3].value,
      over
        ? t("timer.done_of", { done: clockText(done), all: clockText(total) })
        : clockText(live ? now.total_left_s : total),
    );
    for (const { bar, start_s, end_s } of blocks) {
      // While it runs the strip shows where it is; at the end what was done, and nothing that was skipped.
      const reached = over ? doneWithin(phases, done_s, start_s, end_s) : now.elapsed_s - start_s;
      const share = now.status === "idle" ? 0 : reached / (end_s - start_s);
      bar.style.setProperty("--done", `${Math.round(1000 * Math.min(1, Math.max(0, share))) / 10}%`);
    }
    if (!jumped) return;
    setText(phaseLine, headline(now));
    const side = live ? sideText(t, now.phase) : "";
    sideLine.hidden = !live;
    sideLine.toggleAttribute("data-empty", !side);
    if (side && sideLine.textContent !== side)
      sideLine.replaceChildren(sideMark(now.phase.side), h("span", {}, side));
    setText(cueLine, live ? now.phase.cue : t(over ? `timer.${now.status}_text` : person ? "timer.ready_seen" : "timer.ready_text"));
    const count = live ? countText(t, phases, now.phase) : "";
    const next = nextText(t, phases, live ? now.index : -1);
    [session.posture ?? "", next, count].forEach((text, i) => setText(facts[i].value, text));
    // A line that comes and goes keeps its place while the clock runs: no button may move under the finger.
    const gone = [over || !session.posture, over, !live, !live && !over];
    facts.forEach(({ value }, i) => (value.parentElement.hidden = gone[i]));
    facts[2].value.parentElement.toggleAttribute("data-empty", !count);
    setText(facts[3].term, t(over ? "timer.done" : live ? "timer.total" : "timer.length"));
  }

  const face = h("div", { class: "slt-face", "data-person": String(Boolean(person)) }, person?.element, ring, words);
  return { element: [face, strip], show, remove: () => person?.remove() };
}
