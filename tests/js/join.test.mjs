// The files share one scope in the notebook: names are unique, and only the timer has a default export.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const LOCAL = /^import \{[^}]*\} from "\.\/([\w.]+)";$/gm;

function joined(name, seen = new Set()) {
  if (seen.has(name)) return "";
  seen.add(name);
  const text = readFileSync(new URL(`../../stretchlib/widgets/${name}`, import.meta.url), "utf-8");
  const before = [...text.matchAll(LOCAL)].map((found) => joined(found[1], seen));
  return [...before, text.replaceAll(LOCAL, "")].join("\n");
}

test("the joined files are one module that anywidget can use", async () => {
  const source = joined("timer.js");
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
  const keeper = joined("left.js", new Set(["dom.js"]));
  const source = joined("timer.js");
  assert.ok(source.includes(keeper));
  assert.doesNotMatch(source.replace(keeper, ""), banned);
  assert.doesNotMatch(keeper.replaceAll(/sessionStorage\.(get|set|remove)Item/g, ""), banned);
});
