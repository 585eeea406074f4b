#!/usr/bin/env bash
# Playwright can drive the Firefox of the computer over WebDriver BiDi (channel "moz-firefox"), but asks each new context
# for `emulation.setMediaFeaturesOverride`, which Firefox ESR 153 does not have, so that no page can be opened in it.
# Seen with playwright 1.65.2 (Python) and Firefox ESR 153.8 (Debian firefox-esr). Needs python3 with venv.
# Exits with 1 if that has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check playwright==1.65.2
FIREFOX="${FIREFOX:-$(command -v firefox-esr || command -v firefox)}" "$folder/venv/bin/python" - <<'PY'
import os
import sys

from playwright.sync_api import Error, sync_playwright

with sync_playwright() as play:
    browser = play.firefox.launch(executable_path=os.environ["FIREFOX"], channel="moz-firefox")
    print("Firefox", browser.version)
    try:
        browser.new_context()
    except Error as error:
        print(error)
        seen = "emulation.setMediaFeaturesOverride" in str(error)
    else:
        seen = False
    browser.close()
print("as seen" if seen else "changed")
sys.exit(0 if seen else 1)
PY
