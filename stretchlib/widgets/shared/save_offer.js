// What the journal could not take in is not lost with the page: a button that saves all records as a file.
import { button, h, setText } from "./dom.js";

const SAVED_AS = "my_journal.jsonl";

/** {element, show(wanted)}; save() is a promise of the text of the file. */
export function saveOffer(t, save) {
  const said = h("span", { role: "status" });
  const element = h("p", { class: "slt-save", hidden: "" }, button("save-records", t("keeping.save"), give), " ", said);

  async function give() {
    const link = h("a", { download: SAVED_AS });
    link.href = URL.createObjectURL(new Blob([await save()], { type: "text/plain" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    setText(said, t("keeping.saved", { name: SAVED_AS }));
  }

  return { element, show: (wanted) => (element.hidden = !wanted) };
}
