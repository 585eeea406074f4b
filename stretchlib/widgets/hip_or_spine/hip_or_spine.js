// Hip or spine?: red flags, then a finding at a time, then what to test and say. Python answers; this page holds no answers.
import { button, h, phrases, setText, uniqueId } from "../shared/dom.js";
import { visitCommands, visitState, visitView, visitWidget, wordsBesideExample } from "../shared/visit.js";

const KINDS = ["history", "examination", "clinic"];

/** The findings of a menu by kind, in the order of KINDS: [[kind, rows], ...]; a kind without findings is left out. */
export function findingsByKind(menu) {
  return KINDS.map((kind) => [kind, menu.filter((row) => row.kind === kind)]).filter(([, rows]) => rows.length);
}

/** Where the bar and its interval stand, as styles; no interval where both ends are the value. */
export function barStyles(bar) {
  const [value, low, high] = [bar.value, bar.low, bar.high].map(Number);
  return { value: `inline-size:${value}%`, range: low < high ? `inset-inline-start:${low}%;inline-size:${high - low}%` : "" };
}

function findingCard(t, step) {
  const line = (name, text) => h("p", {}, h("b", {}, `${t(`hip_or_spine.${name}`)}: `), text);
  return h("div", { class: "slh-finding", "data-present": String(step.present) },
    h("p", { class: "slh-answer" }, t(step.present ? "hip_or_spine.present" : "hip_or_spine.absent", step)),
    line("can", step.can), line("cannot", step.cannot), line("number", step.moved), line("compared", step.compared));
}

/** What is folded away under its summary, and scrolls; a stop of the Tab key only where it is open. */
function folded(summary, body) {
  const element = h("details", {}, summary, body);
  element.addEventListener("toggle", () => (body.tabIndex = element.open ? 0 : -1));
  return element;
}

function flagList(t, flags) {
  return folded(h("summary", {}, t("hip_or_spine.flags_list")), h("div", { class: "slh-scroll", tabindex: "-1",
    role: "group", "aria-label": t("hip_or_spine.flags_list") },
  ...flags.flatMap((group) => [h("p", {}, h("b", {}, group.heading)),
    h("ul", {}, ...group.questions.map((question) => h("li", {}, question)))])));
}

function endOfWeighing(t, ending, written, send) {
  const title = h("h4", { tabindex: "-1", class: "slh-outcome", "data-lm-suppress-shortcuts": "true" },
    t(ending.flag ? "hip_or_spine.flag_ending" : "hip_or_spine.ending"));
  const example = h("p", { class: "slh-example" }, h("b", {}, `${t("hip_or_spine.say")}: `), ending.say);
  const { id, field, compare } = wordsBesideExample(3, written, send,
    ["compare", t("hip_or_spine.compare"), { look: "slh-main" }], example);
  return { title, element: h("section", { class: "slh-ending" }, title,
    ending.flag && h("p", {}, h("b", {}, ending.flag)),
    h("p", {}, h("b", {}, `${t("hip_or_spine.next")}: `), ending.next),
    h("label", { for: id }, t("hip_or_spine.write")), field,
    h("p", { class: "slh-row" }, compare, button("again", t("hip_or_spine.again"), () => send("again"))),
    example, h("p", { class: "slh-note" }, ending.foot)) };
}

