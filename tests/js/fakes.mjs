// Stand-ins for what the timer takes from the browser: clocks, sound, and the model of a widget.

import { createClockwork } from "../../stretchlib/widgets/timer/clock.js";

/** Two clocks moved by hand; wall starts at a fixed date. */
export function fakeClock() {
  const clock = { ms: 5000, wall_ms: Date.UTC(2026, 0, 5, 9, 0, 0) };
  clock.now = () => clock.ms;
  clock.wall = () => clock.wall_ms;
  clock.pass = (ms) => {
    clock.ms += ms;
    clock.wall_ms += ms;
  };
  return clock;
}

/** Phases from [kind, seconds, side] entries, with "done" at the end. */
export function tile(...parts) {
  let at = 0;
  const phases = parts.map(([kind, seconds, side = "right"]) => {
    const phase = { kind, side, set: 1, rep: 1, start_s: at, end_s: at + seconds, cue: `cue of ${kind}`, name: kind };
    at += seconds;
    return phase;
  });
  const end = { kind: "done", side: "none", set: 0, rep: 0, start_s: at, end_s: at, cue: "", name: "done" };
  return [...phases, end];
}

/** One hold on each side: 5 + 30 + 4, change 10, 5 + 30 + 4 = 88 s. */
export function figureFour() {
  const side = (name) => [
    ["get ready", 5, name],
    ["hold", 30, name],
    ["release", 4, name],
  ];
  return tile(...side("right"), ["change side", 10, "left"], ...side("left"));
}

/** A clockwork on a fake clock, with the phases it told of (seen) and the rows of its runs. */
export function wound(phases = figureFour(), more = {}) {
  const clock = fakeClock();
  const seen = [];
  const rows = [];
  const given = {
    phases,
    now: clock.now,
    wall: clock.wall,
    onPhase: (i) => seen.push(i),
    onEnd: (row) => rows.push(row),
  };
  return { clock, seen, rows, phases, work: createClockwork({ ...given, ...more }) };
}

export function session(phases = figureFour()) {
  return { title: "A stretch", level_title: "base", posture: "Lying on the back", phases };
}

/** An AudioContext that writes down every note and whether it was cut off. */
export class FakeAudio {
  constructor(state = "running") {
    this.currentTime = 100;
    this.state = state;
    this.notes = [];
    this.destination = { name: "destination" };
  }

  createGain() {
    const gain = { setValueAtTime() {}, exponentialRampToValueAtTime() {} };
    return { gain, connected: false, connect: () => {}, disconnect: () => {} };
  }

  createOscillator() {
    const note = { frequency: { value: 0 }, at: null, cut: false, connect() {} };
    note.start = (at) => (note.at = at);
    note.stop = (at) => {
      if (at === undefined) note.cut = true;
    };
    this.notes.push(note);
    return note;
  }

  async resume() {
    this.state = "running";
  }

  /** When the notes not cut off sound, in seconds of the audio clock. */
  heard() {
    return this.notes.filter((note) => !note.cut).map((note) => note.at);
  }
}

/** The model of a widget as anywidget hands it over; each proxy() is another object, as there. */
export function fakeModel(traits) {
  const state = { progress: {}, runs: [], words: {}, red_flags: [], ...traits };
  const model = { state, saves: 0, alive: true, heard: {} };
  model.proxy = () => ({
    get: (name) => state[name],
    set: (name, value) => (state[name] = structuredClone(value)),
    on: (events, handler) => events.split(" ").forEach((event) => (model.heard[event] = handler)),
    save_changes() {
      if (!model.alive) throw new Error("the kernel is gone");
      model.saves += 1;
    },
  });
  return model;
}

/** Pages of one browser that hear each other; as in a browser, never themselves. */
class FakeChannel {
  static open = new Set();

  constructor(name) {
    this.name = name;
    FakeChannel.open.add(this);
  }

  postMessage(data) {
    for (const channel of [...FakeChannel.open]) {
      if (channel !== this && channel.name === this.name) channel.onmessage?.({ data: structuredClone(data) });
    }
  }

  close() {
    FakeChannel.open.delete(this);
  }
}

