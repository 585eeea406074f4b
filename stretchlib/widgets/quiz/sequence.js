// Steps one at a time: a map of dots above them, a button to the step before and to the next, and all of them on demand.
import { button, h, relabel, setText } from "../shared/dom.js";

const ROW = 12; // dots that stand in one row of a notebook
const STRETCH = 10; // and with the buttons to further ones beside them
const SIGNS = { open: "", right: "\u2713", partly: "\u00bd", wrong: "\u00d7", unsure: "?" };
const ARROWS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** How an answer stands on the map, from its mark: open, right, partly, wrong, or unsure where it was right by a guess. */
export function standingOf(mark) {
  if (mark?.stage !== "marked") return "open";
  if (!mark.right) return mark.points > 0 ? "partly" : "wrong";
  return mark.first.right && mark.first.confidence && mark.first.confidence <= 50 ? "unsure" : "right";
}

/** The sign of a standing, beside the number in its dot. */
export const signOf = (standing) => SIGNS[standing];

/**
 * What the map shows at a time, as positions in `steps`: [[0, 1, 2], [3, 4], ...]. Core and further steps never stand in
 * one row, and the end stands behind the last core step.
 */
export function stretchesOf(steps) {
  const stretches = [];
  steps.forEach((step, at) => {
    const last = stretches.at(-1);
    const count = steps.filter((each) => !each.end && Boolean(each.extra) === Boolean(step.extra)).length;
    const most = count > ROW ? STRETCH : ROW;
    const full = last && (last.length >= most || Boolean(steps[last[0]].extra) !== Boolean(step.extra));
    if (last && (step.end || !full)) last.push(at);
    else stretches.push([at]);
  });
  return stretches;
}

/**
 * Steps of which one is seen: {elements, show(position), refresh(), position()}.
 *
 * steps: [{element, heading, foot, name, number, extra, end}]; `heading` takes the focus when the step is come to, `foot`
 * is the row of its buttons, `name` and `number` say which it is. standing(step) -> how it stands, as standingOf() does.
 */
export function sequenceOf(t, steps, standing) {
  const stretches = stretchesOf(steps);
  const endAt = steps.findIndex((step) => step.end);
  let at = 0;
  let all = false;

  const dots = h("div", { class: "slq-dots", role: "toolbar", "aria-label": t("quiz.map") });
  const back = button("back", t("quiz.back"), () => go(at - 1));
  const next = button("next", t("quiz.next"), () => go(at + 1));
  const before = button("stretch-before", "", () => go(stretches[stretchAt() - 1][0]), { look: "slq-quiet" });
  const behind = button("stretch-behind", "", () => go(stretches[stretchAt() + 1][0]), { look: "slq-quiet" });
  const map = h("div", { class: "slq-map" }, back, dots, next, before, behind);
  const toggle = button("all", t("quiz.all"), turnAll, { look: "slq-quiet slq-all" });
  const top = h("p", { class: "slq-top", hidden: "" });

  const stretchAt = () => stretches.findIndex((stretch) => stretch.includes(at));
  const canGo = (to) => to >= 0 && to < steps.length && !(at === endAt && to > at);

  function dotOf(position) {
    const step = steps[position];
    const state = step.end ? "end" : standing(step);
    const dot = button(`to-${position}`, step.end ? t("quiz.end_dot") : String(step.number), () => show(position), { look: "slq-dot" });
    dot.setAttribute("aria-label", step.end ? step.name : t("quiz.dot", { name: step.name, state: t(`quiz.state.${state}`) }));
    dot.dataset.state = state;
    if (step.id) dot.dataset.of = step.id;
    dot.tabIndex = position === at ? 0 : -1;
    if (position === at) dot.setAttribute("aria-current", "step");
    if (SIGNS[state]) dot.append(h("span", { class: "slq-sign", "aria-hidden": "true" }, SIGNS[state]));
    return dot;
  }

  /** A button to another stretch of the map; it says which, and goes where there is none. */
  function label(element, stretch) {
    element.hidden = !stretch;
    if (!stretch) return;
    const [first, last] = [steps[stretch[0]], steps[stretch.filter((position) => !steps[position].end).at(-1)]];
    const extras = steps.filter((step) => step.extra).length;
    const opens = first.extra && first.number === 1;
    const key = !opens ? "quiz.stretch" : extras === 1 ? "quiz.more_one" : "quiz.more";
    relabel(element, { text: t(key, { first: first.number, last: last.number, count: extras }) });
  }

  function refresh() {
    const held = dots.contains(document.activeElement);
    const number = stretchAt();
    dots.replaceChildren(...stretches[number].map(dotOf));
    if (held) dots.children[stretches[number].indexOf(at)].focus();
    relabel(back, { off: !canGo(at - 1) });
    relabel(next, { off: !canGo(at + 1) });
    label(before, stretches[number - 1]);
    label(behind, stretches[number + 1]);
  }

  /** Show a step; the focus stays where it is. */
  function show(position) {
    at = position;
    steps.forEach((step, which) => (step.element.hidden = !all && which !== at));
    if (!all) steps[at].foot.append(toggle);
    refresh();
  }

  /** Go to a step and begin to read there. */
  function go(position) {
    show(position);
    steps[at].heading.focus();
  }

  function turnAll() {
    all = !all;
    map.hidden = all;
    top.hidden = !all;
    setText(toggle.lastElementChild, t(all ? "quiz.one_at_a_time" : "quiz.all"));
    if (all) top.append(toggle);
    show(at);
    toggle.focus();
  }

  dots.addEventListener("keydown", (event) => {
    const by = ARROWS[event.key];
    const to = by ? at + by : event.key === "Home" ? 0 : event.key === "End" ? stretches[stretchAt()].at(-1) : null;
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (canGo(to)) show(to);
  });

  return { elements: [map, top], show, go, refresh, position: () => at };
}
