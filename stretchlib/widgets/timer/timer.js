// The view of a guided practice: safety questions, display, buttons, live region; and the adapter for anywidget.
//
// A page without a kernel calls mountTimer(); a notebook goes through the default export.
import { button, h, icon, pageMemory, relabel, setText, uniqueId, windowFiller, setLanguage } from "../shared/dom.js";
import { canSound, createVoice, toneOf } from "./sound.js";
import { answerSafetyQuestions, createSafetyQuestions, safetyAnswer } from "./safety.js";
import { createPractice, merged } from "./run.js";
import { announced, createDisplay } from "./display.js";
import { journalOfModel, saveOffer } from "../shared/save_offer.js";

/** Show `practice` in `el`. Returns a function that takes this view away; the practice itself goes on. */
export function attachView(practice, el) {
  const { t, session, red_flags, host } = practice;
  const level = host.headingLevel ?? 3;
  const page = pageMemory();
  const display = createDisplay(practice);
  const safetyQuestions = createSafetyQuestions({ red_flags, t, level: level + 1, onPassed: () => startButton.focus() });
  const canSpeak = createVoice().available();

  const make = (action, press, picture, look) => button(action, t(`timer.${action}`), press, { picture, look });
  const startButton = make("start", () => practice.press(startButton.dataset.action), "start", "slt-main-button");
  const moves = Object.fromEntries(
    ["back", "skip", "restart", "end"].map((action) => [action, make(action, () => practice.press(action), action)]),
  );
  const muteButton = make("mute", () => practice.toggle("muted"), "mute", "slt-quiet");
  const voiceButton = make("voice", () => practice.toggle("voice"), "voice", "slt-quiet");
  const classroomButton = make(
    "classroom",
    () => (classroom.filling() ? classroom.leave() : classroom.enter()),
    "classroom",
    "slt-quiet",
  );
  const watchButton = make("watch", changeMode, "watch", "slt-quiet");
  const askButton = make("questions", practice.ask, "questions", "slt-quiet");

  const title = h(`h${level}`, { class: "slt-title", id: uniqueId("title") }, session.title);
  const tag = (name, picture, text) =>
    h("span", { class: "slt-tag", "data-tag": name }, icon(picture), h("span", {}, text));
  const watching = tag("watching", "watch", t("timer.watching"));
  const paused = tag("paused", "pause", t("timer.paused"));
  const why = h("p", { class: "slt-why" });
  const question = h("p", { class: "slt-why", id: uniqueId("away") });
  const walked = button("walked", t("timer.walked"), () => practice.answer(true), { look: "slt-main-button" });
  const stood = button("stood", t("timer.stood"), () => practice.answer(false));
  const away = h(
    "div",
    { class: "slt-away", role: "group", "aria-labelledby": question.id, "data-tag": "away" },
    question,
    h("div", { class: "slt-buttons" }, walked, stood),
  );
  const unsaved = h("p", { class: "slt-why", role: "status", "aria-live": "polite", "data-tag": "unsaved" });
  const offer = host.save && saveOffer(t, host.save);
  const live = h("p", { class: "slt-heard", role: "status", "aria-live": "polite" });
  const buttons = (name, ...row) =>
    h("div", { class: `slt-buttons ${name}`, role: "group", "aria-label": t(`timer.${name}`) }, ...row);
  const controls = buttons("controls", startButton, ...Object.values(moves));
  const clock = h(
    "div",
    { class: "slt-clock" },
    ...display.element,
    why,
    away,
    controls,
    buttons("options", muteButton, voiceButton, classroomButton, watchButton, askButton),
  );
  const root = h(
    "div",
    { class: "slt", role: "group", "aria-labelledby": title.id },
    h(
      "div",
      { class: "slt-card" },
      h(
        "div",
        { class: "slt-head" },
        h("div", {}, title, h("p", { class: "slt-level" }, session.level_title ?? "")),
        h("div", { class: "slt-tags" }, paused, watching),
      ),
      safetyQuestions.element,
      clock,
      unsaved,
      offer?.element,
      live,
      session.review
        ? h("p", { class: "slt-small slt-review" }, t("timer.review", { state: session.review }))
        : null,
    ),
  );
  const classroom = windowFiller(root, () => view.update("room"));

  function changeMode() {
    const { choice, flagged } = safetyAnswer();
    // Back from watching to moving passes the questions again for whoever answered with one or more.
    if (choice === "move") answerSafetyQuestions("watch", false);
    else if (choice === "watch" && !flagged) answerSafetyQuestions("move", false);
    else practice.ask();
  }

  function say(event, now) {
    if (!practice.leads(view) || event === "tick" || event === "room" || event === "page") return;
    const waiting = now.status === "paused" && event !== "skip" && event !== "back";
    if (practice.asking || now.status === "idle") setText(live, "");
    else if (asked()) setText(live, question.textContent);
    else if (waiting || practice.elsewhere()) setText(live, t(practice.why() ?? "timer.paused"));
    else if (practice.active()) setText(live, announced(t, now.phase));
    else setText(live, `${t(`timer.${now.status}`)}. ${t(`timer.${now.status}_text`)}`);
  }

  /** Minutes of a walk that this page is to ask about; 0 where there is nothing to ask. */
  const asked = () => (practice.elsewhere() ? 0 : Math.round(practice.away() / 60000));

  function showQuestion(hadFocus) {
    const opened = away.hidden && asked() > 0;
    const answered = !away.hidden && !asked();
    if (asked()) setText(question, t("timer.away", { minutes: asked() }));
    away.hidden = !asked();
    controls.hidden = asked() > 0;
    if (hadFocus && opened) walked.focus({ preventScroll: true });
    if (hadFocus && answered) startButton.focus({ preventScroll: true });
  }

  const view = {
    update(event) {
      const now = practice.current();
      display.show(now, event !== "tick");
      if (event === "tick") return;
      const { status } = now;
      const on = practice.active();
      const readOnly = practice.elsewhere() && !practice.silent();
      Object.assign(root.dataset, {
        status,
        phase: now.index,
        kind: now.phase.kind,
        mode: practice.mode(),
        asking: practice.asking,
        led: practice.elsewhere() ? (practice.silent() ? "silent" : "elsewhere") : "here",
        tone: on ? toneOf(now.phase.kind) : "none",
      });
      const hadFocus = clock.contains(document.activeElement);
      safetyQuestions.element.hidden = !practice.asking;
      clock.hidden = practice.asking;
      if (event === "ask") safetyQuestions.show("questions", hadFocus);
      const word = { running: "pause", paused: "resume", idle: "start" }[status] ?? "again";
      relabel(startButton, {
        action: status === "running" ? "pause" : "start",
        text: t(`timer.${word}`),
        picture: status === "running" ? "pause" : "start",
        off: readOnly,
      });
      for (const move of Object.values(moves)) relabel(move, { off: !on || readOnly });
      showQuestion(hadFocus);
      const state = (able, is) => (able ? (is ? "on" : "off") : "none");
      relabel(muteButton, {
        text: t(`timer.sound_${state(canSound(), !page.muted)}`),
        off: !canSound(),
        picture: page.muted || !canSound() ? "muted" : "mute",
      });
      relabel(voiceButton, { text: t(`timer.voice_${state(canSpeak, page.voice)}`), off: !canSpeak });
      relabel(classroomButton, {
        text: t(classroom.filling() ? "timer.classroom_leave" : "timer.classroom"),
        picture: classroom.filling() ? "leave" : "classroom",
      });
      relabel(watchButton, { text: t(practice.mode() === "watched" ? "timer.join" : "timer.watch") });
      watching.hidden = practice.asking || practice.mode() !== "watched";
      paused.hidden = practice.asking || status !== "paused";
      why.hidden = !practice.why();
      setText(why, practice.why() ? t(practice.why()) : "");
      unsaved.hidden = !practice.unsaved();
      setText(unsaved, practice.unsaved());
      offer?.show(Boolean(practice.unsaved()));
      say(event, now);
    },
  };

  el.append(root);
  practice.attach(view);
  view.update("attach");
  return () => {
    practice.detach(view);
    classroom.leave();
    display.remove();
    root.remove();
  };
}

