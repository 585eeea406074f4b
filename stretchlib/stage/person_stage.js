// A person on a stage, between the start and the end of a movement. No clock and no page around it is known here.
import { inCorner } from "./labels.js";
import { Stage } from "./stage.js";
import { poseAt, reflected, skinnedPoint } from "./keyframes.js";
import { projected } from "./camera.js";

const NAMED = 0.5; // of the way: from there on muscles have their names beside them

/** scene: of person_scene.py. */
export class PersonStage extends Stage {
  constructor(scene, { label, act }) {
    super(scene, { label, act });
    this.motion = Object.entries(scene.motion).map(([node, keyframes]) => [node, keyframes.map((each) => Float32Array.from(each))]);
    this.reflection = null;
    this.share = null;
    this.stand(0, null, false);
  }

  /** Stand at `share` of the way, 0 to 1; `reflection` as keyframes.js has it; moving: more pictures follow. */
  stand(share, reflection, moving) {
    if (share === this.share && reflection === this.reflection) return;
    if (reflection !== this.reflection) {
      this.reflection = reflection;
      for (const { id, text, mirrored } of this.scene.labels) this.setLabel(id, { text: reflection ? mirrored : text });
    }
    this.share = share;
    for (const [node, keyframes] of this.motion) this.nodes.set(node, { pose: poseAt(keyframes, share) });
    const marked = this.scene.walks ? 1 : share; // a muscle is marked as the movement comes to its end
    for (const part of this.parts) if (part.mark) Object.assign(part, { opacity: marked, hidden: marked < 0.02 });
    for (const label of this.labels.values()) label.hidden = marked < NAMED;
    this.redraw(moving);
  }

  projection(ratio) {
    return reflected(super.projection(ratio), this.reflection);
  }

  turn(azimuth, elevation) {
    super.turn(this.reflection === "picture" ? -azimuth : azimuth, elevation);
  }

  spotsOf(wanted, view) {
    const [right, top] = this.scene.corner;
    return inCorner(wanted, view, [this.reflection === "picture" ? 1 - right : right, top]);
  }

  anchorOf(label, view) {
    const { pose } = this.nodes.get(label.node) ?? {};
    if (!pose || !label.segments) return super.anchorOf(label, view);
    return projected(view, skinnedPoint(pose, label.anchor, label.segments, label.weights));
  }
}