/** Replace the page's clocks for one test; pass(ms) moves them and runs the timeouts that fall due. */
export function takeClocks(test) {
  const clock = fakeClock();
  const real = { performance: globalThis.performance, now: Date.now };
  const [set, clear] = [globalThis.setTimeout, globalThis.clearTimeout];
  let waiting = [];
  let number = 0;
  Object.defineProperty(globalThis, "performance", {
    value: { now: clock.now },
    configurable: true,
    writable: true,
  });
  Date.now = clock.wall;
  const RealChannel = globalThis.BroadcastChannel; // in Node an open one keeps the process alive
  globalThis.BroadcastChannel = FakeChannel;
  globalThis.setTimeout = (run, ms) => {
    waiting.push({ run, at: clock.ms + ms, id: (number += 1) });
    return number;
  };
  globalThis.clearTimeout = (id) => (waiting = waiting.filter((timeout) => timeout.id !== id));
  test.after(() => {
    Object.defineProperty(globalThis, "performance", {
      value: real.performance,
      configurable: true,
      writable: true,
    });
    Date.now = real.now;
    globalThis.BroadcastChannel = RealChannel;
    FakeChannel.open.clear();
    [globalThis.setTimeout, globalThis.clearTimeout] = [set, clear];
    delete globalThis[Symbol.for("stretchlib.page")];
  });
  return {
    ...clock,
    /** The page is gone, and with it all that it waited for. */
    stop: () => (waiting = []),
    /** lazily: nothing runs until the end of the stretch of time, as in a hidden tab. */
    pass(ms, { lazily = false } = {}) {
      const until = clock.ms + ms;
      if (lazily) clock.pass(ms);
      for (;;) {
        const due = waiting.filter((timeout) => timeout.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        waiting = waiting.filter((timeout) => timeout !== due);
        clock.pass(Math.max(0, due.at - clock.ms));
        due.run();
      }
      clock.pass(Math.max(0, until - clock.ms));
    },
    waiting: () => waiting.length,
  };
}

/** A repeatable source of numbers in [0, 1). */
export function dice(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/**
 * One kernel with a timer that several pages show: what a page sends is told to the others, in its order. While `busy`
 * it waits. Like the timer in Python it keeps the first row of a run. open(name) gives the model of another page.
 */
export function fakeKernel(traits) {
  const state = { progress: {}, beat: {}, runs: [], kept: [], unsaved: "", words: {}, red_flags: [], ...traits };
  const pages = [];
  const queue = [];
  const rowName = (row) => `${row.started_at} ${row.run}`;
  const kernel = { state, busy: false, alive: true, messages: 0 };

  function take(from, changes) {
    const names = new Set(state.runs.map(rowName));
    const rows = [...state.runs, ...(changes.runs ?? []).filter((row) => !names.has(rowName(row)))];
    Object.assign(state, changes, { runs: rows });
    from.answered(changes);
    for (const page of pages) {
      if (page === from) page.hear({ runs: rows });
      else page.hear(changes.runs ? { ...changes, runs: rows } : changes);
    }
  }

  let delivering = false;
  kernel.deliver = () => {
    if (delivering) return; // what a page answers to a message comes after all pages have heard it
    delivering = true;
    while (!kernel.busy && queue.length > 0) take(...queue.shift());
    delivering = false;
  };
  kernel.open = () => {
    const mine = structuredClone(state);
    const handlers = [];
    let waiting = {};
    const sent = {}; // how many messages with a value of this name are on their way
    const page = {
      open: true,
      answered: (changes) => Object.keys(changes).forEach((name) => (sent[name] -= 1)),
      hear(all) {
        if (!page.open) return;
        // As ipywidgets does: what another page told is older than a value that is on its way from here.
        page.apply(Object.fromEntries(Object.entries(all).filter(([name]) => !sent[name])));
      },
      apply(changes) {
        const changed = Object.keys(changes).filter(
          (name) => JSON.stringify(mine[name]) !== JSON.stringify(changes[name]),
        );
        Object.assign(mine, structuredClone(changes));
        for (const { event, handler } of handlers) if (changed.includes(event.slice("change:".length))) handler();
      },
      close: () => (page.open = false),
      get: (name) => mine[name],
      set(name, value) {
        waiting[name] = structuredClone(value);
        page.apply({ [name]: value });
      },
      on: (events, handler) => events.split(" ").forEach((event) => handlers.push({ event, handler })),
      save_changes() {
        if (!kernel.alive || !page.open) throw new Error("the kernel is gone");
        kernel.messages += 1;
        queue.push([page, waiting]);
        for (const name of Object.keys(waiting)) sent[name] = (sent[name] ?? 0) + 1;
        waiting = {};
        kernel.deliver();
      },
    };
    pages.push(page);
    return page;
  };
  return kernel;
}