/**
 * A timer in `el` with no notebook behind it. data: {session, words, red_flags, state}, where state is
 * {progress, runs} as last given to host.onState, or nothing. Returns {practice, remove()}.
 */
export function mountTimer(el, data, host = {}) {
  const practice = createPractice(data, host);
  const detach = attachView(practice, el);
  return { practice, remove: () => (detach(), practice.dispose()) };
}

/** The practice of one model: reads its traits and writes `progress`, `beat` and `runs`, nothing else. */
export function practiceOfModel(model) {
  const read = (name) => model.get(name) ?? undefined;
  function onState({ progress, runs }) {
    const before = read("runs") ?? [];
    const all = merged(before, runs);
    if (progress) model.set("progress", progress);
    if (all.length > before.length) model.set("runs", all);
    model.save_changes();
  }
  const [session, words, red_flags] = ["session", "words", "red_flags"].map(read);
  const state = { progress: read("progress"), runs: read("runs") };
  function beat(moment) {
    model.set("beat", moment);
    try {
      model.save_changes();
    } catch {
      // The kernel is gone: the practice goes on.
    }
  }
  const latestStates = () => ({ progress: read("progress"), beat: read("beat"), runs: read("runs") });
  const [kept, unsaved] = [() => read("kept") ?? [], () => read("unsaved") ?? ""];
  const host = { onState, latestStates, beat, kept, unsaved, save: journalOfModel(model).save, cell: read("cell"),
    person: read("person") };
  const practice = createPractice({ session, words, red_flags, state }, host);
  model.on("change:kept change:unsaved", practice.heard);
  model.on("change:progress change:runs change:beat", practice.hear);
  // A kernel that is started again leaves its models in the page, cut off: what ends now waits for the next timer.
  model.on("comm_live_update", practice.dispose);
  return practice;
}

/**
 * anywidget calls this once for each model. initialize() and render() are handed different proxies of that
 * model, so what they share is kept here, not in a map by model.
 */
export default function timerWidget() {
  let practice = null;
  return {
    initialize({ model }) {
      practice = practiceOfModel(model);
      return () => practice.dispose();
    },
    render({ model, el }) {
      setLanguage(el, model);
      practice ??= practiceOfModel(model);
      return attachView(practice, el);
    },
  };
}
