// The clockwork of the guided timer: where in a session are we, and what was really done?
//
// Pure: no page, no sound, no timers of its own. Time comes from two injected clocks:
//   now()   milliseconds that never run backwards (performance.now); all durations use it
//   wall()  milliseconds since 1970 (Date.now); only for dates and for taking up a run after a reload
// The position in the session is always "base + time since the anchor", never a count of ticks: a tick that
// comes late, or not at all for ten minutes, changes nothing but the moment at which it is noticed.
//
// Phases: [{kind, side, set, rep, start_s, end_s, cue, name}], contiguous from 0 s; the last is "done" (0 s long).

/** Going back within this time of a phase's start goes to the phase before it. */
export const BACK_GRACE_MS = 2000;
/** A run that nobody can have been watching for longer than this is taken up paused. */
export const AWAY_LIMIT_MS = 60000;
/** Kinds in which the person practises; getting ready, changing sides and resting are not practice. */
export const PRACTICE_KINDS = ["hold", "lift", "lower", "release", "walk"];

/** ISO 8601 to the second with the local offset from UTC, for example 2026-11-22T21:33:27+01:00. */
export function isoLocal(epochMs) {
  const minutes = -new Date(epochMs).getTimezoneOffset();
  const two = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
  const local = new Date(epochMs + minutes * 60000).toISOString().slice(0, 19);
  return `${local}${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

const toSeconds = (ms) => Math.round(ms) / 1000;

/**
 * One session as a state machine: idle -> running <-> paused -> finished | broken_off -> running ...
 * onPhase(index) is called once whenever the current phase is another one (also after a jump over several).
 * onEnd(row) is called once per run: {run, started_at, ended_at, status: "finished" | "broken off", done_s}.
 * lastRun is the number of the last run before this page (0: none).
 * Throws RangeError when the phases do not tile the time from 0.
 */
export function createClockwork(options) {
  const { phases, onPhase = () => {}, onEnd = () => {} } = options;
  // Looked up at each call, not captured: a test that replaces the page's clock must be obeyed.
  const now = options.now ?? (() => globalThis.performance.now());
  const wall = options.wall ?? (() => globalThis.Date.now());
  const starts = phases.map((phase) => phase.start_s * 1000);
  const ends = phases.map((phase) => phase.end_s * 1000);
  const last = phases.length - 1;
  const contiguous = starts.every((start, i) => ends[i] >= start && start === (i ? ends[i - 1] : 0));
  if (last < 0 || !contiguous || ends[last] !== starts[last]) {
    throw new RangeError("phases must follow one another without a gap from 0 s and end with one of 0 s");
  }

  let status = "idle";
  let index = 0;
  let base = 0; // ms into the session at the anchor
  let anchor = 0; // now() at which base was true
  let run = options.lastRun ?? 0; // runs are numbered from 1 without repeats
  let startedAt = null;
  let done = phases.map(() => 0); // longest single go through each phase, ms

  const active = () => status === "running" || status === "paused";
  const reached = () => (status === "running" ? base + Math.max(0, now() - anchor) : base);
  const position = () => Math.min(reached(), ends[last]);
  const noteDone = (i, atMs) => {
    // A phase done twice counts once, by its longer go: going back never makes more practice than was done.
    done[i] = Math.max(done[i], Math.min(atMs, ends[i]) - starts[i]);
  };
  const moveTo = (ms) => {
    base = ms;
    anchor = now();
  };

  function close(how, endedMs) {
    status = how;
    const row = { run, started_at: startedAt, ended_at: isoLocal(endedMs) };
    onEnd({ ...row, status: how === "finished" ? "finished" : "broken off", done_s: done.map(toSeconds) });
  }

  function arrive(i) {
    index = i;
    if (i < last) onPhase(i);
  }

  /** Notice how far the clock has come; passes over any number of phases. */
  function tick() {
    if (status !== "running") return;
    const at = reached();
    let i = index;
    for (; i < last && at >= ends[i]; i += 1) noteDone(i, ends[i]);
    if (i === index) return;
    arrive(i);
    if (i < last) return;
    base = ends[last];
    close("finished", wall() - (at - ends[last]));
  }

  function start() {
    if (active()) return;
    run += 1;
    startedAt = isoLocal(wall());
    done = phases.map(() => 0);
    moveTo(0);
    status = "running";
    arrive(0);
    tick();
  }

  function pause() {
    tick();
    if (status !== "running") return;
    base = position();
    noteDone(index, base);
    status = "paused";
  }

  function resume() {
    if (status !== "paused") return;
    anchor = now();
    status = "running";
  }

  function skip() {
    tick();
    if (!active()) return;
    noteDone(index, position());
    let i = index + 1;
    while (i < last && ends[i] === starts[i]) i += 1;
    moveTo(starts[i]);
    arrive(i);
    if (i === last) close("finished", wall());
  }

  function back() {
    tick();
    if (!active()) return;
    const at = position();
    noteDone(index, at);
    let i = index;
    if (at - starts[i] < BACK_GRACE_MS && i > 0) {
      i -= 1;
      while (i > 0 && ends[i] === starts[i]) i -= 1;
    }
    moveTo(starts[i]);
    arrive(i);
  }

  /** Break off here. */
  function end() {
    tick();
    if (!active()) return;
    base = position();
    noteDone(index, base);
    close("broken_off", wall());
  }

  /** Begin again from the top; what was practised so far becomes a broken-off run of its own. */
  function restart() {
    tick();
    if (active()) {
      noteDone(index, position());
      const practised = done.some((ms, i) => ms >= 1000 && PRACTICE_KINDS.includes(phases[i].kind));
      if (practised) end();
      else run -= 1; // nothing to keep: the same run begins again
      status = "idle";
    }
    start();
  }

  /** Everything restore() needs, as plain JSON; elapsed_s was true at anchor_ms (since 1970). */
  function snapshot() {
    tick();
    const at = position();
    if (active()) noteDone(index, at);
    return {
      run,
      status,
      phase: index,
      anchor_ms: wall(),
      elapsed_s: toSeconds(at),
      started_at: startedAt,
      done_s: done.map(toSeconds),
    };
  }

  /**
   * Take up a run from snapshot(), for example after the page was loaded again. A running one goes on as if
   * the page had stayed, unless its phase ended more than AWAY_LIMIT_MS ago: then it waits, paused, where it
   * was last seen. A run that was over leaves only its number. False when nothing could be taken up.
   */
  function restore(saved) {
    const fits =
      Array.isArray(saved?.done_s) &&
      saved.done_s.length === phases.length &&
      phases[saved.phase] !== undefined &&
      Number.isFinite(saved.elapsed_s) &&
      saved.elapsed_s >= 0 &&
      saved.elapsed_s * 1000 <= ends[last];
    run = Math.max(run, Number.isInteger(saved?.run) ? saved.run : 0);
    if (!fits || active() || !["running", "paused"].includes(saved.status)) return false;
    done = saved.done_s.map((s) => s * 1000);
    startedAt = saved.started_at;
    const seen = saved.elapsed_s * 1000;
    const away = saved.status === "running" ? Math.max(0, wall() - saved.anchor_ms) : 0;
    const unwatched = seen + away - ends[saved.phase] > AWAY_LIMIT_MS;
    index = saved.phase;
    moveTo(saved.status === "running" && !unwatched ? seen + away : seen);
    status = saved.status === "running" && !unwatched ? "running" : "paused";
    onPhase(index);
    tick();
    return true;
  }

  /** The present moment: where, how many seconds are left (phase and session), share of the phase done. */
  function current() {
    const at = position();
    const length = ends[index] - starts[index];
    const left = status === "finished" ? 0 : Math.max(0, ends[index] - at);
    return {
      status,
      run,
      index,
      phase: phases[index],
      elapsed_s: at / 1000,
      left_s: left / 1000,
      total_left_s: (ends[last] - at) / 1000,
      share: length > 0 ? 1 - left / length : 1,
    };
  }

  /** Milliseconds until the shown whole second changes, or the phase ends. */
  function nextTickIn() {
    const left = ends[index] - position();
    return left % 1000 || Math.min(1000, left);
  }

  return {
    start,
    pause,
    resume,
    skip,
    back,
    restart,
    end,
    tick,
    snapshot,
    restore,
    current,
    nextTickIn,
    active,
  };
}
