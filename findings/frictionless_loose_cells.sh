#!/usr/bin/env bash
# frictionless lets cells pass that the Table Schema it checks by does not allow: an integer is "one or more decimal digits"
# after an optional sign there, and a date of the default format is YYYY-MM-DD. Whatever Python's int() and its own reader of
# dates take is taken: "1_000", " 5 ", and "2024-1-5". A spreadsheet takes none of them for a number or for that day.
# Seen with frictionless 5.18.1. Needs python3 (3.11 or newer) with venv. Exits with 1 if that has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check "frictionless==${FRICTIONLESS:-5.18.1}"
"$folder/venv/bin/python" - <<'PY'
import sys

import frictionless
from frictionless import Resource, Schema

print("frictionless", frictionless.__version__)
passed = {}
for kind, cell in [("integer", "1_000"), ("integer", " 5 "), ("date", "2024-1-5"), ("integer", "5.0"), ("date", "5.1.2024")]:
    schema = Schema.from_descriptor({"fields": [{"name": "a", "type": kind}]})
    passed[cell] = Resource(data=[["a"], [cell]], schema=schema).validate().valid
    print(f"{kind:8}{cell!r:12}{'passes' if passed[cell] else 'is refused'}")
seen = list(passed.values()) == [True, True, True, False, False]
print("as seen" if seen else "changed")
sys.exit(0 if seen else 1)
PY
