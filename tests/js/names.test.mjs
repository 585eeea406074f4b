// Names explain themselves: no script declares one of the words that stand for anything.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const READER = fileURLToPath(new URL("declared_names.mjs", import.meta.url));
const NO_NAMES = ["one", "found", "told", "shown", "known", "some", "what", "place", "other"];

/** "file:line name" for each name declared in the files that explains nothing. */
function namesThatExplainNothing(files) {
  const run = spawnSync(process.execPath, ["--expose-internals", READER, ...files], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout)
    .filter(([, , name]) => NO_NAMES.includes(name))
    .map(([file, line, name]) => `${file.replace(ROOT, "")}:${line} ${name}`);
}

test("no script declares a name that explains nothing", () => {
  const files = ["stretchlib", "tests"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true })
      .filter((name) => /\.(js|mjs|html)$/.test(name))
      .map((name) => join(ROOT, folder, name)));
  assert.ok(files.length > 40, "the scripts are found");
  assert.deepEqual(namesThatExplainNothing(files), []);
});

test("every way to declare a name is read, and nothing else", () => {
  const declared = [
    "const one = 1;", "let { a: found = 2, ...told } = {};", "const [shown, [known]] = [];", "const { some } = {};",
    "function what() {}", "const f = (place) => 1;", "const g = ({ other }, ...one) => 1;", "class found {}",
    "for (const told of []) f();", "try { f(); } catch (shown) { g(); }", "const m = { f(known) {} };",
  ];
  const used = "const p = { one: 1, what() {} }; p.one; p.other = 'const some = 1'; // const place = 1\n";
  const folder = mkdtempSync(join(tmpdir(), "names-"));
  try {
    const file = join(folder, "declared.mjs");
    const page = join(folder, "page.html");
    writeFileSync(file, declared.map((statement) => `{ ${statement} }\n`).join("") + used);
    writeFileSync(page, "<p>\n<script>\n  const one = 1;\n</script>");
    const names = namesThatExplainNothing([file, page]).map((text) => text.slice(folder.length + 1));
    assert.deepEqual(names.sort(), [
      "declared.mjs:1 one", "declared.mjs:2 found", "declared.mjs:2 told", "declared.mjs:3 shown",
      "declared.mjs:3 known", "declared.mjs:4 some", "declared.mjs:5 what", "declared.mjs:6 place",
      "declared.mjs:7 other", "declared.mjs:7 one", "declared.mjs:8 found", "declared.mjs:9 told",
      "declared.mjs:10 shown", "declared.mjs:11 known", "page.html:3 one",
    ].sort());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
