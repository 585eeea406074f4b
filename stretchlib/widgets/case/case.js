// The case player: a menu on one side, what happened on the other. Python answers; this page holds no answers.
import { button, h, phrases, setText, uniqueId } from "../shared/dom.js";
import { headedParts } from "../shared/heads.js";
import { visitCommands, visitState, visitView, visitWidget, wordsBesideExample } from "../shared/visit.js";

const SIGNS = { sound: "\u2713", incomplete: "\u2026", unsafe_process: "!", unsafe_decision: "!", red_flag_passed: "\u2691" };
const TABS = [["ask", "questions", "group"], ["examine", "examinations", ""], ["decide", "actions", "kind"]];

/** The rows of a menu by group, in their order: [[group, rows], ...]. */
export function rowsByGroup(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    const name = key ? row[key] : "";
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups];
}

/** One probability in words, with its interval where it has one. */
export function chanceText(t, chance) {
  return t(chance.low < chance.high ? "case.chance_range" : "case.chance_one", chance);
}

function chanceItem(t, chance) {
  const range = chance.low < chance.high && h("span", { class: "slc-range",
    style: `inset-inline-start:${Number(chance.low)}%;inline-size:${Number(chance.high) - Number(chance.low)}%` });
  return h("li", {}, chanceText(t, chance),
    h("span", { class: "slc-bar", "aria-hidden": "true" }, h("span", { style: `inline-size:${Number(chance.value)}%` }), range),
    h("span", { class: "slc-note" }, ` ${chance.note}`));
}

/** A cause with what is known of it and no bar: where an emergency decides, nothing depends on a number. */
function causeItem(cause) {
  return h("li", {}, h("b", {}, cause.name), h("p", { class: "slc-note" }, cause.note));
}

function menuButton(t, kind, row, press) {
  const element = button(`${kind}-${row.id}`, row.ask ?? row.label, () => press(kind, row.id), { look: "slc-choice" });
  element.append(h("span", { class: "slc-cost" }, t("case.cost", row)));
  return element;
}

function decisionForm(t, rows, send) {
  const boxes = rows.map((row) => {
    const id = uniqueId(row.id);
    const input = h("input", { type: "checkbox", id, value: row.id, "data-lm-suppress-shortcuts": "true" });
    return { input, row, element: h("div", { class: "slc-box" }, input, h("label", { for: id }, row.label)) };
  });
  const groups = rowsByGroup(boxes.map(({ row, element }) => ({ ...row, element })), "kind").map(([kind, members]) =>
    h("fieldset", {}, h("legend", {}, t(`case.kind.${kind}`)), ...members.map((member) => member.element)));
  const end = button("decide", t("case.decide_now"), () =>
    send("decide", boxes.filter(({ input }) => input.checked).map(({ row }) => row.id)), { look: "slc-main" });
  return [h("p", { class: "slc-note" }, t("case.plan_note")), ...groups, end];
}

function menuOf(t, menu, send) {
  const panels = TABS.map(([kind, rows, key]) => {
    const id = uniqueId(kind);
    const body = kind === "decide"
      ? decisionForm(t, menu[rows], send)
      : rowsByGroup(menu[rows], key).map(([group, members]) =>
        h("div", { class: "slc-group", role: "group", "aria-label": group ? t(`case.group.${group}`) : t(`case.${kind}`) },
          group && h("h4", {}, t(`case.group.${group}`)), ...members.map((row) => menuButton(t, kind, row, send))));
    return { kind, tab: button(`tab-${kind}`, t(`case.${kind}`), () => open(kind), { look: "slc-tab" }),
      panel: h("div", { class: "slc-panel", id }, ...body), id };
  });
  function open(kind) {
    for (const part of panels) {
      const on = part.kind === kind;
      part.panel.hidden = !on;
      part.tab.setAttribute("aria-expanded", String(on));
      part.tab.setAttribute("aria-controls", part.id);
    }
  }
  open("ask");
  return h("div", { class: "slc-menu", role: "group", "aria-label": t("case.menu") },
    h("div", { class: "slc-tabs" }, ...panels.map((part) => part.tab)), ...panels.map((part) => part.panel));
}

