#!/usr/bin/env bash
# Firefox ignores `break-after: avoid` in columns on paper: a heading is left at a column's foot, and what it is above
# heads the next. A copy of that text, unseen and without height, inside an unbreakable heading takes both along.
# Seen with Firefox ESR 153.8 (Debian firefox-esr) and puppeteer-core 24.8.2. Needs node 18, npm and pdftotext.
# Exits with 1 if that has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund puppeteer-core@24.8.2 >/dev/null
export FIREFOX="${FIREFOX:-$(command -v firefox-esr || command -v firefox)}"
cat >print.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const page = (copy) => `<!doctype html><meta charset="utf-8"><title>columns</title><style>
  @page { size: A4; margin: 20mm } body { margin: 0; font: 10pt/14pt sans-serif }
  .columns { columns: 2; column-fill: auto; block-size: 80mm }
  .tall { block-size: 68mm } h3 { margin: 0; font: inherit; break-after: avoid; break-inside: avoid }
  li { break-inside: avoid } ul { margin: 0 }
  ${copy ? `h3::after { content: attr(data-first); display: block; block-size: 0; visibility: hidden }` : ""}
</style><div class="columns"><div class="tall">Above</div><h3 data-first="${"Item of several lines, ".repeat(8)}">Heading</h3>
<ul><li>${"Item of several lines, ".repeat(8)}</li></ul></div>`;
const browser = await puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX, headless: true });
console.log(await browser.version());
const tab = await browser.newPage();
for (const [name, copy] of [["plain", false], ["copy", true]]) {
  writeFileSync(`${name}.html`, page(copy));
  await tab.goto(pathToFileURL(`${name}.html`).href);
  writeFileSync(`${name}.pdf`, await tab.pdf({ preferCSSPageSize: true, format: "A4" }));
}
await browser.close();
JS
node print.mjs
left() { pdftotext -bbox "$1.pdf" - | sed -n "s/.*xMin=\"\([0-9]*\)[^>]*>$2<.*/\1/p" | head -n 1; }
echo "left edge in points, plain: heading $(left plain Heading), item $(left plain Item)"
echo "left edge in points, with the copy: heading $(left copy Heading), item $(left copy Item)"
if [ "$(left plain Heading)" -lt 200 ] && [ "$(left plain Item)" -gt 200 ] &&
  [ "$(left copy Heading)" -gt 200 ] && [ "$(left copy Item)" -gt 200 ]; then
  echo "as seen: alone at the foot of the first column; with the copy both stand in the second"
else
  echo "changed" >&2
  exit 1
fi
