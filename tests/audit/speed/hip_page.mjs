// How many poses a second the page's hip model answers, length and three moment arms each: prints one JSON line.
// hip_page.mjs TABLES.json
import { readFileSync } from "node:fs";
import { HipModel } from "../../../stretchlib/stage/hip_model.js";

const RUNS = 7;
const model = new HipModel(JSON.parse(readFileSync(process.argv[2], "utf-8")));
const limits = Object.entries(model.limits());

/** Poses over the whole range, always the same. */
const poses = Array.from({ length: 20000 }, (_, number) => Object.fromEntries(limits.map(([angle, [low, high]], axis) =>
  [angle, low + ((number * [37.1, 17.3, 23.7][axis]) % (high - low))])));

/** Poses a second in each run; the first run, which warms up, is left out. */
function perSecond(count, ask) {
  return Array.from({ length: RUNS + 1 }, () => {
    const begin = performance.now();
    for (const pose of poses.slice(0, count)) ask(pose);
    return (1000 * count) / (performance.now() - begin);
  }).slice(1);
}

const alone = (geometry, muscle) => (pose) => {
  model.length(geometry, muscle, pose);
  model.momentArms(geometry, muscle, pose);
};
console.log(JSON.stringify({
  parts: model.geometries().reduce((sum, geometry) => sum + model.muscles(geometry).length, 0),
  plain: perSecond(20000, alone("rajagopal2023", "piriformis")),
  cylinder: perSecond(20000, alone("rajagopal2023", "psoas_major")),
  every: perSecond(2000, (pose) => model.geometries().forEach((geometry) => model.everyMuscle(geometry, pose))),
}));
