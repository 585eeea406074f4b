// The turning slider: the explorer of the notebook, with states that were computed when the page was published.
import { attachExplorer } from "../../widgets/explorer/explorer.js";

const data = JSON.parse(document.getElementById("stretchlib-data").textContent);
const { controls, name, states } = data.slider;

/** The page answers at once: there is never a question under way. */
function tableLink() {
  const first = Object.keys(states).find((value) => Number(value) === controls[0].value);
  let shown = first;
  let view = null;
  const link = {
    read: (what) => ({ words: data.words, controls, picture: states[shown].picture,
      shown: { ...states[shown], seq: Number(shown), values: { [name]: Number(shown) } } })[what],
    asker: {
      waiting: () => false,
      ask(values) {
        shown = String(values[name]);
        view.update();
      },
    },
  };
  return { link, follow: (attached) => (view = attached) };
}

const { link, follow } = tableLink();
follow(attachExplorer(link, document.getElementById("slider")));
document.documentElement.dataset.slider = "ready";