/** Show the widget in `el`. link: {read(name), send(message), save()}. Returns {update(), remove()}. */
export function attachWeighing(link, el) {
  const t = phrases(link.read("words"));
  const start = link.read("head");
  const heading = h("h3", { class: "slh-title", id: uniqueId("weighing") }, t("hip_or_spine.title", start));
  const fill = h("span", {});
  const range = h("span", { class: "slh-range" });
  const chance = h("p", { class: "slh-chance" });
  const flags = h("p", { class: "slh-flags", role: "status" });
  const newest = h("div", { class: "slh-newest", role: "region", "aria-live": "polite", "aria-label": t("hip_or_spine.newest") });
  const earlierCount = h("summary", {});
  const earlierList = h("div", { class: "slh-scroll", tabindex: "-1", role: "group" });
  const earlier = folded(earlierCount, earlierList);
  const state = visitState(link, "slh-state");
  const foot = h("div", {});
  const listId = uniqueId("finding");
  const list = h("select", { id: listId, "data-lm-suppress-shortcuts": "true" },
    ...findingsByKind(link.read("menu")).map(([kind, rows]) => h("optgroup", { label: t(`hip_or_spine.${kind}`) },
      ...rows.map((row) => h("option", { value: row.id }, row.finding)))));
  const commands = visitCommands(link, () => state.say(t("hip_or_spine.waiting")));
  const send = (kind, subject = "") => commands.send(kind, subject);

  const ask = button("flags", t("hip_or_spine.ask_flags"), () => send("flags"), { look: "slh-main" });
  const first = h("div", { class: "slh-first" }, h("p", {}, t("hip_or_spine.flags_first")), ask, flagList(t, start.flags));
  const choice = h("div", { class: "slh-choice" },
    h("p", { class: "slh-row" }, h("label", { for: listId }, t("hip_or_spine.choose")), list,
      button("find", t("hip_or_spine.find"), () => send("find", list.value), { look: "slh-main" }),
      button("end", t("hip_or_spine.end"), () => send("end"))));
  const measure = h("div", {}, chance, h("span", { class: "slh-bar", "aria-hidden": "true" }, fill, range),
    h("p", { class: "slh-note" }, start.start, " ", t("hip_or_spine.rule")));
  const root = h("article", { class: "slh", "aria-labelledby": heading.id }, heading,
    h("p", {}, start.description), h("p", { class: "slh-note" }, t("hip_or_spine.invented")), measure, flags, first, choice, newest, earlier, ...state.elements, foot);
  // The newest finding makes room for the earlier ones: together they are higher than a screen.
  earlier.addEventListener("toggle", () => (newest.hidden = link.read("visit").ended || earlier.open));
  let listed = [];

  function showSteps(steps) {
    const ids = steps.map((step) => step.id);
    if (ids.join() === listed.join()) return;
    listed = ids;
    earlier.open = false;
    const last = steps.at(-1);
    newest.replaceChildren(...(last ? [findingCard(t, last)] : []));
    earlierList.replaceChildren(...steps.slice(0, -1).reverse().map((step) => findingCard(t, step)));
    setText(earlierCount, t("hip_or_spine.earlier", { count: Math.max(0, steps.length - 1) }));
    earlierList.setAttribute("aria-label", earlierCount.textContent);
    for (const row of link.read("menu")) {
      const option = list.querySelector(`option[value="${row.id}"]`);
      setText(option, ids.includes(row.id) ? t("hip_or_spine.done", row) : row.finding);
    }
  }

  function show() {
    const visit = link.read("visit");
    const focused = root.contains(root.ownerDocument.activeElement);
    const [wasFirst, wasEnded] = [!first.hidden, foot.childElementCount > 0];
    setText(chance, visit.bar.text);
    const styles = barStyles(visit.bar);
    fill.style.cssText = styles.value;
    range.style.cssText = styles.range;
    range.hidden = !styles.range;
    measure.hidden = Boolean(visit.ending?.flag); // a red flag decides, and no number
    setText(flags, visit.flags ? `${t("hip_or_spine.flags")}: ${visit.flags}` : "");
    first.hidden = visit.flags_asked;
    choice.hidden = !visit.flags_asked || visit.ended;
    showSteps(visit.steps);
    newest.hidden = visit.ended || earlier.open;
    earlier.hidden = visit.ended || visit.steps.length < 2;
    state.show(visit);
    if (visit.ended && !wasEnded) {
      const end = endOfWeighing(t, visit.ending, visit.written ?? "", send);
      foot.replaceChildren(end.element);
      if (focused) end.title.focus();
    } else if (!visit.ended) {
      foot.replaceChildren();
      // What was pressed has gone: the focus goes on to what comes next, and does not fall out of the widget.
      if (focused && wasFirst && visit.flags_asked) list.focus();
      if (focused && wasEnded) ask.focus();
    }
    root.dataset.seq = visit.seq;
  }

  show();
  el.append(root);
  return visitView(root, show, commands);
}

export default visitWidget(attachWeighing);
