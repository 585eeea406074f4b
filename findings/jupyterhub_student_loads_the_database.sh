#!/usr/bin/env bash
# A student's server of JupyterHub loads the database layer of the hub, which it never opens: `jupyterhub.singleuser` imports
# the hub's page handlers for the format of its log, and with them SQLAlchemy and alembic: 39 MB for each student of a class.
# Seen with jupyterhub 6.1.1. Linux; needs python3 (3.11 or newer) with venv. Exits with 1 if that has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check "jupyterhub==${JUPYTERHUB:-6.1.1}" jupyter_server==2.17.0
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys
from importlib.metadata import version
from pathlib import Path


def own_mb():
    lines = dict(line.split(":") for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    return int(lines["Anonymous"].split()[0]) / 1024


import jupyter_server.serverapp

before = own_mb()
import jupyterhub.singleuser

database = sorted(name for name in ("sqlalchemy", "alembic", "jupyterhub.orm", "jupyterhub.handlers") if name in sys.modules)
print(f"jupyterhub {version('jupyterhub')}: the student's side adds {own_mb() - before:.0f} MB and loads", *database)
seen = "sqlalchemy" in database and "alembic" in database
print("as seen" if seen else "changed")
sys.exit(0 if seen else 1)
PY
