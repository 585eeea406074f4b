#!/usr/bin/env bash
# Firefox lays no columns in a table cell (`display: table-cell; columns: 2`), although a cell is a block container and
# the computed style says 2. As a block it has them.
# Seen with Firefox ESR 153.8 (Debian firefox-esr) and puppeteer-core 24.8.2; Chromium 156 and WebKitGTK 2.50 lay two.
# Needs node 18 and npm. Exits with 1 if that has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund puppeteer-core@24.8.2 >/dev/null
export FIREFOX="${FIREFOX:-$(command -v firefox-esr || command -v firefox)}"
cat >columns.mjs <<'JS'
import puppeteer from "puppeteer-core";

const browser = await puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX, headless: true });
console.log(await browser.version());
const tab = await browser.newPage();
const count = {};
for (const display of ["table-cell", "block"]) {
  await tab.setContent(`<div style="display: table; width: 600px"><div style="display: ${display}; columns: 2">
    ${"<p>line</p>".repeat(10)}</div></div>`);
  count[display] = await tab.evaluate(() =>
    new Set([...document.querySelectorAll("p")].map((line) => line.getBoundingClientRect().left)).size);
  console.log(`${display}: ${count[display]} column(s) where the style says 2`);
}
await browser.close();
process.exit(count["table-cell"] === 1 && count.block === 2 ? 0 : 1);
JS
node columns.mjs && echo "as seen" || { echo "changed" >&2; exit 1; }
