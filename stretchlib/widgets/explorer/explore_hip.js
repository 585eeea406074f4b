// The hip explorer: a hip to turn, its controls, and what three geometries say. All is computed in the page; Python is
// only told where it rests.
import { button, h, phrases, setLanguage, setText, uniqueId } from "../shared/dom.js";
import { HipModel } from "../../stage/hip_model.js";
import { hipNumbers, hipState } from "../../stage/hip_sentences.js";
import { HipPeople } from "../../stage/hip_people.js";
import { createHipStage } from "../../stage/hip_stage.js";
import { stagePossible } from "../../stage/stage.js";
import { keepStill } from "../shared/still.js";
import { rangeControl, selectControl } from "./explore_controls.js";
import { numbersTable, overPeople } from "./explore_numbers.js";

const REST_MS_HIP = 700; // a rest this long before the new state is said and told to Python: a moving slider is not commented
const TURNS = [["turn_left", -15], ["turn_right", 15]];
const SIZES = [["smaller", 1 / 1.25], ["larger", 1.25]];
/** A group of buttons with a name. */
function toolbar(label, ...children) {
  return h("div", { class: "slx-tools", role: "group", "aria-label": label }, ...children);
}

/**
 * Show the hip explorer in `el`. link: {read(name), rest(values), ask()?}; ask is for the people, and says whether they
 * may come. Returns {update(), arrived(), remove()}: the state has changed elsewhere; the people can be read now.
 */
