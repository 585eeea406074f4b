#!/usr/bin/env bash
# `import jsonschema` loads each check of a format that happens to be installed, and one of them, rfc3987_syntax, builds a
# grammar for addresses of any script as it is loaded. Jupyter's server asks for that package (jsonschema[format-nongpl]), so
# each start of a server and each program that reads a notebook pays for it, though no schema of Jupyter names those formats.
# Seen with jsonschema 4.25.1 and rfc3987-syntax 1.1.0. Needs python3 (3.11 or newer) with venv. Exits with 1 if that has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check "jsonschema[format-nongpl]==4.25.1" rfc3987-syntax==1.1.0
"$folder/venv/bin/python" -c "import jsonschema"  # compiled, so that what is measured is no compiling
cat >"$folder/look.py" <<'PY'
import sys
import time

if sys.argv[1] == "without":
    sys.modules["rfc3987_syntax"] = None
begin = time.process_time()
import jsonschema

spent = time.process_time() - begin
checker = jsonschema.FormatChecker()
schema = {"type": "object", "properties": {"name": {"type": "string"}}}  # no format at all
jsonschema.validate({"name": "hip"}, schema, format_checker=checker)
print(spent)
PY
with="$("$folder/venv/bin/python" -W ignore "$folder/look.py" with)"
without="$("$folder/venv/bin/python" -W ignore "$folder/look.py" without)"
echo "processor time of 'import jsonschema': $with s, without rfc3987_syntax $without s"
python3 -c "import sys; sys.exit(0 if float(sys.argv[1]) > 2 * float(sys.argv[2]) else 1)" "$with" "$without" && echo "as seen" ||
  { echo "changed" >&2; exit 1; }
