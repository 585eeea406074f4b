// One guided practice as the page runs it: clockwork, sound, screen, and whoever keeps the record.
//
// It lives in the page, not in Python: it keeps time while the kernel is busy or gone. Any number of views
// may show it; with none it falls silent, goes on, and waits after a minute.
import { createClockwork } from "./clockwork.js";
import { createSound, createVoice } from "./sound.js";
import { pageChanged, pageMemory, phrases, screenAwake } from "./dom.js";
import { gateAnswer } from "./gate.js";
import { keeping } from "./left.js";
import { spoken } from "./face.js";

/** With no view to be seen for this long, a running practice waits, paused. */
export const UNSEEN_LIMIT_MS = 60000;

/** What tells one run from another, as Python names it too. */
export const runKey = (row) => `${row.started_at} ${row.run}`;
/** The rows of `some`, then those of `more` that are not among them. */
export const merged = (some, more) => {
  const known = new Set(some.map(runKey));
  return [...some, ...more.filter((row) => !known.has(runKey(row)))];
};

/**
 * data: {session, words, red_flags, state: {progress, runs}}; host: {onState, kept, unsaved, place, headingLevel}.
 * host.onState({progress, runs}) is told of every change worth keeping: at most one per phase or press.
 * host.kept() lists the keys of the runs that are in the journal, host.unsaved() says why one is not. What is not in
 * it stays with the page, and where the keeper is gone the next practice of the same session takes it up.
 */
