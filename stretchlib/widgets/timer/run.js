// One guided practice as the page runs it: clockwork, sound, screen, and whoever keeps the record.
//
// It lives in the page, not in Python: it keeps time while the kernel is busy or gone. Any number of views
// may show it; with none it falls silent, goes on, and waits after a minute.
import { createClockwork } from "./clock.js";
import { createSound, createVoice } from "./sound.js";
import { pageChanged, pageMemory, phrases, screenAwake } from "../shared/dom.js";
import { safetyAnswer } from "./safety.js";
import { createLead } from "./lead.js";
import { createUnsavedRuns } from "./unsaved.js";
import { spoken } from "./display.js";

/** With no view to be seen for this long, a running practice waits, paused. */
export const UNSEEN_LIMIT_MS = 60000;

/** What a browser tells a page that is to go; whoever cancels the first is still here after STAYED_MS. */
const GOING = ["beforeunload", "pagehide"];
const STAYED_MS = 2000;

/** The key of a run, the same as in Python. */
export const runKey = (row) => `${row.started_at} ${row.run}`;
/**
 * The newest snapshot of a run: the last that the keeper of the records has, or that which this tab stored when its
 * page was loaded again, where the keeper has none later.
 */
const newestOf = (fromKeeper, fromTab) =>
  fromTab &&
  (!fromKeeper?.status || (runKey(fromKeeper) === runKey(fromTab) && fromTab.anchor_ms >= fromKeeper.anchor_ms))
    ? fromTab
    : fromKeeper;

/** `rows`, then those of `more` whose run is not among them. */
export const merged = (rows, more) => {
  const keys = new Set(rows.map(runKey));
  return [...rows, ...more.filter((row) => !keys.has(runKey(row)))];
};

