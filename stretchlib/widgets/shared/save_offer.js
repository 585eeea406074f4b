// A button that saves all records as a file, for the case that the journal could not be written.
import { button, downloadText, h, setText } from "./dom.js";

const FILE_NAME = "my_journal.jsonl";

/** {element, show(visible)}, hidden at first; save() is a promise of the text of the file. */
export function saveOffer(t, save) {
  const status = h("span", { role: "status" });
  const element = h("p", { class: "slt-save", hidden: "" }, button("save-records", t("keeping.save"), download), " ", status);

  async function download() {
    downloadText(FILE_NAME, await save());
    setText(status, t("keeping.saved", { name: FILE_NAME }));
  }

  return { element, show: (visible) => (element.hidden = !visible) };
}

/** The `save` of saveOffer() for a widget: asks Python for the text of the learner's journal. stop() ends it. */
export function journalOfModel(model) {
  let resolveText = null;
  const onAnswer = (answer) => resolveText?.(answer.journal);
  model.on("msg:custom", onAnswer);
  function save() {
    model.send({ do: "save" });
    return new Promise((resolve) => (resolveText = resolve));
  }
  return { save, stop: () => model.off("msg:custom", onAnswer) };
}
