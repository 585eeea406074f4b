import assert from "node:assert/strict";
import { test } from "node:test";
import { areaMap, boxOf } from "../../stretchlib/widgets/quiz/area_map.js";
import { ofTag, press, takePage } from "./quiz_page.mjs";

const ofType = (type) => (element) => element.tag === "input" && element.type === type;
const settle = () => new Promise((done) => setImmediate(done));

/** The areas to mark on a page: {controls, of(test)}. */
function mountAreas(pictureOf) {
  const page = takePage();
  const controls = areaMap(AREAS, (key) => key, pictureOf);
  page.append(controls.element);
  return { controls, of: (test) => page.all(test) };
}

test("the box around a path: its middle and its size", () => {
  assert.deepEqual(boxOf("M1,2 L5,2 L5,12.5 Z"), { x: 3, y: 7.25, size: 42 });
  assert.deepEqual(boxOf("M-4,0 L0,0 L0,2 Z"), { x: -2, y: 1, size: 8 });
});

const BODY = {
  front: { title: "From the front", body: "M0,0 L9,0 L9,9 Z", areas: [
    { id: "groin", path: "M1,1 L3,1 L3,3 Z", mirrored: true }, { id: "knee", path: "M1,6 L3,6 L3,8 Z", mirrored: true },
    { id: "shin", path: "M1,8 L3,8 L3,9 Z", mirrored: false }] },
  back: { title: "From behind", body: "M0,0 L9,0 L9,9 Z", areas: [
    { id: "knee", path: "M1,6 L3,6 L3,8 Z", mirrored: true }] },
};
const AREAS = { letters: { 1: "A", 2: "B" }, outlined: { 1: ["groin"], 2: ["knee"] },
  options: [{ id: "1", text: "Groin", meaning: "In front." }, { id: "2", text: "Knee", meaning: "Both sides." }] };
const withClass = (name) => (element) => element.attributes.class === name;

test("areas: a box and its shape are one, in both views, and a body without one of them has no such shape", async () => {
  const { controls, of } = mountAreas(async (name) => name === "whole_body" && BODY);
  await settle();
  const boxes = of(ofType("checkbox"));
  assert.deepEqual(of(ofTag("label")).map((label) => label.textContent), ["AGroin", "BKnee"]);
  const shapes = of(withClass("slq-area"));
  assert.deepEqual(shapes.map((shape) => shape.textContent), ["\u2713A", "\u2713B", "\u2713B"]);
  assert.equal(shapes[0].all(withClass("slq-area-fill")).length, 2, "both sides");
  assert.equal(of(ofTag("svg"))[0].getAttribute("aria-hidden"), "true");
  const marked = () => shapes.map((shape) => Object.hasOwn(shape.attributes, "data-marked"));
  assert.equal(controls.read(), null);
  press(shapes[2]);
  assert.deepEqual([controls.read(), boxes[1].checked, marked()], [["2"], true, [false, true, true]]);
  boxes[0].click();
  assert.deepEqual([controls.read(), marked()], [["1", "2"], [true, true, true]]);
  press(shapes[1]);
  assert.deepEqual(controls.read(), ["1"], "a second click takes the mark back");
  controls.restore(["2"]);
  assert.deepEqual([controls.read(), marked()], [["2"], [false, true, true]]);
  controls.restore(null);
  assert.equal(controls.read(), null);
});

test("areas: arrow keys go from box to box and round, and the focus is seen on the shape", async () => {
  const { of } = mountAreas(async () => BODY);
  await settle();
  const [groin, knee] = of(ofType("checkbox"));
  const key = (from, name) => {
    const event = new Event("keydown", { bubbles: true, cancelable: true });
    Object.defineProperties(event, { key: { value: name }, target: { value: from } });
    of(withClass("slq-area-names"))[0].dispatchEvent(event);
    return document.activeElement;
  };
  assert.equal(key(groin, "ArrowDown"), knee);
  assert.equal(key(knee, "ArrowDown"), groin);
  assert.equal(key(groin, "ArrowUp"), knee);
  of(withClass("slq-option slq-area-name"))[1].dispatchEvent(new Event("focusin"));
  const aimed = () => of(withClass("slq-area")).map((shape) => Object.hasOwn(shape.attributes, "data-aimed"));
  assert.deepEqual(aimed(), [false, true, true]);
  of(withClass("slq-option slq-area-name"))[1].dispatchEvent(new Event("focusout"));
  assert.deepEqual(aimed(), [false, false, false]);
});

test("a body that cannot be drawn leaves its sentence and the boxes", async () => {
  const { controls, of } = mountAreas(async () => ({ fault: "area_outlines.csv: no body; correct it." }));
  await settle();
  assert.equal(of(withClass("slq-body"))[0].textContent, "area_outlines.csv: no body; correct it.");
  of(ofType("checkbox"))[0].click();
  assert.deepEqual(controls.read(), ["1"]);
});