function stepItem(t, step) {
  const answered = step.kind === "ask" ? t("case.person") : t("case.finding");
  return h("li", { class: "slc-step", "data-kind": step.kind },
    h("p", { class: "slc-said" }, h("b", {}, `${t("case.you")}: `), step.said),
    h("p", { class: "slc-text" }, h("b", {}, `${answered}: `), step.text),
    step.moved && h("p", { class: "slc-moved" }, step.moved));
}

function bulletList(items, className = "") {
  return h("ul", { class: className }, ...items.map((item) => h("li", {}, item)));
}

/** The ending, a head at a time; `record` is what happened, which stands among them. */
function endingOf(t, ending, written, send, record) {
  const outcome = ending.outcome.replaceAll(" ", "_");
  const title = h("h4", { tabindex: "-1", class: "slc-outcome", "data-lm-suppress-shortcuts": "true" },
    h("span", { class: "slc-sign", "aria-hidden": "true" }, SIGNS[outcome] ?? ""), t(`case.outcome.${outcome}`));
  const [first, ...rest] = ending.reasons;
  const decided = ending.decisions.map((decision) => h("li", {},
    h("b", {}, `${t(`case.verdict.${decision.verdict}`)}: `), `${decision.label.replace(/[.?!]$/, "")}. `, h("span", { class: "slc-note" }, decision.feedback)));
  const example = h("div", { class: "slc-example" }, h("h5", {}, t("case.example")), h("p", {}, ending.answer));
  const { id, field, compare } = wordsBesideExample(4, written, send, ["example", t("case.show_answer")], example);
  const parts = headedParts([
    [t("case.how"), [h("p", {}, first), rest.length > 0 && bulletList(rest),
      ending.needless > 0 && h("p", {}, t("case.needless", { count: ending.needless }))]],
    decided.length > 0 && [t("case.your_plan"), [h("ul", {}, ...decided)]],
    ending.outcome !== "sound" && [t("case.reasoning"), [bulletList(ending.reasoning)]],
    [t("case.about"), [h("ul", { class: "slc-person" }, ...ending.person.map((fact) => h("li", {},
      h("b", {}, `${t(fact.heard ? "case.about.heard" : "case.about.unheard", { name: t(`case.about.${fact.key}`) })}: `), fact.text)))]],
    [t("case.write"), [h("p", {}, ending.question), h("label", { for: id }, t("case.write_label")),
      h("div", { class: "slc-words" }, h("div", {}, field, compare), example)]],
    [t("case.log"), [record]],
    [t("case.sources_title"), [`${ending.sources}.`]],
  ].filter(Boolean).map(([head, texts]) => [head, texts.filter(Boolean)]), "slc");
  return { title, element: h("section", { class: "slc-ending", "data-outcome": outcome }, title, parts.tabs, ...parts.panels,
    h("p", { class: "slc-note" }, t("case.sure", ending)), button("again", t("case.again"), () => send("again"), { look: "slc-main" })) };
}

