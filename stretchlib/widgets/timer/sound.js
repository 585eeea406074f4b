// What the timer lets one hear: short tones through Web Audio and, if wanted, a spoken cue.
//
// The tones of the whole remaining session are handed to the audio clock at once. A browser slows the timers
// of a hidden tab down to one a minute; the audio clock goes on exactly. Every stop or jump cancels them all.
import { pageMemory } from "../shared/dom.js";

/** Seconds before the end of a phase at which a soft tick sounds, in phases long enough to need one. */
export const TICKS_BEFORE_END_S = [3, 2, 1];
/** Shorter phases (a lift, a release) have no ticks: the next tone would step on them. */
export const SHORTEST_TICKED_S = 8;
/** The audio clock may be this far from the session before the tones are laid anew. */
export const MOST_DRIFT_S = 0.05;

/** Notes as [hertz, seconds after the start of the tone, seconds long]; effort rises, ease falls. */
export const TONES = {
  move: [
    [523, 0, 0.14],
    [784, 0.14, 0.3],
  ],
  ease: [
    [784, 0, 0.14],
    [523, 0.14, 0.3],
  ],
  turn: [
    [659, 0, 0.16],
    [659, 0.22, 0.16],
  ],
  tick: [[988, 0, 0.06]],
  end: [
    [523, 0, 0.2],
    [659, 0.2, 0.2],
    [784, 0.4, 0.7],
  ],
};

const TONE_OF_KIND = {
  hold: "move",
  lift: "move",
  walk: "move",
  contract: "move",
  relax: "ease",
  lower: "ease",
  release: "ease",
  rest: "ease",
  pause: "ease",
  "get ready": "turn",
  "change side": "turn",
  done: "end",
};

/** The family a phase belongs to: move, ease, turn or end. It chooses the tone and the look. */
export function toneOf(kind) {
  return TONE_OF_KIND[kind] ?? "turn";
}

/** Every tone from from_s on: [{at_s, tone}], in order; at_s counts from the start of the session. */
export function soundPlan(phases, from_s = 0) {
  const plan = [];
  for (const { kind, start_s, end_s } of phases) {
    if (end_s > start_s || kind === "done") plan.push({ at_s: start_s, tone: toneOf(kind) });
    if (end_s - start_s < SHORTEST_TICKED_S) continue;
    for (const before of TICKS_BEFORE_END_S) plan.push({ at_s: end_s - before, tone: "tick" });
  }
  return plan.filter(({ at_s }) => at_s >= from_s - 0.001).sort((a, b) => a.at_s - b.at_s);
}

const audioClass = () => globalThis.AudioContext ?? globalThis.webkitAudioContext;

/** Whether this browser can make tones. Asks without making a context: that needs a press first. */
export function canSound() {
  return Boolean(audioClass());
}

function pageAudio() {
  const AudioContextClass = audioClass();
  if (!AudioContextClass) return null;
  const page = pageMemory();
  // One for all timers of the page: browsers allow only a handful.
  if (!page.audio || page.audio.state === "closed") page.audio = new AudioContextClass();
  return page.audio;
}

/**
 * The tones of one session. position() gives seconds into the session, at any time.
 * With no Web Audio (or one that refuses to start) every call does nothing.
 */
export function createSound({ phases, position, getContext = pageAudio }) {
  let bus = null; // one gain node per schedule: cutting it silences everything laid so far
  let origin = 0; // audio time at which the session was (or would have been) at 0 s
  let broken = false;

  function context() {
    if (broken) return null;
    try {
      return getContext();
    } catch {
      broken = true;
      return null;
    }
  }

  function lay(audio, tone, at) {
    for (const [hertz, after, length] of TONES[tone]) {
      const note = audio.createOscillator();
      const loudness = audio.createGain();
      const from = at + after;
      note.frequency.value = hertz;
      // A short rise and a fall to nearly nothing: a tone cut square clicks.
      loudness.gain.setValueAtTime(0.0001, from);
      loudness.gain.exponentialRampToValueAtTime(tone === "tick" ? 0.12 : 0.3, from + 0.015);
      loudness.gain.exponentialRampToValueAtTime(0.0001, from + length);
      note.connect(loudness);
      loudness.connect(bus.gain);
      note.start(from);
      note.stop(from + length + 0.02);
      bus.notes.push(note);
    }
  }

  function cancel() {
    if (!bus) return;
    bus.gain.disconnect();
    for (const note of bus.notes) {
      try {
        note.stop();
      } catch {
        // Already over.
      }
    }
    bus = null;
  }

  function layAll(audio) {
    cancel();
    bus = { gain: audio.createGain(), notes: [] };
    bus.gain.connect(audio.destination);
    const from = position();
    origin = audio.currentTime - from;
    // Nothing in the past: a tone due this instant starts with the next block of samples.
    for (const { at_s, tone } of soundPlan(phases, from)) {
      lay(audio, tone, Math.max(origin + at_s, audio.currentTime));
    }
  }

  /** Lay the tones anew if the two clocks have come apart (a context that slept, a machine that slept). */
  function check() {
    const audio = bus && context();
    if (!audio || audio.state !== "running") return;
    if (Math.abs(audio.currentTime - origin - position()) > MOST_DRIFT_S) layAll(audio);
  }

  /** Lay all tones from here to the end. */
  function schedule() {
    const audio = context();
    if (!audio) return;
    layAll(audio);
    if (audio.state === "running") return;
    // Until the reader has pressed something on the page a browser keeps the context asleep.
    const wake = () => audio.resume().then(check, () => {});
    wake();
    for (const press of ["pointerdown", "keydown"]) {
      globalThis.document?.addEventListener(press, wake, { once: true, capture: true });
    }
  }

  return { schedule, cancel, check };
}

/** The spoken cue; every call does nothing where the browser cannot speak. */
export function createVoice(lang) {
  const synth = () => globalThis.speechSynthesis;
  const available = () => Boolean(synth() && globalThis.SpeechSynthesisUtterance);
  function stop() {
    if (available()) synth().cancel();
  }
  function say(text) {
    if (!available() || !text) return;
    stop(); // never a queue: a cue that is late is wrong
    const cue = new globalThis.SpeechSynthesisUtterance(text);
    if (lang) cue.lang = lang;
    synth().speak(cue);
  }
  return { say, stop, available };
}
