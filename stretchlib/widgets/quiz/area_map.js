// Areas to mark on a body from front and back: each is a check box beside the body, and its shape is a second face of it.
import { h, setText, svg, uniqueId } from "../shared/dom.js";

const BODY = "whole_body"; // the name of the picture
const [TOP, BOTTOM, HALF, GAP] = [282, 1008, 110, 12]; // of a body, in thousandths of its stature
const EARLIER = ["ArrowUp", "ArrowLeft"];
const LATER = ["ArrowDown", "ArrowRight"];

/** The box around a path of straight lines: {x, y} of its middle, and its size. */
export function boxOf(path) {
  const numbers = path.match(/-?[\d.]+/g).map(Number);
  const [[left, right], [top, bottom]] = [0, 1].map((odd) => {
    const along = numbers.filter((_, at) => at % 2 === odd);
    return [Math.min(...along), Math.max(...along)];
  });
  return { x: (left + right) / 2, y: (top + bottom) / 2, size: (right - left) * (bottom - top) };
}

/** The areas of a body as check boxes: {element, choices, side, read(), restore(response)}. pictureOf(name) -> Promise of the body. */
export function areaMap(question, t, pictureOf) {
  const boxes = question.options.map((option) => {
    const id = uniqueId("area");
    const input = h("input", { type: "checkbox", id, value: option.id, "aria-describedby": `${id}-meaning`,
      "data-lm-suppress-shortcuts": "true" });
    const meaning = h("span", { id: `${id}-meaning`, hidden: "" }, option.meaning);
    const letter = h("span", { class: "slq-letter", "aria-hidden": "true" }, question.letters[option.id]);
    const label = h("label", { for: id }, letter, option.text);
    const box = { option, input, element: h("div", { class: "slq-option slq-area-name" }, input, label, meaning), shapes: [] };
    input.addEventListener("change", () => draw(box));
    // The shape that belongs to a name is outlined while the name is under the pointer or has the focus.
    for (const [event, on] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]])
      box.element.addEventListener(event, () => aim(box, on));
    return box;
  });
  const list = h("div", { class: "slq-area-names" }, ...boxes.map((box) => box.element));
  const picture = h("div", { class: "slq-body" });
  const choices = h("div", {}, h("p", { class: "slq-note" }, t("quiz.both_sides")), list);
  const side = h("div", { class: "slq-side" }, choices);
  const element = h("div", { class: "slq-areas" }, picture, side);

  list.addEventListener("keydown", (event) => {
    const by = LATER.includes(event.key) ? 1 : EARLIER.includes(event.key) ? -1 : 0;
    const at = boxes.findIndex(({ input }) => input === event.target);
    if (!by || at < 0) return;
    event.preventDefault();
    boxes[(at + by + boxes.length) % boxes.length].input.focus();
  });

  function aim(box, on) {
    for (const shape of box.shapes) shape.toggleAttribute("data-aimed", on);
  }

  function draw({ input, shapes }) {
    for (const shape of shapes) shape.toggleAttribute("data-marked", input.checked);
  }

  /** One area in one view: both sides, the letter, and the tick of a marked one. */
  function shapeOf(box, areas, side, pattern) {
    const sides = areas.flatMap(({ path, mirrored }) => [[path, null], ...(mirrored ? [[path, "scale(-1 1)"]] : [])]);
    // All edges first, then what fills them: so the parts of one area have no seams between them.
    const faces = ["slq-area-edge", "slq-area-fill", "slq-area-stripes"].flatMap((look) => sides.map(([path, transform]) =>
      svg("path", { d: path, transform, class: look, fill: look === "slq-area-stripes" && `url(#${pattern})` })));
    // The letter stands once, on the side away from the other body; that of several parts on the largest.
    const largest = areas.reduce((a, b) => (boxOf(b.path).size > boxOf(a.path).size ? b : a));
    const { x, y } = boxOf(largest.path);
    const at = { x: largest.mirrored ? side * Math.abs(x) : x, y: y + 9, class: "slq-area-letter" };
    const shape = svg("g", { class: "slq-area" }, ...faces, svg("text", at));
    const letter = question.letters[box.option.id];
    shape.lastElementChild.append(svg("tspan", { class: "slq-area-tick" }, "\u2713"), letter);
    shape.addEventListener("click", () => box.input.click());
    shape.addEventListener("pointerenter", () => aim(box, true));
    shape.addEventListener("pointerleave", () => aim(box, false));
    box.shapes.push(shape);
    draw(box);
    return shape;
  }

  pictureOf(BODY).then((views) => {
    if (views.fault) return setText(picture, views.fault);
    const pattern = uniqueId("stripes");
    const bodies = Object.values(views).map(({ title, body, areas }, at) => {
      const side = at ? 1 : -1;
      const shapes = boxes.map((box) => [box, areas.filter(({ id }) => question.outlined[box.option.id].includes(id))])
        .filter(([, mine]) => mine.length).map(([box, mine]) => shapeOf(box, mine, side, pattern));
      return svg("g", { transform: `translate(${side * (HALF + GAP / 2)} 0)` },
        svg("path", { d: body, class: "slq-body-skin" }), ...shapes,
        svg("path", { d: body.replace(/ Z$/, ""), class: "slq-body-line" }), // the trunk goes on upwards
        svg("text", { x: 0, y: TOP - 12, class: "slq-body-view" }, title));
    });
    const width = 4 * HALF + GAP;
    // For eye and finger: keyboard and screen reader have the check boxes beside it.
    picture.replaceChildren(svg("svg", { viewBox: `${-width / 2} ${TOP - 44} ${width} ${BOTTOM - TOP + 44}`,
      "aria-hidden": "true", focusable: "false" },
    svg("pattern", { id: pattern, width: 14, height: 14, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("rect", { width: 5, height: 14, class: "slq-area-stripe" })), ...bodies));
  });

  return {
    element,
    choices: [choices],
    side,
    read() {
      const chosen = boxes.filter(({ input }) => input.checked).map(({ input }) => input.value);
      return chosen.length ? chosen : null;
    },
    restore(response) {
      for (const box of boxes) {
        box.input.checked = (response ?? []).includes(box.input.value);
        draw(box);
      }
    },
  };
}
