// The hips of 26 people in the page, from what hip_people.py writes: points of their bones, and their muscles' lines.
import { HipModel } from "./hip_model.js";
import { unpacked } from "./mesh.js";

/** The axes a person's numbers are told of, in the order of the table, and both ways of each. */
const WAYS_OVER_PEOPLE = { rotation: ["inward", "outward"], adduction: ["adduction", "abduction"],
  flexion: ["flexion", "extension"] };

/** int16 numbers whose low bytes all stand before the high ones. */
function lowHigh(text) {
  const bytes = unpacked(text, Uint8Array);
  const count = bytes.length / 2;
  return Int16Array.from({ length: count }, (_, i) => bytes[i] | (bytes[count + i] << 8));
}

/** 26 people over the tables of the three geometries. Persons are "1" to "26". */
export class HipPeople {
  constructor(data, tables) {
    this.step = data.step_mm;
    this.bones = new Map(Object.entries(data.bones).map(([bone, { modes, scores }]) => [bone, { modes: lowHigh(modes), scores }]));
    this.following = data.following;
    this.spine = data.spine;
    this.model = new HipModel({ ...tables, geometries: data.geometries });
  }

  persons() {
    return this.model.geometries();
  }

  /** The ids of the scene's parts that differ between people. */
  parts() {
    return [...this.bones.keys(), ...this.following];
  }

  /** A person's points of a part: those of the mean, an array (n x 3) in mm, moved. */
  points(part, person, mean) {
    const index = Number(person) - 1;
    if (this.following.includes(part)) return this.followed(this.spine[index], mean);
    const { modes, scores } = this.bones.get(part);
    const count = mean.length / 3;
    const moved = Float32Array.from(mean);
    for (const [mode, score] of scores[index].entries()) {
      const times = score * this.step;
      for (let axis = 0; axis < 3; axis += 1) {
        const first = (3 * mode + axis) * count;
        for (let point = 0; point < count; point += 1) moved[3 * point + axis] += times * modes[first + point];
      }
    }
    return moved;
  }

  followed(map, mean) {
    const moved = new Float32Array(mean.length);
    for (let i = 0; i < mean.length; i += 3) {
      for (let axis = 0; axis < 3; axis += 1) {
        moved[i + axis] = map[3 * axis] * mean[i] + map[3 * axis + 1] * mean[i + 1] + map[3 * axis + 2] * mean[i + 2] + map[9 + axis];
      }
    }
    return moved;
  }

  /**
   * {arms: {rotation, adduction, flexion}, mm, percent}, each [least, greatest] over the people of `hip`, a person or "all";
   * null for a muscle that was not carried over.
   */
  spread(hip, muscle, pose) {
    const people = hip === "all" ? this.persons() : [hip];
    if (!this.model.muscles(people[0]).includes(muscle)) return null;
    const ends = (values) => [Math.min(...values), Math.max(...values)];
    const arms = people.map((person) => this.model.momentArms(person, muscle, pose));
    const changes = people.map((person) => this.model.change(person, muscle, pose));
    return { arms: Object.fromEntries(Object.keys(WAYS_OVER_PEOPLE).map((axis) => [axis, ends(arms.map((arm) => arm[axis]))])),
      mm: ends(changes.map(({ mm }) => mm)), percent: ends(changes.map(({ percent }) => percent)) };
  }
}

/** A span of arms in words: "5 to 12 outward", or "3 outward to 4 inward"; `written(arm)` is its size as the page writes it. */
export function spanOfArms(t, axis, [low, high], written) {
  const way = (arm) => t(`towards.${WAYS_OVER_PEOPLE[axis][arm < 0 ? 1 : 0]}`);
  const withWay = (arm) => t("towards.arm", { arm: written(arm), way: way(arm) });
  if (written(low) === written(high) && way(low) === way(high)) return withWay(low);
  if (way(low) !== way(high)) return t("explorer.over.across", { first: withWay(low), last: withWay(high) });
  const [least, most] = [low, high].sort((a, b) => Math.abs(a) - Math.abs(b));
  return t("explorer.over.span", { low: written(least), last: withWay(most) });
}
