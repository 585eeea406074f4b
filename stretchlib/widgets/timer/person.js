// The person beside the clock: does what the phase says, in time with it, and stands still when the clock does.
import { PersonStage } from "../../stage/person_stage.js";
import { stagePossible } from "../../stage/stage.js";
import { button, h, wordKey } from "../shared/dom.js";
import { moves, otherFoot, paces, shareAt, stillShare } from "./pacing.js";

const FADE_MS = 300; // when the other side is shown
const STEP_DEG = 30;
const SIGNS = { turn_left: "\u21ba", turn_right: "\u21bb", home: "\u2302" };
const BEGUN = ["running", "paused"];

/** How the scene is mirrored for a side: see keyframes.js. */
export function reflectionOf({ drawn_side, reflect }, side) {
  return drawn_side !== "both" && side && side !== drawn_side ? reflect : null;
}

/** Where the person stands at a moment of the clock: {share, side, turned, moving, atEnd}; calm: nothing may move. */
export function standing(paced, phases, { status, index, elapsed_s }, calm) {
  const begun = BEGUN.includes(status);
  const pace = paced[begun ? index : 0];
  const seconds = begun ? elapsed_s - phases[index].start_s : 0;
  const share = calm && begun ? stillShare(pace) : shareAt(pace, seconds);
  return { share, side: pace.side, turned: !calm && otherFoot(pace, seconds), moving: status === "running" && !calm && moves(pace, seconds), atEnd: begun && pace.to === 1 };
}

/** {element, show(now), remove()} of the person of host.person; null where there is none, or the page has no WebGL2. */
export function createPerson({ t, session, host, current }) {
  const scene = host.person;
  if (!scene?.motion || !stagePossible()) return null;
  const paced = paces(session.phases);
  const stage = new PersonStage(scene, { label: t("stage.keys", { name: t("stage.person", { name: scene.title }) }), act: {} });
  const sign = (name, press) => {
    const small = button(name, SIGNS[name], press, { look: "slt-sign" });
    small.setAttribute("aria-label", t(`stage.${name}`));
    small.title = t(`stage.${name}`);
    return small;
  };
  const element = h("div", { class: "slt-person" }, stage.element,
    h("div", { class: "slt-signs", role: "group", "aria-label": t("stage.views") },
      sign("turn_left", () => stage.turn(STEP_DEG, 0)), sign("turn_right", () => stage.turn(-STEP_DEG, 0)),
      sign("home", () => stage.show(stage.home))),
    scene.note ? h("p", { class: "slt-small slt-person-note" }, scene.note) : null);
  const calm = () => Boolean(globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches);
  let waiting = null;

  function step() {
    waiting = null;
    show(current());
  }

  /** Bring the picture to this moment, and on from picture to picture while the person moves. */
  function show(now) {
    const still = calm();
    const { share, side, turned, moving, atEnd } = standing(paced, session.phases, now, still);
    const reflection = turned ? "pose" : reflectionOf(scene, side);
    if (reflection !== stage.reflection && !still && !scene.walks) stage.canvas.animate?.([{ opacity: 0 }, { opacity: 1 }], FADE_MS);
    stage.stand(share, reflection, moving);
    element.dataset.share = share.toFixed(3);
    element.dataset.mirrored = String(reflection !== null);
    const { start, end, mirrored } = scene.sentences;
    const phase = BEGUN.includes(now.status) ? `${t(wordKey("phase", now.phase.name))}. ` : "";
    stage.say([phase + (atEnd ? end : start), reflection && !turned && mirrored, scene.note].filter(Boolean).join(" "));
    if (moving && waiting === null) waiting = requestAnimationFrame(step);
  }

  return {
    element,
    show,
    remove() {
      if (waiting !== null) cancelAnimationFrame(waiting);
      stage.remove();
    },
  };
}
