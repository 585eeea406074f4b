"""Write ``data/datapackage.json``, the descriptor of the tables, from the schema of each subject.

``python -m tools.make_datapackage`` writes it, ``python -m tools.make_datapackage FOLDER`` that of a lecturer's copy; a
test holds both in step. The sources are ``schema.json`` of the data folder, which describes the whole and gives the
subjects in their order, and ``schema.json`` in the folder of each subject: tables by name, and ``fields`` by name.
They say only what is not the rule:

- A table ``NAME`` is the file ``SUBJECT/NAME.csv``, unless ``path`` names another in that folder.
- ``key`` is the column, or the columns, of the primary key; one alone is filled in and given once.
- A field is text without a ``type``. The type ``id`` is text in lower snake case.
- Constraints stand beside the description. A ``pattern`` is written without anchors and holds for the whole cell.
- ``link`` names the table whose ids the cells hold, ``list`` one of whose ids they hold several. Both have its form.
- A field with a form has an ``example`` of it, by which the form is told; that of a link is the example of its table.
- ``review`` stands for the six columns of :data:`REVIEW`, or lists those of them that the table has, and, where it has
  both, for a source with every certainty but expert opinion. A field of that name changes what it says itself.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from stretchlib.tables.cells import CONSTRAINT_KEYS

from .checks import ROOT

SOURCE = "schema.json"
ID = "[a-z][a-z0-9]*(_[a-z0-9]+)*"
SEPARATOR = "; "
CERTAINTY = ("high", "moderate", "low", "very low", "expert opinion", "convention")
CONVENTION = '"convention" means fixed by definition, by anatomical naming or as a course choice.'
REVIEW: dict[str, dict[str, Any]] = {
    "sources": {"description": "Keys of references.csv, separated by a semicolon and a space; empty only when "
                               "certainty is expert opinion.", "list": "references",
                "example": "delp1990; dostal1981"},
    "certainty": {"description": "Certainty: how sure we are of what the row says.", "required": True,
                  "enum": list(CERTAINTY)},
    "checked": {"description": "How the fact was checked: source (the work itself), abstract (abstract, record or "
                               "page), secondary (summaries or encyclopaedia pages), mixed (part checked, part not; "
                               "see checked_note), unchecked (shown with a visible mark).",
                "required": True, "enum": ["source", "abstract", "secondary", "mixed", "unchecked"]},
    "checked_note": {"description": "What exactly was read and what was not; may be empty.", "maxLength": 600},
    "reviewed_by": {"description": "Clinician who signed this row; empty means not clinically reviewed.",
                    "maxLength": 100},
    "reviewed_on": {"type": "date", "description": "Day of that review (YYYY-MM-DD); empty means not clinically "
                                                   "reviewed."}}
Json = dict[str, Any]


def sources(folder: Path) -> dict[str, dict[str, Json]]:
    """Subject -> table -> what its ``schema.json`` says of it."""
    return {subject: _read(folder / subject / SOURCE) for subject in _read(folder / SOURCE)["subjects"]}


def package(folder: Path) -> Json:
    """The descriptor of a data folder."""
    subjects = sources(folder)
    tables = {name: table for subject in subjects.values() for name, table in subject.items()}
    head = {key: value for key, value in _read(folder / SOURCE).items() if key != "subjects"}
    return {**head, "resources": [_resource(subject, name, tables)
                                  for subject, named in subjects.items() for name in named]}


def text(folder: Path) -> str:
    """The descriptor as it stands in the file."""
    return json.dumps(package(folder), indent=1, ensure_ascii=False) + "\n"


def _read(file: Path) -> Json:
    return dict(json.loads(file.read_text(encoding="utf-8")))


def _resource(subject: str, name: str, tables: dict[str, Json]) -> Json:
    table = tables[name]
    fields = _fields(table)
    keys = [{"fields": column, "reference": {"resource": field["link"], "fields": "id"}}
            for column, field in fields.items() if "link" in field]
    relations = [*table.get("relations", [])]
    if table.get("review") and {"sources", "certainty"} <= set(fields):
        relations += [f"sources when certainty={word}" for word in CERTAINTY if word != "expert opinion"]
    schema = {"fields": [_field(column, field, table["key"] == column, tables) for column, field in fields.items()],
              "missingValues": [""], "primaryKey": table["key"]}
    schema |= {"foreignKeys": keys} if keys else {}
    schema |= {"relations": relations} if relations else {}
    return {"name": name, "path": f"{subject}/{table.get('path', f'{name}.csv')}", "profile": "tabular-data-resource",
            "title": table["title"], "description": table["description"], "format": "csv", "mediatype": "text/csv",
            "encoding": "utf-8", "schema": schema}


def _fields(table: Json) -> dict[str, Json]:
    """The fields by name, those of the review last."""
    review = REVIEW if table.get("review") is True else {name: REVIEW[name] for name in table.get("review", [])}
    own = {name: field for name, field in table["fields"].items() if name not in review}
    fields = own | {name: {**field, **table["fields"].get(name, {})} for name, field in review.items()}
    if "certainty" in review:
        certainty = fields["certainty"]
        fields["certainty"] = {**certainty, "description": f"{certainty['description']} {CONVENTION}"}
    return fields


def _field(name: str, field: Json, alone: bool, tables: dict[str, Json]) -> Json:
    """A field of the descriptor; ``alone``: it is the primary key by itself."""
    limits = {key: value for key, value in field.items() if key in CONSTRAINT_KEYS}
    limits = {**({"required": True, "unique": True} if alone else {}), **limits}
    form = _form(field, tables)
    if form:
        limits["pattern"] = f"^({form})$"
        field = {"example": tables[field["link"]]["fields"]["id"]["example"], **field} if "link" in field else field
    kind = field.get("type", "string")
    made = {"name": name, "type": "string" if kind == "id" else kind}
    made |= {key: field[key] for key in ("description", "unit", "example") if key in field}
    made |= {"constraints": limits} if limits else {}
    if "list" in field:
        made["listOf"] = {"separator": SEPARATOR, "resource": field["list"], "field": "id"}
    return made | ({"translate": field["translate"]} if "translate" in field else {})


def _form(field: Json, tables: dict[str, Json]) -> str | None:
    """The pattern of a cell without anchors; None where every text will do."""
    if "link" in field or "list" in field:
        form = _form(tables[field.get("link") or field["list"]]["fields"]["id"], tables)
        return f"{form}({SEPARATOR}{form})*" if "list" in field else form
    return ID if field.get("type") == "id" else field.get("pattern")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data"
    (target / "datapackage.json").write_text(text(target), encoding="utf-8", newline="\n")