/**
 * data: {session, words, red_flags, state: {progress, runs}}; host: {onState, latestStates, beat, kept, unsaved,
 * cell, headingLevel, person}.
 * host.onState({progress, runs}) is called at every change worth keeping: at most one per phase or press.
 * host.latestStates() is what the pages of one kernel sent last, {progress, beat, runs}, host.beat(state) says that
 * this page is there; both are left out where no other page can show this run (lead.js says who leads it).
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
  const unsavedRuns = host.kept ? createUnsavedRuns(key, host.cell) : null;
  const leftBehind = unsavedRuns?.take();
  let runs = merged(state?.runs ?? [], leftBehind?.runs ?? []);
  let kept = state?.progress?.mode === "watched" ? "watched" : "practised"; // until this page has an answer
  let why = null; // the word key that says why the practice waits
  let moved = false; // the phase or the status changed since the last settle()
  let settled = "idle"; // the status at the last settle()
  let nextTick = 0;
  let unseen = 0;
  let parting = false;
  let leaving = false; // the page is being closed
  let staying = 0;

  const clockwork = createClockwork({
    phases: session.phases,
    lastRun: Math.max(0, ...runs.map((row) => row.run)),
    onPhase: () => (moved = true),
    onEnd: (row) => {
      moved = true;
      runs = merged(runs, [{ ...row, mode: mode() }]);
    },
  });
  const lead = createLead({
    clockwork,
    moment,
    host,
    onBeat(state) {
      host.beat(state);
      keepUnsaved(state);
    },
    onSilence: () => settle("follow"),
  });
  const sound = createSound({ phases: session.phases, position: () => clockwork.current().elapsed_s });

  function mode() {
    const { choice } = safetyAnswer();
    if (choice && !lead.elsewhere()) kept = choice === "watch" ? "watched" : "practised";
    return kept;
  }

  /** Bring sound, screen, page, keeper and views in step with the clockwork after `event`. */
  function settle(event) {
    const { status, phase } = clockwork.current();
    const running = status === "running" && !lead.elsewhere();
    const over = status === "finished" || status === "skipped";
    const heard = views.size > 0;
    const following = event === "follow";
    moved = false;
    settled = status;
    if (running) pauseOtherTimer();
    else if (page.runningTimer === self) page.runningTimer = null;
    lead.tell(running);
    if (!following) save();
    wait(); // before the views: whatever happens there, time goes on
    for (const view of views) view.update(event);
    // Last: a page's first AudioContext takes a tenth of a second to open.
    if (!heard || page.muted || !(running || (over && !following))) sound.cancel();
    else if (event !== "phase") sound.schedule();
    else if (running) sound.check(); // laid already; so is the closing chord
    if (heard && page.voice && running) voice.say(spoken(t, phase));
    else voice.stop();
    awake.set(running && heard);
  }

  function pauseOtherTimer() {
    const previous = page.runningTimer;
    page.runningTimer = self;
    if (previous && previous !== self) previous.giveWay();
  }

  /** The run at this moment, as it is sent. */
  function moment() {
    return { ...clockwork.snapshot(), mode: mode(), ...(host.latestStates && { page: lead.name }) };
  }

  function save(progress = moment()) {
    if (lead.elsewhere()) return;
    reportState({ progress, runs });
    keepUnsaved(progress);
  }

  function reportState(report) {
    try {
      host.onState?.(report);
    } catch {
      // The kernel is gone or the page's store is full: the practice goes on.
    }
  }

  /** Store in the tab what is not in the journal yet, for the timer that is made when the kernel is gone. */
  function keepUnsaved(progress) {
    const keptKeys = new Set(host.kept?.() ?? []);
    unsavedRuns?.put(
      runs.filter((row) => !keptKeys.has(runKey(row))),
      clockwork.active() && !lead.elsewhere() ? progress : null,
    );
  }

  /** Take in what the other pages of this kernel sent. */
  function hear(first = false) {
    if (parting || leaving || !host.latestStates) return;
    const { progress, runs: rows } = host.latestStates();
    runs = merged(rows ?? [], runs);
    const changed = lead.hear(first);
    if (changed && progress?.mode) kept = progress.mode;
    const ended = endedElsewhere();
    if (!changed && !ended) {
      // A page that was closed meanwhile sent its last state after this one had begun to lead.
      if (clockwork.active() && progress?.page !== lead.name) save();
      return;
    }
    why = null;
    settle("follow");
  }

  /** Whether another page ended the run of this one while neither heard the other: its row stands. */
  function endedElsewhere() {
    if (!clockwork.active()) return false;
    const now = clockwork.snapshot();
    const row = runs.find((run) => runKey(run) === runKey(now));
    if (!row) return false;
    const own = !lead.elsewhere();
    clockwork.follow({ ...now, done_s: row.done_s, status: row.status.replace(" ", "_") });
    lead.leave();
    if (own) save();
    return true;
  }

  /**
   * The page goes, perhaps for good: the others need not wait for it. Its state is sent as soon as the page is
   * asked to go, and taken back if it stays.
   */
  function release() {
    leaving = true;
    if (clockwork.active() && !lead.elsewhere()) {
      const last = moment();
      lead.goodbye(last);
      save({ ...last, page: "" });
    }
    clearTimeout(staying);
    staying = setTimeout(comeBack, STAYED_MS);
  }

  function comeBack() {
    clearTimeout(staying);
    if (!leaving || parting) return;
    leaving = false;
    hear(); // another page may lead by now; if none does, this one says so again
  }

  function wait() {
    clearTimeout(nextTick);
    // Taking the snapshot may itself have noticed the next phase, or that the page had slept.
    const noticed = () => moved || clockwork.current().status !== settled;
    if (clockwork.current().status !== "running" && !noticed()) return;
    nextTick = setTimeout(
      () => {
        clockwork.tick();
        if (noticed()) {
          const slept = clockwork.current().status === "paused";
          if (slept && !clockwork.away()) why = "timer.paused_away";
          settle(slept ? "pause" : lead.elsewhere() ? "follow" : "phase");
          return;
        }
        wait();
        for (const view of views) view.update("tick");
      },
      noticed() ? 0 : Math.ceil(clockwork.nextTickIn()),
    );
  }

  function press(event, reason = null) {
    if (lead.elsewhere()) {
      if (!lead.silent()) return;
      lead.take();
    }
    if (event === "start" && clockwork.current().status !== "paused" && safetyAnswer().choice === null)
      return ask();
    clockwork[event === "start" && clockwork.current().status === "paused" ? "resume" : event]();
    why = reason;
    settle(moved && ["finished", "skipped"].includes(clockwork.current().status) ? "skip" : event);
  }

  /** The answer to away(): did the person walk on while nobody saw? */
  function answer(yes) {
    if (lead.elsewhere() || clockwork.away() === 0) return;
    clockwork.wasThere(yes);
    why = yes ? null : "timer.paused_away";
    settle("answer");
  }

  function ask() {
    if (clockwork.current().status === "running") press("pause");
    self.asking = true;
    for (const view of views) view.update("ask");
  }

  function pageHasChanged() {
    if (self.asking && safetyAnswer().choice !== null) self.asking = false;
    if (clockwork.current().status === "running") {
      if (page.muted || views.size === 0) sound.cancel();
      else sound.check();
      if (!page.voice) voice.stop();
    }
    for (const view of views) view.update("page");
  }

  function shut() {
    keepUnsaved(moment());
    unsavedRuns?.viewGone();
    lead.stop();
    for (const event of GOING) globalThis.removeEventListener?.(event, release);
    globalThis.removeEventListener?.("pageshow", comeBack);
    clearTimeout(staying);
    clearTimeout(nextTick);
    clearTimeout(unseen);
    sound.cancel();
    awake.set(false);
    page.listeners.delete(pageHasChanged);
    if (page.runningTimer === self) page.runningTimer = null;
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
    answer,
    away: clockwork.away,
    hear: () => hear(),
    /** Whether another page leads the run that is shown, and whether that page is silent. */
    elsewhere: lead.elsewhere,
    silent: lead.silent,
    why: () => (lead.elsewhere() ? (lead.silent() ? "timer.led_silent" : "timer.led_elsewhere") : why),
    unsaved: () => host.unsaved?.() ?? "",
    /** What the keeper says has changed. */
    heard() {
      if (!parting) keepUnsaved(moment());
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
      unsavedRuns?.kernelGone();
      if (views.size === 0) shut();
      else keepUnsaved(moment());
    },
    leads: (view) => view === [...views].at(-1), // one voice in the live regions, however many views
  };
  page.listeners.add(pageHasChanged);
  if (host.latestStates) {
    for (const event of GOING) globalThis.addEventListener?.(event, release);
    globalThis.addEventListener?.("pageshow", comeBack);
  }
  const saved = newestOf(state?.progress, leftBehind?.progress);
  if (saved !== leftBehind?.progress) hear(true);
  if (lead.elsewhere()) {
    if (leftBehind?.runs.length) reportState({ runs });
  } else if (clockwork.restore(saved)) {
    if (clockwork.current().status === "paused" && saved.status === "running" && !clockwork.away())
      why = "timer.paused_unseen";
    settle("restore");
  } else if (leftBehind?.runs.length) save();
  return self;
}
