// How the person moves with the phases: pure functions from a session's phases and a moment to a share of the way.

/** Phases that are lived at the end of the movement; all others but the way there and back belong to its start. */
const AT_END = ["hold", "contract", "relax"];
const THERE = "lift";
const BACK = ["lower", "release"];
/** Where no phase of its own leads there, the person goes within the phase: for so long, or for half of it. */
export const GOING_S = 3;
/** So long is a step of a walk: the way once; the next step is its mirror image. */
export const STEP_S = 0.9;

/** Slow at both ends, from 0 to 1. */
export const eased = (part) => {
  const within = Math.min(Math.max(part, 0), 1);
  return within * within * (3 - 2 * within);
};

/**
 * For each phase {from, to, going_s, side}: from which share of the way to which the person goes, in how many
 * seconds from its beginning; `side` is the side to be drawn, "right", "left" or null where there is none.
 */
export function paces(phases) {
  let share = 0;
  let side = null;
  return phases.map((phase, i) => {
    const length = phase.end_s - phase.start_s;
    const going = [THERE, ...BACK].includes(phase.kind);
    const to = phase.kind === THERE || AT_END.includes(phase.kind) ? 1 : 0;
    const pace = { from: share, to, going_s: going ? length : Math.min(GOING_S, length / 2), walks: phase.kind === "walk" };
    if (phase.kind === "release") pace.going_s = Math.min(GOING_S, length);
    share = to;
    const sided = (each) => ["right", "left"].includes(each?.side);
    // Who gets ready with both sides in turn looks ahead to the first of them.
    side = sided(phase) ? phase.side : side ?? phases.slice(i).find(sided)?.side ?? null;
    return { ...pace, side };
  });
}

/** The share of the way, 0 to 1, `seconds` into a phase of this pace. */
export function shareAt({ from, to, going_s, walks }, seconds) {
  if (walks) return (seconds / STEP_S) % 1;
  return from + (to - from) * (going_s > 0 ? eased(seconds / going_s) : 1);
}

/** Whether the step at this moment of a walk is the one of the other foot. */
export const otherFoot = ({ walks }, seconds) => Boolean(walks) && Math.floor(seconds / STEP_S) % 2 === 1;

/** Whether the person still moves `seconds` into a phase of this pace. */
export const moves = ({ from, to, going_s, walks }, seconds) => Boolean(walks) || (from !== to && seconds < going_s);

/** The share where nothing may move: start or end, whichever the phase leads to. */
export const stillShare = ({ to }) => to;
