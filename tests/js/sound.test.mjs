import assert from "node:assert/strict";
import { test } from "node:test";
import { createSound, createVoice, soundPlan, TONES } from "../../stretchlib/widgets/timer/sound.js";
import { FakeAudio, figureFour, tile } from "./fakes.mjs";

const planOf = (phases, from) => soundPlan(phases, from).map(({ at_s, tone }) => `${at_s} ${tone}`);

test("a tone at each phase, soft ticks before the end of the longer ones, a closing chord", () => {
  const phases = tile(["get ready", 5], ["hold", 30], ["release", 4]);
  assert.deepEqual(planOf(phases), [
    "0 turn",
    "5 move",
    "32 tick",
    "33 tick",
    "34 tick",
    "35 ease",
    "39 end",
  ]);
});

test("from the middle only what is still to come; a tone due now is not lost", () => {
  const phases = tile(["get ready", 5], ["hold", 30], ["release", 4]);
  assert.deepEqual(planOf(phases, 33.5), ["34 tick", "35 ease", "39 end"]);
  assert.deepEqual(planOf(phases, 35), ["35 ease", "39 end"]);
  assert.deepEqual(planOf(phases, 39), ["39 end"]);
});

test("effort and ease can be told apart with closed eyes", () => {
  const melody = (name) => TONES[name].map(([hertz]) => hertz);
  assert.ok(melody("move")[0] < melody("move")[1]);
  assert.ok(melody("ease")[0] > melody("ease")[1]);
  assert.equal(new Set(Object.keys(TONES).map((name) => String(melody(name)))).size, 5);
});

function set(phases = figureFour(), audio = new FakeAudio()) {
  const state = { at: 0 };
  const sound = createSound({ phases, position: () => state.at, getContext: () => audio });
  /** Session times at which a phase tone or tick begins, from what was really handed to the audio clock. */
  const heard = () => [
    ...new Set(audio.heard().map((at) => Math.round((at - audio.currentTime) * 1000) / 1000)),
  ];
  return { state, sound, audio, heard };
}

test("all tones of the remaining session stand on the audio clock, so that a hidden tab still sounds", () => {
  const { state, sound, audio } = set();
  state.at = 12.25;
  sound.schedule();
  const first = Math.min(...audio.heard());
  assert.equal(first - audio.currentTime, 32 - 12.25);
  const expected = soundPlan(figureFour(), 12.25).flatMap(({ at_s, tone }) =>
    TONES[tone].map(([, after]) => at_s + after),
  );
  const real = audio.heard().map((at) => at - audio.currentTime + 12.25);
  expected.forEach((at, i) => assert.ok(Math.abs(at - real[i]) < 1e-9));
  assert.equal(real.length, expected.length);
});

test("cancel and a new schedule cut every tone laid before", () => {
  const { state, sound, audio } = set();
  sound.schedule();
  const before = audio.notes.length;
  sound.cancel();
  assert.deepEqual(audio.heard(), []);
  state.at = 39;
  sound.schedule();
  assert.ok(audio.notes.length > before);
  assert.ok(audio.notes.slice(0, before).every((note) => note.cut));
  sound.cancel();
  sound.cancel();
  assert.deepEqual(audio.heard(), []);
});

test("tones are laid anew only when the two clocks have come apart", () => {
  const { state, sound, audio } = set();
  sound.schedule();
  const before = audio.notes.length;
  audio.currentTime += 5;
  state.at = 5.02;
  sound.check();
  assert.equal(audio.notes.length, before);
  state.at = 9; // the audio clock slept for 4 s
  sound.check();
  assert.ok(audio.notes.slice(0, before).every((note) => note.cut));
  assert.equal(Math.min(...audio.heard()) - audio.currentTime, 32 - 9);
});

test("a context that sleeps until the first press is put right when it wakes", async () => {
  const audio = new FakeAudio("suspended");
  const { state, sound } = set(figureFour(), audio);
  audio.resume = async () => {
    state.at = 3;
    audio.state = "running";
  };
  sound.schedule();
  await new Promise((done) => setImmediate(done));
  assert.equal(Math.min(...audio.heard()) - audio.currentTime, 5 - 3);
});

test("no Web Audio, or one that refuses, is silence and nothing else", () => {
  for (const getContext of [
    () => null,
    () => {
      throw new Error("no device");
    },
  ]) {
    const sound = createSound({ phases: figureFour(), position: () => 0, getContext });
    sound.schedule();
    sound.check();
    sound.cancel();
  }
  createSound({ phases: figureFour(), position: () => 0 }).schedule(); // Node itself has none
});

test("the voice never queues, and is silent where there is none", (t) => {
  const without = createVoice("en");
  without.say("Hold");
  assert.equal(without.available(), false);
  const calls = [];
  globalThis.speechSynthesis = {
    cancel: () => calls.push("cancel"),
    speak: (cue) => calls.push(`${cue.lang} ${cue.text}`),
  };
  globalThis.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  t.after(() => {
    delete globalThis.speechSynthesis;
    delete globalThis.SpeechSynthesisUtterance;
  });
  const voice = createVoice("en");
  voice.say("Hold");
  voice.say("");
  voice.say("Rest");
  assert.deepEqual(calls, ["cancel", "en Hold", "cancel", "en Rest"]);
});
