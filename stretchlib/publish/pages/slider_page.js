// The hip to turn: the explorer of the notebook, which computes everything in this page. Without WebGL2 its still stays.
import { attachHipExplorer } from "../../widgets/explorer/explore_hip.js";
import { stagePossible } from "../../stage/stage.js";

const { hip } = JSON.parse(document.getElementById("stretchlib-data").textContent);
const room = document.getElementById("slider");

if (stagePossible()) {
  attachHipExplorer({ read: (name) => hip[name], rest: () => {} }, room);
  document.getElementById("slider-still").hidden = true;
}
document.documentElement.dataset.slider = "ready";
