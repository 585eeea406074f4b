// Progress: what this page has kept, taken out as text for the journal, and a journal's text taken in.
import { button, downloadText, h, phrases, setText, uniqueId } from "../../widgets/shared/dom.js";
import { readText, textOf } from "./journal_text.js";
import { isMisdated } from "./record_order.js";
import { pageStore } from "./store.js";

const data = JSON.parse(document.getElementById("stretchlib-data").textContent);
const t = phrases(data.words);
const CARRIED = ["practice", "answer"];

/** {practices, minutes, answers, right} of the records. */
function sumsOf(store) {
  const dayOf = (record) => String(record.started_at ?? record.at).slice(0, 10);
  const datedRecords = (kind) => store.records(kind).filter((record) => !isMisdated(dayOf(record)));
  const practices = datedRecords("practice");
  const newest = Object.values(Object.fromEntries(datedRecords("answer").map((answer) => [answer.question, answer])));
  return {
    practices: practices.length,
    minutes: Math.round(practices.reduce((sum, practice) => sum + practice.done_s, 0) / 60),
    answers: newest.length,
    right: newest.filter((answer) => answer.right).length,
  };
}

function mountProgress(el) {
  const store = pageStore();
  const cells = Object.fromEntries(["practices", "minutes", "answers", "right"].map((name) => [name, h("td")]));
  const rows = Object.entries(cells).map(([name, cell]) => h("tr", {}, h("th", { scope: "row" }, t(`publish.progress.${name}`)), cell));
  const status = h("p", { class: "pub-said", role: "status" });
  const kept = h("p", {}, "");
  const field = (name) => {
    const id = uniqueId(name);
    const text = h("textarea", { id, rows: "5", spellcheck: "false", autocomplete: "off" });
    return { text, element: h("div", { class: "pub-field" }, h("label", { for: id }, t(`publish.progress.${name}`)), text) };
  };
  const out = field("out");
  out.text.readOnly = true;
  const into = field("into");

  function show() {
    for (const [name, value] of Object.entries(sumsOf(store))) setText(cells[name], String(value));
    const aside = store.unreadable() === null ? "" : ` ${t("publish.progress.aside")}`;
    setText(kept, t(store.kept() ? "publish.progress.kept" : "publish.unsaved") + aside);
    out.text.value = textOf(store.records(), store.origin());
  }

  async function copy() {
    out.text.select();
    try {
      await navigator.clipboard.writeText(out.text.value);
      setText(status, t("publish.progress.copied"));
    } catch {
      setText(status, t("publish.progress.copy_yourself")); // a page from disk may not reach the clipboard; it is selected
    }
  }

  function save() {
    downloadText("journal_from_pocket.jsonl", out.text.value);
    setText(status, t("publish.progress.saved"));
  }

  function takeIn() {
    const journal = readText(into.text.value);
    if (!journal) return setText(status, t("publish.progress.foreign"));
    const mine = journal.records.filter((record) => CARRIED.includes(record.kind));
    const [fresh, repeated] = store.merge(mine);
    into.text.value = "";
    setText(status, t("publish.progress.taken", { fresh, known: repeated, left: journal.left }));
    document.dispatchEvent(new Event("pub-imported"));
  }

  function forget() {
    if (forgetButton.dataset.sure !== "yes") {
      forgetButton.dataset.sure = "yes";
      setText(forgetButton.lastElementChild, t("publish.progress.forget_sure"));
      return;
    }
    delete forgetButton.dataset.sure;
    setText(forgetButton.lastElementChild, t("publish.progress.forget"));
    store.forget();
    setText(status, t("publish.progress.forgotten"));
    document.dispatchEvent(new Event("pub-imported"));
  }

  const look = { look: "pub-button" };
  const forgetButton = button("forget", t("publish.progress.forget"), forget, look);
  el.append(
    h("table", { class: "pub-progress" }, h("tbody", {}, ...rows)), kept,
    h("h3", {}, t("publish.progress.out_title")), h("p", {}, t("publish.progress.out_note")), out.element,
    h("div", { class: "pub-row" }, button("copy", t("publish.progress.copy"), copy, look),
      button("save", t("publish.progress.save"), save, look)),
    h("h3", {}, t("publish.progress.into_title")), h("p", {}, t("publish.progress.into_note")), into.element,
    h("div", { class: "pub-row" }, button("take", t("publish.progress.take"), takeIn, look), forgetButton), status);
  store.onChange(show);
  show();
}

mountProgress(document.getElementById("progress-room"));
document.documentElement.dataset.progress = "ready";