export function attachHipExplorer(link, el) {
  const t = phrases(link.read("words"));
  const scene = link.read("stage");
  const model = new HipModel(link.read("tables"));
  const values = { ...link.read("state") };
  const heading = h("h3", { class: "slx-title", id: uniqueId("explorer") });
  const sentence = h("p", { class: "slx-first" });
  const line = h("p", { class: "slx-line" });
  const facts = h("ul", { class: "slx-facts" });
  const note = h("p", { class: "slx-note" });
  const live = h("p", { class: "slx-heard", role: "status", "aria-live": "polite" });
  const stopped = h("p", { class: "slx-state" }, t("explorer.hold"));
  const card = h("div", { class: "slx-card", role: "group", tabindex: "-1", hidden: "" });
  const wall = Boolean(link.read("wall")); // a slide has large letters and room for fewer things
  const table = numbersTable(link.read("words"), link.read("tables").geometries, { lengths: !wall });
  const muscleName = () => scene.paths.find(({ id }) => id === values.muscle).name;
  let people = null; // the 26, once the page has been asked for one of them
  let resting = null;

  const parts = Object.fromEntries(link.read("controls").filter(({ name }) => name !== "view").map((control) => {
    const make = control.options ? selectControl : rangeControl;
    return [control.name, make({ ...control, note: "" }, t, (value) => change({ [control.name]: value }))];
  }));
  const ranges = link.read("controls").filter(({ options }) => !options);
  const limitWords = Object.fromEntries(ranges.map((control) => [control.name, control]));
  const hip = createHipStage(scene, model, { label: t("stage.keys", { name: scene.title }), act: {
    tap: openCard,
    turned: (view) => view && change({ view }),
    pose: (pose, ends) => change(pose, ends),
    rest,
  } });
  const { stage } = hip;

  function change(changed, ends = []) {
    Object.assign(values, changed);
    setText(stopped, ends.map((name) => t("explorer.stops", { ...limitWords[name],
      limit: parts[name].written(values[name]) })).join(" "));
    show();
    later();
  }

  /** Once it rests, say the state and tell Python. */
  function later() {
    clearTimeout(resting);
    resting = setTimeout(rest, REST_MS_HIP);
  }

  function rest() {
    clearTimeout(resting);
    setText(live, [stopped.textContent, facts.firstElementChild.textContent].filter(Boolean).join(" "));
    el.dataset.rested = String(Number(el.dataset.rested ?? 0) + 1);
    link.rest({ ...values });
  }

  /** The 26 people, where the state needs them and the page has them; else they are asked for. */
  function needed() {
    if ((values.hip ?? "mean") === "mean") return people;
    const data = link.read("people");
    if (data?.bones) people ??= new HipPeople(data, link.read("tables"));
    else if (link.ask && !link.ask()) values.hip = "mean"; // nobody is there to send them
    return people;
  }

  function show() {
    const numbers = hipNumbers(model, values);
    const over = (values.hip ?? "mean") !== "mean" && needed() ? overPeople(link.read("words"), people, values) : null;
    const state = hipState(model, values, { numbers, lengths: !wall, over: over?.fact });
    const own = numbers.find(({ geometry }) => geometry === values.model);
    for (const [name, part] of Object.entries(parts)) part.show(values[name]);
    setText(heading, state.title);
    setText(sentence, own.has ? t("explored.who_does", { who: muscleName(), does: own.words.rotation })
      : t("explored.has_none", { model: own.name, muscle: muscleName() }));
    setText(line, state.line);
    setText(note, state.note);
    facts.replaceChildren(...state.facts.map((fact) => h("li", {}, fact)));
    table.show(numbers, values.model, over);
    hip.show(values, state.alt, people);
    for (const press of views) press.setAttribute("aria-pressed", String(press.dataset.view === values.view));
  }

  function closeCard() {
    card.hidden = true;
    stage.element.focus({ preventScroll: true });
  }

  /** Name what was tapped; a muscle's card opens. */
  function openCard(id) {
    const belly = scene.paths.find((path) => path.id === id);
    const bone = scene.parts.find((part) => part.id === id);
    if (!belly) {
      card.hidden = true;
      setText(stopped, bone ? t("explorer.tapped", { name: bone.name }) : "");
      setText(live, stopped.textContent);
      return;
    }
    const content = belly.card && scene.cards[belly.card];
    card.replaceChildren(h("h4", {}, belly.name), ...(content?.lines ?? []).map((line) => h("p", {}, line)),
      toolbar(belly.name,
        button("choose", t("explorer.choose"), () => {
          card.hidden = true;
          change({ muscle: id });
          stage.element.focus({ preventScroll: true });
        }),
        button("close", t("explorer.close"), closeCard)));
    card.setAttribute("aria-label", belly.name);
    card.hidden = false;
    card.focus({ preventScroll: true });
  }

  card.addEventListener("keydown", (event) => event.key === "Escape" && closeCard());
  const views = scene.views.map(({ id, label }) => {
    const press = button("view", label, () => stage.show(id));
    press.dataset.view = id;
    return press;
  });
  const layers = scene.layers.map(({ id, label, on }) => {
    const box = h("input", { type: "checkbox", checked: on, "data-lm-suppress-shortcuts": "true", "data-layer": id });
    box.addEventListener("change", () => stage.setLayer(id, box.checked));
    return h("label", { class: "slx-layer" }, box, label);
  });
  const root = h("section", { class: wall ? "slx slx-hip slx-wall" : "slx slx-hip", "aria-labelledby": heading.id }, heading,
    h("div", { class: "slx-sides" },
      h("div", { class: "slx-body" },
        h("div", { class: "slx-scene" }, stage.element, h("div", { class: "slx-signs", role: "group",
          "aria-label": t("stage.size") }, ...TURNS.map(([name, degrees]) => sign(name, () => stage.turn(degrees, 0))),
        ...SIZES.map(([name, times]) => sign(name, () => stage.zoom(times)))), card),
        toolbar(t("stage.views"), ...views),
        h("div", { class: "slx-tools slx-layers", role: "group", "aria-label": t("stage.layers") },
          h("span", { "aria-hidden": "true" }, t("stage.layers")), ...layers)),
      h("div", { class: "slx-panel" },
        h("div", { class: "slx-controls", role: "group", "aria-label": t("explorer.controls") },
          ...Object.entries(parts).filter(([name]) => name !== "hip").map(([, part]) => part.element)),
        ...(parts.hip ? [h("div", { class: "slx-whose" }, parts.hip.element)] : []), sentence, line, table.element, stopped)),
    h("details", { class: "slx-more" }, h("summary", {}, t("explorer.facts")), facts,
      ...ranges.map((range) => h("p", { class: "slx-note" }, h("b", {}, range.label), ` ${range.note}`)), note), live);

  /** A small button with a sign, whose name is in words. */
  function sign(name, press) {
    const small = button(name, { turn_left: "\u21ba", turn_right: "\u21bb", smaller: "\u2212", larger: "+" }[name], press);
    small.setAttribute("aria-label", t(`stage.${name}`));
    small.title = t(`stage.${name}`);
    return small;
  }

  el.append(root);
  show();
  stage.show(values.view, true);
  return {
    update() {
      Object.assign(values, link.read("state"));
      show();
    },
    arrived: show, // the state that was told may be older than the one in sight
    remove() {
      clearTimeout(resting);
      stage.remove();
      root.remove();
    },
  };
}

/** anywidget calls this once a model. Where the page has no WebGL2 the still beside the widget stays. */
export default function hipExplorerWidget() {
  return {
    render({ model, el }) {
      setLanguage(el, model);
      if (!stagePossible()) return keepStill(el);
      let asked = false;
      let mine = null; // the state that this page has told, which must not come back as news
      const view = attachHipExplorer({
        read: (name) => model.get(name),
        ask() {
          try {
            asked ||= model.send({ ask: "people" }) || true;
          } catch { // the kernel that made this widget is gone
            asked = false;
          }
          return asked;
        },
        rest(values) {
          mine = JSON.stringify(values);
          model.set("state", values);
          model.save_changes();
        },
      }, el);
      const follow = () => JSON.stringify(model.get("state")) !== mine && view.update();
      model.on("change:state", follow);
      model.on("change:people", view.arrived);
      return () => {
        model.off("change:state", follow);
        model.off("change:people", view.arrived);
        view.remove();
      };
    },
  };
}
