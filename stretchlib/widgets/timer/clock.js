// The clockwork of the guided timer: where in a session are we, and what was really done?
//
// Pure: no page, no sound, no timers of its own. Time comes from two injected clocks:
//   now()   milliseconds that never run backwards (performance.now); all durations use it
//   wall()  milliseconds since 1970 (Date.now); only for dates and for taking up a run after a reload
// The position in the session is always "base + time since the anchor", never a count of ticks: a tick that
// comes late, as in a hidden tab, changes nothing but the moment at which it is noticed. Only a gap too long for a
// hidden tab (the lid was closed, a phone slept) is not taken for practice: see GAP_LIMIT_MS.
//
// Phases: [{kind, side, set, rep, start_s, end_s, cue, name}], contiguous from 0 s; the last is "done" (0 s long).

/** Going back within this time of a phase's start goes to the phase before it. */
export const BACK_GRACE_MS = 2000;
/** A run that nobody can have been watching for longer than this is taken up paused. */
export const AWAY_LIMIT_MS = 60000;
/** Longest time between two ticks that counts: a browser wakes a hidden tab once a minute at least. */
export const GAP_LIMIT_MS = 150000;
/** A repetition counts where each of its phases was gone through to within this, as in Session.record. */
export const DONE_WITHIN_MS = 1000;
/** Kinds in which the person practises; getting ready, changing sides and resting are not practice. */
export const PRACTICE_KINDS = ["hold", "contract", "relax", "lift", "lower", "release", "walk"];
/** How a run ends: to the end with every repetition, to the end without some, or ended before. */
const ENDS = { finished: "finished", skipped: "skipped", broken_off: "broken off" };

/** ISO 8601 to the second with the local offset from UTC, for example 2026-11-22T21:33:27+01:00. */
export function isoLocal(epochMs) {
  const minutes = -new Date(epochMs).getTimezoneOffset();
  const twoDigits = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
  const local = new Date(epochMs + minutes * 60000).toISOString().slice(0, 19);
  return `${local}${minutes < 0 ? "-" : "+"}${twoDigits(minutes / 60)}:${twoDigits(minutes % 60)}`;
}

const toSeconds = (ms) => Math.round(ms) / 1000;