export function createPractice({ session, words, red_flags, state }, host = {}) {
  const page = pageMemory();
  const t = phrases(words);
  const views = new Set();
  const voice = createVoice(t("speech.lang"));
  const awake = screenAwake();
  const key = JSON.stringify([session.exercise, session.level, session.phases]);
  const keep = host.kept ? keeping(key, host.place) : null;
  const left = keep?.take();
  let runs = merged(state?.runs ?? [], left?.runs ?? []);
  let kept = state?.progress?.mode === "watched" ? "watched" : "practised"; // until this page has an answer
  let why = null; // the word key that says why the practice waits
  let moved = false; // the phase or the status changed since the last settle()
  let nextTick = 0;
  let unseen = 0;
  let parting = false;

  const clockwork = createClockwork({
    phases: session.phases,
    lastRun: Math.max(0, ...runs.map((row) => row.run)),
    onPhase: () => (moved = true),
    onEnd: (row) => {
      moved = true;
      runs = merged(runs, [{ ...row, mode: mode() }]);
    },
  });
  const sound = createSound({ phases: session.phases, position: () => clockwork.current().elapsed_s });

  function mode() {
    const { choice } = gateAnswer();
    if (choice) kept = choice === "watch" ? "watched" : "practised";
    return kept;
  }

  /** Bring sound, screen, page, keeper and views in step with the clockwork after `event`. */
  function settle(event) {
    const { status, phase } = clockwork.current();
    const running = status === "running";
    const heard = views.size > 0;
    moved = false;
    if (running) claimFloor();
    else if (page.floor === self) page.floor = null;
    save();
    wait(); // before the views: whatever happens there, time goes on
    for (const view of views) view.update(event);
    // Last: a page's first AudioContext takes a tenth of a second to open.
    if (!heard || page.muted || !(running || status === "finished")) sound.cancel();
    else if (event !== "phase") sound.schedule();
    else if (running) sound.check(); // laid already; so is the closing chord
    if (heard && page.voice && running) voice.say(spoken(t, phase));
    else voice.stop();
    awake.set(running && heard);
  }

  function claimFloor() {
    const other = page.floor;
    page.floor = self;
    if (other && other !== self) other.giveWay();
  }

  function save() {
    const progress = { ...clockwork.snapshot(), mode: mode() };
    try {
      host.onState?.({ progress, runs });
    } catch {
      // The kernel is gone or the page's store is full: the practice goes on.
    }
    leave(progress);
  }

  /** What is not in the journal yet stays with the page, for the timer that is made when the keeper is gone. */
  function leave(progress) {
    const known = new Set(host.kept?.() ?? []);
    keep?.put(
      runs.filter((row) => !known.has(runKey(row))),
      clockwork.active() ? progress : null,
    );
  }

  function wait() {
    clearTimeout(nextTick);
    // Taking the snapshot may itself have noticed the next phase.
    if (clockwork.current().status !== "running" && !moved) return;
    nextTick = setTimeout(
      () => {
        clockwork.tick();
        if (moved) {
          settle("phase");
          return;
        }
        wait();
        for (const view of views) view.update("tick");
      },
      moved ? 0 : Math.ceil(clockwork.nextTickIn()),
    );
  }

  function press(event, reason = null) {
    if (event === "start" && clockwork.current().status !== "paused" && gateAnswer().choice === null)
      return ask();
    clockwork[event === "start" && clockwork.current().status === "paused" ? "resume" : event]();
    why = reason;
    settle(moved && clockwork.current().status === "finished" ? "skip" : event);
  }

  function ask() {
    if (clockwork.current().status === "running") press("pause");
    self.asking = true;
    for (const view of views) view.update("ask");
  }

  function pageHasChanged() {
    if (self.asking && gateAnswer().choice !== null) self.asking = false;
    if (clockwork.current().status === "running") {
      if (page.muted || views.size === 0) sound.cancel();
      else sound.check();
      if (!page.voice) voice.stop();
    }
    for (const view of views) view.update("page");
  }

  function shut() {
    leave({ ...clockwork.snapshot(), mode: mode() });
    keep?.gone();
    clearTimeout(nextTick);
    clearTimeout(unseen);
    sound.cancel();
    awake.set(false);
    page.listeners.delete(pageHasChanged);
    if (page.floor === self) page.floor = null;
  }

  const self = {
    t,
    session,
    red_flags,
    host,
    asking: false, // the questions open when a first practice is started: several timers may stand on a page
    press,
    ask,
    mode,
    current: clockwork.current,
    active: clockwork.active,
    why: () => why,
    unsaved: () => host.unsaved?.() ?? "",
    /** What the keeper says has changed. */
    heard() {
      if (!parting) leave({ ...clockwork.snapshot(), mode: mode() });
      for (const view of views) view.update("page");
    },
    runs: () => runs,
    giveWay: () => press("pause", "timer.paused_other"),
    toggle(setting) {
      page[setting] = !page[setting];
      if (setting === "muted" && !page.muted && clockwork.current().status === "running") sound.schedule();
      pageChanged();
    },
    attach(view) {
      clearTimeout(unseen);
      views.add(view);
      if (clockwork.current().status !== "running") return;
      if (!page.muted) sound.schedule();
      awake.set(true);
    },
    detach(view) {
      views.delete(view);
      if (views.size > 0) return;
      sound.cancel();
      voice.stop();
      awake.set(false);
      if (parting) return shut();
      unseen = setTimeout(() => {
        if (clockwork.current().status === "running") press("pause", "timer.paused_unseen");
      }, UNSEEN_LIMIT_MS);
    },
    /** The model is gone (a kernel that died takes it along): stop for good once nobody is looking. */
    dispose() {
      if (parting) return;
      parting = true;
      keep?.part();
      if (views.size === 0) shut();
      else leave({ ...clockwork.snapshot(), mode: mode() });
    },
    leads: (view) => view === [...views].at(-1), // one voice in the live regions, however many views
  };
  page.listeners.add(pageHasChanged);
  const saved = state?.progress?.status ? state.progress : left?.progress;
  if (clockwork.restore(saved)) {
    if (clockwork.current().status === "paused" && saved.status === "running") why = "timer.paused_unseen";
    settle("restore");
  } else if (left?.runs.length) save();
  return self;
}
