// A form on the small page, and a Python that answers only when it is told to.
import { change, takePage } from "./quiz_page.mjs";

/** The form that `attach` makes, with this head and visit; {root, sent, visit, answer(visit), type(field, text)}. */
export function shownForm(attach, head, visit) {
  delete globalThis[Symbol.for("stretchlib.page")];
  const main = takePage();
  const page = { sent: [], visit: { taken: [], refused: "", unsaved: "", kept: false, ...visit } };
  const link = { read: (name) => ({ head, words: {}, visit: page.visit })[name], send: (message) => page.sent.push(message), save() {} };
  const form = attach(link, main);
  return Object.assign(page, {
    root: main,
    form,
    text: (className) => main.all((element) => (element.attributes.class ?? "").split(" ").includes(className))
      .map((element) => element.textContent).join(" "),
    answer(more = {}) {
      page.visit = { ...page.visit, taken: page.sent.map(({ id }) => id), ...more };
      form.show();
    },
    type(field, text) {
      field.value = text;
      change(field);
    },
  });
}
