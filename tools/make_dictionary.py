"""Write ``data/README.md``, the dictionary of the folders and tables, from ``datapackage.json`` and ``schema.json``.

``python -m tools.make_dictionary`` writes it; a test holds the file and the schema in step.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .checks import ROOT
from .make_datapackage import SOURCE

DATA = ROOT / "data"
HEAD = """# The data

What a lecturer edits, in a folder a subject. Each table is a CSV file that a spreadsheet program opens; save it as
**CSV UTF-8**. Then run

```
python start.py check
```

which says in one sentence for each fault where it is (file, sheet row, column, value) and how to mend it. A lecturer
leaves these files alone and keeps own rows in another folder: `docs/instructor.md` says how.

A new exercise is one row in `exercises/exercises.csv`: it appears in the tables, the timer and the notebooks at once.
Rows in `exercise_levels.csv`, `exercise_steps.csv`, `exercise_structures.csv` and `exercise_cautions.csv` make it
complete; give it at least one stop rule.

`certainty` says how sure we are, `checked` how far the fact was held against its source, `reviewed_by` and
`reviewed_on` who of the profession has signed the row. Until then it is shown as "not clinically reviewed".

This page and `datapackage.json` (Frictionless Table Schema) are made from the `schema.json` of each folder. Change
that, then run `python -m tools.make_datapackage` and `python -m tools.make_dictionary`; do not edit what they write.
"""


def dictionary() -> str:
    """The page as text."""
    subjects = json.loads((DATA / SOURCE).read_text(encoding="utf-8"))["subjects"]
    tables = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    return "\n".join([HEAD, *_folders(subjects, tables), *(line for table in tables for line in _table(table))])


def _folders(subjects: dict[str, str], tables: list[dict[str, Any]]) -> Iterator[str]:
    yield "| folder | what it holds | tables |"
    yield "| --- | --- | --- |"
    for subject, holds in subjects.items():
        names = [f"`{table['name']}`" for table in tables if table["path"].startswith(f"{subject}/")]
        yield f"| `{subject}/` | {holds} | {', '.join(names)} |"
    yield ""


def _table(table: dict[str, Any]) -> Iterator[str]:
    schema = table["schema"]
    yield f"## {table['path']}\n"
    yield f"{table['description']}\n"
    links = {_first(key["fields"]): f"{key['reference']['resource']}.csv" for key in schema.get("foreignKeys", [])}
    yield "| column | what it holds | kind | must hold |"
    yield "| --- | --- | --- | --- |"
    for field in schema["fields"]:
        kind = field["type"] + (f", {field['unit']}" if "unit" in field else "")
        cells = [f"`{field['name']}`", field.get("description", ""), kind, "; ".join(_rules(field, schema, links))]
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""
    if schema.get("relations"):
        yield "Between the columns of a row: " + "; ".join(f"`{relation}`" for relation in schema["relations"]) + ".\n"


def _rules(field: dict[str, Any], schema: dict[str, Any], links: dict[str, str]) -> Iterator[str]:
    limits = field.get("constraints", {})
    if limits.get("required"):
        yield "filled in"
    if limits.get("unique") or schema.get("primaryKey") in (field["name"], [field["name"]]):
        yield "given once"
    if "minimum" in limits or "maximum" in limits:
        yield f"{limits.get('minimum', 'any')} to {limits.get('maximum', 'any')}"
    if "enum" in limits:
        yield "one of " + ", ".join(map(str, limits["enum"]))
    if "pattern" in limits:
        yield f"the form `{limits['pattern']}`"
    if "maxLength" in limits:
        yield f"at most {limits['maxLength']} characters"
    if field["name"] in links:
        yield f"an id of {links[field['name']]}"
    if "listOf" in field:
        yield f"keys of {field['listOf']['resource']}.csv, parted by \"{field['listOf']['separator'].strip()}\""


def _first(fields: str | list[str]) -> str:
    return fields if isinstance(fields, str) else fields[0]


if __name__ == "__main__":
    (DATA / "README.md").write_text(dictionary(), encoding="utf-8", newline="\n")
