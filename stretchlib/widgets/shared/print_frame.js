// A page that stands for itself is printed from a frame of its own, in which no script runs, whatever the page holds.
import { h } from "./dom.js";

/** Print a page, given as HTML; its frame goes afterwards. */
export function printPage(html) {
  const frame = h("iframe", { class: "slf-print", "aria-hidden": "true", tabindex: "-1",
    sandbox: "allow-same-origin allow-modals" });
  frame.addEventListener("load", () => {
    frame.contentWindow.addEventListener("afterprint", () => setTimeout(() => frame.remove(), 0));
    frame.contentWindow.print();
  }, { once: true });
  frame.srcdoc = html;
  document.body.append(frame);
}
