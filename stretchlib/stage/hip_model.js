// The three hip geometries computed in the page, from the tables that hip_tables.py writes: no kernel is asked.
import { armsOf, drawnPathOf, pathOf, readPart, stateOf, stretchOf, thighTurn } from "./hip_geometry.js";
import { jumpsNear, jumpsOnWay } from "./hip_jumps.js";

export const ANATOMICAL = Object.freeze({ flexion: 0, adduction: 0, rotation: 0 });
const ROUNDING_DEG = 1e-9; // so little beyond a limit is a limit
const LINES = { // keys of the sentences of a line
  cylinder: { on: "explored.on_cylinder", off: "explored.off_cylinder" },
  "guide point": { on: "explored.on_guide_point", off: "explored.off_guide_point" },
};
const SPAN_STEPS = 6; // of each angle, to find how much a length changes in any pose

/**
 * Muscle parts of a right hip. A pose is {flexion, adduction, rotation} in degrees: flexion, adduction and internal
 * rotation are positive. Lengths are whole muscle-tendon paths in mm; points are [x, y, z] in mm in the pelvis frame
 * about the centre of the hip joint (x to the front, y up, z to the right). A RangeError names a geometry or muscle that
 * is not there, and an angle that is no number or beyond `limits()`.
 */
export class HipModel {
  /** `tables`: what `hip_tables()` wrote, read from JSON. */
  constructor(tables) {
    this.tables = tables;
    this.parts = new Map(Object.entries(tables.geometries).map(([geometry, { parts }]) =>
      [geometry, new Map(Object.entries(parts).map(([muscle, part]) => [muscle, readPart(part)]))]));
  }

  /** The ids of the geometries, the first is the one to begin with. */
  geometries() {
    return [...this.parts.keys()];
  }

  /** The ids of the muscle parts that a geometry draws, in the order of its table; without one, of all together. */
  muscles(geometry) {
    if (geometry === undefined) return [...new Set(this.geometries().flatMap((each) => this.muscles(each)))];
    return [...this.partsOf(geometry).keys()];
  }

  /** The geometries that draw this muscle part. */
  geometriesOf(muscle) {
    return this.geometries().filter((geometry) => this.parts.get(geometry).has(muscle));
  }

  /** {flexion: [low, high], adduction, rotation}: the degrees for which the geometries were checked. */
  limits() {
    return this.tables.limits;
  }

  /** The length of a part in mm. */
  length(geometry, muscle, pose) {
    return stretchOf(this.part(geometry, muscle), this.turn(pose)).length;
  }

  /** The moment arms {flexion, adduction, rotation} of a part in mm; positive would increase the angle. */
  momentArms(geometry, muscle, pose) {
    const turn = this.turn(pose);
    return armsOf(stretchOf(this.part(geometry, muscle), turn), turn);
  }

  /** {length, arms, state} of every part of a geometry, by its id; cheaper than asking for each. */
  everyMuscle(geometry, pose) {
    const turn = this.turn(pose);
    return Object.fromEntries([...this.partsOf(geometry)].map(([muscle, part]) => {
      const stretch = stretchOf(part, turn);
      return [muscle, { length: stretch.length, arms: armsOf(stretch, turn), state: stretch.state }];
    }));
  }

  /** The line of a part from origin to insertion; on a cylinder there is a point at least every 10 degrees. */
  path(geometry, muscle, pose) {
    return pathOf(this.part(geometry, muscle), this.turn(pose), this.tables.path_step_rad);
  }

  /** The same line as it is drawn: from the bones that the geometry belongs to it is carried onto those of the scene. */
  drawnPath(geometry, muscle, pose) {
    return drawnPathOf(this.part(geometry, muscle), this.turn(pose), this.tables.path_step_rad);
  }

  /** The change of length against the anatomical position: {mm, percent} of muscle and tendon. */
  change(geometry, muscle, pose) {
    const rest = this.length(geometry, muscle, ANATOMICAL);
    const mm = this.length(geometry, muscle, pose) - rest;
    return { mm, percent: (100 * mm) / rest };
  }

  /** [least, greatest] change of length in percent that any geometry shows within the limits, on a coarse grid. */
  changeSpan(muscle) {
    const steps = (low, high) => Array.from({ length: SPAN_STEPS }, (_, i) => low + ((high - low) * i) / (SPAN_STEPS - 1));
    const [flexions, adductions, rotations] = Object.values(this.limits()).map((limit) => steps(...limit));
    const percents = this.geometriesOf(muscle).flatMap((geometry) => flexions.flatMap((flexion) =>
      adductions.flatMap((adduction) => rotations.map((rotation) =>
        this.change(geometry, muscle, { flexion, adduction, rotation }).percent))));
    return [Math.min(...percents), Math.max(...percents)];
  }

  /**
   * What lies on the path of a part: {kind, turn, line, jumpsNear, jumpsOnWay}. kind is "cylinder", "guide point" or
   * "line"; turn is 0 where the line is off its cylinder or does not run through its guide point, else 1 (point on, or
   * round the cylinder counter-clockwise) or -1 (clockwise). line is the key of the sentence that says so, empty for a
   * plain line. jumpsNear: length or arm jump within 2 degrees of here; jumpsOnWay: the length jumps on the straight way
   * from the anatomical position.
   */
  state(geometry, muscle, pose) {
    const part = this.part(geometry, muscle);
    const turn = stateOf(part, this.turn(pose));
    const kind = part.wrap ? "cylinder" : part.range ? "guide point" : "line";
    if (kind === "line") return { kind, turn, line: "", jumpsNear: false, jumpsOnWay: false };
    const { jumps, limits } = this.tables;
    return {
      kind,
      turn,
      line: LINES[kind][turn ? "on" : "off"],
      jumpsNear: jumpsNear(part, pose, limits, jumps).length > 0,
      jumpsOnWay: jumpsOnWay(part, ANATOMICAL, pose, jumps).some((jump) => Math.abs(jump.jump_mm) >= jumps.jump_mm),
    };
  }

  partsOf(geometry) {
    const parts = this.parts.get(geometry);
    if (!parts) throw new RangeError(`There is no geometry ${geometry}; take one of: ${this.geometries().join(", ")}.`);
    return parts;
  }

  part(geometry, muscle) {
    const part = this.partsOf(geometry).get(muscle);
    if (!part) throw new RangeError(`${geometry} has no muscle part ${muscle}; take one of muscles("${geometry}").`);
    return part;
  }

  turn(pose) {
    for (const [angle, [low, high]] of Object.entries(this.limits())) {
      if (!(pose[angle] >= low - ROUNDING_DEG && pose[angle] <= high + ROUNDING_DEG)) {
        throw new RangeError(`${angle} ${pose[angle]} lies beyond ${low} to ${high} degrees; stay inside.`);
      }
    }
    return thighTurn(pose);
  }
}
