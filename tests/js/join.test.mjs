// The files share one scope in the notebook: names are unique, and only the timer has a default export.
import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf, joined } from "./joined.mjs";

test("the joined files are one module that anywidget can use", async () => {
  const source = joined("widgets/timer/timer.js");
  assert.doesNotMatch(source, /^import /m);
  const module = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  assert.equal(typeof module.default, "function");
  assert.equal(module.render, undefined); // a named render is anywidget's old way
  assert.deepEqual(Object.keys(module.default()).sort(), ["initialize", "render"]);
  assert.equal(typeof module.mountTimer, "function");
});

test("nothing reaches for the network, stores beyond the tab, or reads text as markup", () => {
  const banned =
    /innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|XMLHttp|(local|session)Storage|cookie/;
  const keeper = joined("widgets/timer/unsaved.js", new Set([addressOf("widgets/shared/dom.js")]));
  const source = joined("widgets/timer/timer.js");
  assert.ok(source.includes(keeper));
  assert.doesNotMatch(source.replace(keeper, ""), banned);
  assert.doesNotMatch(keeper.replaceAll(/sessionStorage\.(get|set|remove)Item/g, ""), banned);
});
