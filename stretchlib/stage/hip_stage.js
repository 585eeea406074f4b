// The hip on a stage: its thigh follows a pose, its bellies the hip model. No page around it is known here.
import { h } from "../widgets/shared/dom.js";
import { projected, rayOf } from "./camera.js";
import { draggable } from "./input.js";
import { Stage } from "./stage.js";
import { draggedThigh } from "./thigh_drag.js";
import { norm, thighMatrix, turnedBy } from "./vectors.js";

const BRIGHT = "#b3392b";
const FAINT = 0.3;

/** Whether the hip of the explorer, "mean", "all" or "1" to "26", is one person's. */
export const isPerson = (hip) => /^\d+$/.test(hip ?? "");

/**
 * scene: of hip_scene.py; model: a HipModel. act: {tap(id), turned(view), pose({flexion, adduction, rotation}, stopped), rest()}.
 * Returns {stage, element, show(values, sentence, people)}, where values are those of the explorer, and people is a
 * HipPeople once the page has it.
 */
export function createHipStage(scene, model, { label, act }) {
  const stage = new Stage(scene, { label, act });
  const handle = h("div", { class: "sls-handle", "aria-hidden": "true" });
  stage.element.append(handle);
  let pose = null;
  let began = null; // the pose in which the drag began
  let bonesOf = "mean"; // whose bones are drawn

  draggable(handle, stage.element, {
    start() {
      began = pose;
      stage.hold(true);
      stage.element.classList.add("sls-dragging");
    },
    drag(x, y) {
      const { stopped, ...moved } = draggedThigh(rayOf(stage.projection(), x, y), began, model.limits(), norm(scene.knee));
      act.pose(moved, stopped);
    },
    end() {
      stage.element.classList.remove("sls-dragging");
      stage.hold(false);
      act.rest();
    },
  });
  stage.drawn = () => {
    const turn = thighMatrix(pose);
    const [x, y] = projected(stage.projection(), turnedBy(turn, scene.knee));
    handle.style.translate = `${x}px ${y}px`;
  };

  /** Draw the bones of a person, or with null those of the mean. */
  function shape(person, people) {
    if ((person ?? "mean") === bonesOf) return;
    bonesOf = person ?? "mean";
    stage.reshape(Object.fromEntries(people.parts().map((id) => {
      const { meanMesh } = stage.parts.find((part) => part.id === id);
      return [id, person && people.points(id, person, meanMesh.points)];
    })));
  }

  /** Bring the picture into the state of the explorer; `sentence` is its alternative text. */
  function show(values, sentence, people = null) {
    const person = people && isPerson(values.hip) ? values.hip : null;
    if (people) shape(person, people);
    const lines = person ? people.model : model;
    const geometry = person ?? values.model;
    pose = { flexion: values.flexion, adduction: values.adduction, rotation: values.rotation };
    stage.setNode("thigh", { turn: thighMatrix(pose) });
    const drawn = new Set(lines.muscles(geometry));
    stage.setBellies(Object.fromEntries(scene.paths.map(({ id, colour, layer }) => {
      const chosen = id === values.muscle; // it is bright, and no layer that is peeled takes it away
      return [id, { points: drawn.has(id) ? lines.drawnPath(geometry, id, pose) : null, colour: chosen ? BRIGHT : colour,
        opacity: chosen ? 1 : FAINT, layer: chosen ? null : layer }];
    })));
    const { name } = scene.paths.find(({ id }) => id === values.muscle);
    stage.setLabel("muscle", { text: name, of: values.muscle });
    stage.say(sentence);
  }

  return { stage, element: stage.element, show };
}
