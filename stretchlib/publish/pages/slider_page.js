// The turning slider: the explorer of the notebook, with states that were computed when the page was published.
import { attachExplorer } from "../../widgets/explorer/explorer.js";

const data = JSON.parse(document.getElementById("stretchlib-data").textContent);
const { controls, name, states } = data.slider;

/** The page answers at once: there is never a question under way. */
function tableLink() {
  const first = Object.keys(states).find((value) => Number(value) === controls[0].value);
  let setting = first;
  let view = null;
  const link = {
    read: (trait) => ({ words: data.words, controls, picture: states[setting].picture,
      answer: { ...states[setting], seq: Number(setting), values: { [name]: Number(setting) } } })[trait],
    asker: {
      waiting: () => false,
      ask(values) {
        setting = String(values[name]);
        view.update();
      },
    },
  };
  return { link, follow: (attached) => (view = attached) };
}

const { link, follow } = tableLink();
follow(attachExplorer(link, document.getElementById("slider")));
document.documentElement.dataset.slider = "ready";