/**
 * One session as a state machine: idle -> running <-> paused -> finished | skipped | broken_off -> running ...
 * onPhase(index) is called once whenever the current phase is another one (also after a jump over several).
 * onEnd(row) is called once per run: {run, started_at, ended_at, status, done_s}, status "finished", "skipped" (its
 * end was reached, but not every repetition was done) or "broken off".
 * After a gap of more than GAP_LIMIT_MS over a hold or a repetition the run waits, paused, where it was last seen;
 * over a walk, which needs no page, it waits as well, and away() asks for an answer: see wasThere().
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
  let lastTick = { now: 0, wall: 0 }; // both clocks at the last tick
  let led = false; // another page leads this run: it is shown here, and its end is that page's to tell
  let missed = null; // {ms, wall}: how long a walk went unseen, and since when; a person must say whether it went on

  const active = () => status === "running" || status === "paused";
  const reached = () => (status === "running" ? base + Math.max(0, now() - anchor) : base);
  const position = () => Math.min(reached(), ends[last]);
  const recordDone = (i, atMs) => {
    // A phase done twice counts once, by its longer go: going back never makes more practice than was done.
    done[i] = Math.max(done[i], Math.min(atMs, ends[i]) - starts[i]);
  };
  const readClocks = () => (lastTick = { now: now(), wall: wall() });
  const moveTo = (ms) => {
    base = ms;
    anchor = now();
    missed = null;
    readClocks();
  };
  const allPractised = () =>
    phases.every(
      ({ kind }, i) => !PRACTICE_KINDS.includes(kind) || done[i] >= ends[i] - starts[i] - DONE_WITHIN_MS,
    );

  function endRun(how, endedMs) {
    status = how === "broken_off" || allPractised() ? how : "skipped";
    missed = null;
    const row = { run, started_at: startedAt, ended_at: isoLocal(endedMs) };
    onEnd({ ...row, status: ENDS[status], done_s: done.map(toSeconds) });
  }

  function enterPhase(i) {
    index = i;
    if (i < last) onPhase(i);
  }

  /** The first phase of practice between two moments of the session, ms; undefined where there is none. */
  const practiceWithin = (from, to) =>
    phases.find(({ kind }, i) => PRACTICE_KINDS.includes(kind) && ends[i] > from && starts[i] < to);

  /**
   * Wait where the run was last seen, `ms` ago, unless nothing but rest lies between; true where it waits. The clock
   * of the page may sleep with the machine, so the caller gives the gap: the position does not show it.
   */
  function stopUnseen(lastSeen, ms, since) {
    const kind = practiceWithin(lastSeen, lastSeen + ms)?.kind;
    if (!kind) return false;
    base = lastSeen;
    recordDone(index, base);
    status = "paused";
    missed = kind === "walk" ? { ms, wall: since } : null;
    return true;
  }

  /**
   * As tick(), before a press is obeyed: false where it has just noticed that a walk went unseen. The person is asked
   * about that first, and a press that did not know of the question answers nothing.
   */
  function tickBeforePress() {
    const asked = missed !== null;
    tick();
    return asked || missed === null;
  }

  /** Notice how far the clock has come; passes over any number of phases. */
  function tick() {
    if (status !== "running") return;
    const before = lastTick;
    readClocks();
    if (led) return showTo(reached());
    const gap = Math.max(lastTick.now - before.now, lastTick.wall - before.wall);
    if (gap > GAP_LIMIT_MS && stopUnseen(base + before.now - anchor, gap, before.wall)) return;
    passTo(reached());
  }

  /** As passTo() for a run that is only shown: it stands at its end until its page tells how it ended. */
  function showTo(at) {
    let i = index;
    while (i < last - 1 && at >= ends[i]) i += 1;
    if (i !== index) enterPhase(i);
  }

  /** Pass over all phases that are over at this moment of the session, ms. */
  function passTo(at, endedMs = wall() - (at - ends[last])) {
    let i = index;
    for (; i < last && at >= ends[i]; i += 1) recordDone(i, ends[i]);
    if (i === index) return;
    enterPhase(i);
    if (i < last) return;
    base = ends[last];
    endRun("finished", endedMs);
  }

  /** The answer to away(): yes counts the time that nobody saw, no leaves the run where it was last seen. */
  function wasThere(yes) {
    if (status !== "paused" || !missed) return;
    const { ms, wall: since } = missed;
    const from = base;
    missed = null;
    if (!yes) return;
    moveTo(from + ms);
    status = "running";
    passTo(from + ms, since + (ends[last] - from));
  }

  function start() {
    if (active()) return;
    run += 1;
    startedAt = isoLocal(wall());
    done = phases.map(() => 0);
    moveTo(0);
    status = "running";
    enterPhase(0);
    tick();
  }

  function pause() {
    tick();
    if (status !== "running") return;
    base = position();
    recordDone(index, base);
    status = "paused";
  }

  function resume() {
    if (status !== "paused") return;
    moveTo(base);
    status = "running";
  }

  function skip() {
    if (!tickBeforePress()) return;
    if (!active()) return;
    recordDone(index, position());
    let i = index + 1;
    while (i < last && ends[i] === starts[i]) i += 1;
    moveTo(starts[i]);
    enterPhase(i);
    if (i === last) endRun("finished", wall());
  }

  function back() {
    if (!tickBeforePress()) return;
    if (!active()) return;
    const at = position();
    recordDone(index, at);
    let i = index;
    if (at - starts[i] < BACK_GRACE_MS && i > 0) {
      i -= 1;
      while (i > 0 && ends[i] === starts[i]) i -= 1;
    }
    moveTo(starts[i]);
    enterPhase(i);
  }

  /** Break off here. */
  function end() {
    if (!tickBeforePress()) return;
    if (!active()) return;
    base = position();
    recordDone(index, base);
    endRun("broken_off", wall());
  }

  /** Begin again from the top; what was practised so far becomes a broken-off run of its own. */
  function restart() {
    if (!tickBeforePress()) return;
    if (active()) {
      recordDone(index, position());
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
    if (active()) recordDone(index, at);
    return {
      run,
      status,
      phase: index,
      anchor_ms: wall(),
      elapsed_s: toSeconds(at),
      started_at: startedAt,
      done_s: done.map(toSeconds),
      away: missed,
    };
  }

  const fits = (saved) =>
    Array.isArray(saved?.done_s) &&
    saved.done_s.length === phases.length &&
    phases[saved.phase] !== undefined &&
    Number.isFinite(saved.elapsed_s) &&
    saved.elapsed_s >= 0 &&
    saved.elapsed_s * 1000 <= ends[last];
  const takeOver = (saved) => {
    done = saved.done_s.map((s) => s * 1000);
    startedAt = saved.started_at;
    index = saved.phase;
  };
  const missedIn = (saved) => (Number.isFinite(saved.away?.ms) ? saved.away : null);

  /**
   * Show a run that another page leads, from its snapshot(), `lateMs` after it was taken: it moves as there, but
   * this page reports nothing of it. False for nonsense.
   */
  function follow(saved, lateMs = 0) {
    if (!fits(saved) || !["running", "paused", ...Object.keys(ENDS)].includes(saved.status)) return false;
    run = Math.max(run, Number.isInteger(saved.run) ? saved.run : 0);
    takeOver(saved);
    status = saved.status;
    led = active();
    moveTo(saved.elapsed_s * 1000 + (status === "running" ? lateMs : 0));
    if (status === "paused") missed = missedIn(saved);
    onPhase(index);
    tick();
    return true;
  }

  /** From here on this page leads the run that it showed; it waits, paused. */
  function lead() {
    if (!led) return;
    base = position();
    led = false;
    status = "paused";
  }

  /**
   * Take up a run from snapshot(), for example after the page was loaded again. A running one goes on as if
   * the page had stayed, unless its phase ended more than AWAY_LIMIT_MS ago, or practice went on unseen for more
   * than GAP_LIMIT_MS: then it waits, paused, where it was last seen. A run that was over leaves only its number.
   * False when nothing could be taken up.
   */
  function restore(saved) {
    run = Math.max(run, Number.isInteger(saved?.run) ? saved.run : 0);
    if (!fits(saved) || active() || !["running", "paused"].includes(saved.status)) return false;
    takeOver(saved);
    const at = saved.elapsed_s * 1000;
    const away = saved.status === "running" ? Math.max(0, wall() - saved.anchor_ms) : 0;
    const unwatched = at + away - ends[saved.phase] > AWAY_LIMIT_MS;
    moveTo(at);
    status = "paused";
    const stopped = away > GAP_LIMIT_MS && stopUnseen(at, away, saved.anchor_ms);
    if (saved.status === "paused") missed = missedIn(saved);
    else if (!stopped && !unwatched) {
      moveTo(at + away);
      status = "running";
    }
    onPhase(index);
    tick();
    return true;
  }

  /** The present moment: where, how many seconds are left (phase and session), share of the phase done. */
  function current() {
    const at = position();
    const length = ends[index] - starts[index];
    const left = status === "finished" || status === "skipped" ? 0 : Math.max(0, ends[index] - at);
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
    return left % 1000 || 1000;
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
    follow,
    lead,
    current,
    wasThere,
    /** How long a walk went unseen that nobody has answered for yet, ms; 0 where there is nothing to ask. */
    away: () => missed?.ms ?? 0,
    nextTickIn,
    active,
  };
}