/** Show a case in `el`. link: {read(name), send(message)}. Returns {update(), remove()}. */
export function attachCase(link, el) {
  const t = phrases(link.read("words"));
  const caseHead = link.read("head");
  const heading = h("h3", { class: "slc-title", id: uniqueId("case") }, caseHead.title);
  const log = h("ol", { class: "slc-log", "aria-live": "polite", "aria-label": t("case.log") });
  const empty = h("p", { class: "slc-note" }, t("case.nothing"));
  const minutes = h("p", { class: "slc-minutes" });
  const chances = h("ul", { class: "slc-chances", "aria-label": t("case.chance") });
  const noChances = h("p", { class: "slc-note" }, t("case.no_chance"));
  const chancesHeading = h("h4", {}, t("case.chance"));
  const actNow = h("p", { class: "slc-act" });
  const state = visitState(link, "slc-state");
  const foot = h("div", {});
  let shownSteps = [];
  let deciding = false;
  const commands = visitCommands(link, () => {
    deciding = false;
    state.say(t("case.waiting"));
  });

  function send(kind, selection = null) {
    if (deciding) return; // a second press on Decide would judge the same visit twice
    deciding = kind === "decide";
    commands.send(kind, selection);
    // The page answers a press at once, whatever the kernel is doing; the person's answer follows.
    pressedButton(kind, selection)?.setAttribute("data-pending", "");
  }

  function pressedButton(kind, selection) {
    const action = selection && kind !== "decide" ? `${kind}-${selection}` : kind;
    return [...root.querySelectorAll(".slt-button")].find((element) => element.dataset.action === action);
  }

  const menu = menuOf(t, link.read("menu"), send);
  const record = h("section", { class: "slc-record" }, h("h4", {}, t("case.log")), minutes, empty, log,
    chancesHeading, noChances, actNow, chances);
  const two = h("div", { class: "slc-two" }, menu, record);
  const opening = h("blockquote", {}, caseHead.opening);
  const root = h("article", { class: "slc", "aria-labelledby": heading.id },
    heading, h("p", { class: "slc-note" }, caseHead.person, " ", t("case.invented")), opening, two, ...state.elements, foot);

  function markDone(steps) {
    for (const element of menu.querySelectorAll(".slc-choice")) {
      const done = steps.find((step) => `${step.kind}-${step.id}` === element.dataset.action);
      element.toggleAttribute("data-done", Boolean(done));
      // On a phone the record stands far below; there the reply is seen under its question as well.
      const beside = element.nextElementSibling?.classList.contains("slc-inline") ? element.nextElementSibling : null;
      if (!done) beside?.remove();
      else if (!beside) element.after(h("p", { class: "slc-inline", "aria-hidden": "true" }, done.text));
    }
  }

  function show() {
    const visit = link.read("visit");
    deciding = false;
    for (const element of root.querySelectorAll("[data-pending]")) element.removeAttribute("data-pending");
    const ended = Boolean(visit.ending?.outcome);
    const fresh = visit.steps.slice(shownSteps.length);
    const follows = shownSteps.every((id, index) => visit.steps[index] && `${visit.steps[index].kind}-${visit.steps[index].id}` === id);
    if (follows) log.append(...fresh.map((step) => stepItem(t, step)));
    else log.replaceChildren(...visit.steps.map((step) => stepItem(t, step)));
    shownSteps = visit.steps.map((step) => `${step.kind}-${step.id}`);
    empty.hidden = visit.steps.length > 0;
    setText(minutes, t("case.minutes", visit));
    const { text = "", causes = [] } = visit.act_now ?? {};
    setText(chancesHeading, t(text ? "case.act_now" : "case.chance"));
    setText(actNow, text);
    actNow.hidden = !text;
    const items = text ? causes.map(causeItem) : visit.chances.map((chance) => chanceItem(t, chance));
    chances.replaceChildren(...items);
    chances.setAttribute("aria-label", chancesHeading.textContent);
    chances.hidden = !(noChances.hidden = items.length > 0);
    state.show(visit);
    markDone(visit.steps);
    const wasEnded = menu.hidden;
    menu.hidden = two.hidden = opening.hidden = ended;
    if (ended && !wasEnded) {
      const ending = endingOf(t, visit.ending, visit.written ?? "", send, record);
      foot.replaceChildren(ending.element);
      if (root.isConnected) ending.title.focus();
    } else if (!ended) {
      two.append(record);
      foot.replaceChildren();
      for (const box of wasEnded ? menu.querySelectorAll("input") : []) box.checked = false;
      if (wasEnded) menu.querySelector("button")?.focus();
    }
    log.scrollTop = log.scrollHeight; // the record alone: the page stays where the reader is
    root.dataset.seq = visit.seq;
  }

  show();
  el.append(root);
  return visitView(root, show, commands);
}

export default visitWidget(attachCase);
