// A button that saves all records as a file, for the case that the journal could not be written.
import { button, h, setText } from "./dom.js";

const FILE_NAME = "my_journal.jsonl";

/** {element, show(visible)}, hidden at first; save() is a promise of the text of the file. */
export function saveOffer(t, save) {
  const status = h("span", { role: "status" });
  const element = h("p", { class: "slt-save", hidden: "" }, button("save-records", t("keeping.save"), download), " ", status);

  async function download() {
    const link = h("a", { download: FILE_NAME });
    link.href = URL.createObjectURL(new Blob([await save()], { type: "text/plain" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    setText(status, t("keeping.saved", { name: FILE_NAME }));
  }

  return { element, show: (visible) => (element.hidden = !visible) };
}
