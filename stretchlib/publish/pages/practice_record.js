// One practice as a row of the practice table, as Session.record makes it; a test holds the two together.

import { DONE_WITHIN_MS, PRACTICE_KINDS } from "../../widgets/timer/clock.js";

const even = (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)); // as Python rounds

const ms = (seconds) => even(1000 * seconds); // added up whole, as Python does: no sum depends on its rounding

/** session: as the timer takes it; run: a row of the clockwork. */
export function recordOf(session, { started_at, ended_at, status, mode, done_s }) {
  const planned = new Map();
  const held = { right: 0, left: 0, both: 0, none: 0 };
  session.phases.forEach((phase, i) => {
    const length = phase.end_s - phase.start_s;
    if (PRACTICE_KINDS.includes(phase.kind)) {
      const key = `${phase.side} ${phase.set} ${phase.rep}`;
      planned.set(key, (planned.get(key) ?? true) && done_s[i] >= length - DONE_WITHIN_MS / 1000);
    }
    if (["hold", "contract", "relax", "walk"].includes(phase.kind)) held[phase.side] += ms(Math.min(done_s[i], length));
  });
  return {
    exercise: session.exercise,
    level: session.level,
    started_at,
    ended_at,
    status,
    mode,
    reps_planned: planned.size,
    reps_done: [...planned.values()].filter(Boolean).length,
    hold_right_s: even(held.right / 1000),
    hold_left_s: even(held.left / 1000),
    hold_both_s: even((held.both + held.none) / 1000),
    planned_s: even(session.total_s),
    done_s: even(done_s.reduce((sum, s) => sum + ms(s), 0) / 1000),
  };
}
