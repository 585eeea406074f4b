// The hip to turn: the explorer of the notebook, which computes everything in this page. Its still stays without WebGL2,
// and in a browser that cannot unpack it.
import { attachHipExplorer } from "../../widgets/explorer/explore_hip.js";
import { stagePossible } from "../../stage/stage.js";
import { unzipped } from "./unzipped.js";

const { hip } = JSON.parse(document.getElementById("stretchlib-data").textContent);
const traits = stagePossible() ? await unzipped(hip).catch(() => null) : null;

if (traits) {
  attachHipExplorer({ read: (name) => traits[name], rest: () => {} }, document.getElementById("slider"));
  document.getElementById("slider-still").hidden = true;
}
document.documentElement.dataset.slider = "ready";
