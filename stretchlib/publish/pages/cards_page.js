// Revision cards and the claim board: sets of questions, one set at a time, by the quiz of the notebook.
import { h, phrases } from "../../widgets/shared/dom.js";
import { mountQuiz } from "../../widgets/quiz/quiz.js";
import { pageHost } from "./host.js";
import { pageStore } from "./store.js";

const data = JSON.parse(document.getElementById("stretchlib-data").textContent);
const t = phrases(data.words);

/** A list to choose a set from, and the set chosen. place: {sets: [{name, title, asked}], label}. */
function mountSets(el, { sets, label }) {
  const store = pageStore();
  const select = h("select", { id: `${el.id}-set` }, ...sets.map((set, at) => h("option", { value: at }, set.title)));
  const container = h("div", {});
  let quiz = null;

  function show() {
    const { name, title, asked } = sets[Number(select.value)];
    const keys = Object.fromEntries(asked.map(({ id }) => [id, data.keys[id]]));
    quiz?.remove();
    container.replaceChildren(h("h3", {}, title));
    const host = { ...pageHost({ keys, name, store, t }), picture: async (plate) => data.pictures[plate] };
    quiz = mountQuiz(container, { asked, words: data.words }, host);
  }

  select.addEventListener("change", show);
  el.append(h("div", { class: "pub-field" }, h("label", { for: select.id }, label), select), container);
  show();
  return show;
}

for (const [id, sets] of Object.entries(data.sets)) {
  const el = document.getElementById(id);
  // Nothing is built before its part of the page is opened: a phone should not wait for what it does not show.
  const open = () => {
    document.removeEventListener("pub-section", openWhenVisible);
    const show = mountSets(el, sets);
    document.addEventListener("pub-imported", show);
  };
  const openWhenVisible = () => el.getClientRects().length > 0 && open();
  document.addEventListener("pub-section", openWhenVisible);
  openWhenVisible();
}
document.documentElement.dataset.cards = "ready";
