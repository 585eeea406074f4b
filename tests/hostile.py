"""Hostile strings (``hostile.json``) and the ways to put them into every free text of a data folder."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from stretchlib.tables.cells import CONTROL
from tools.checks import ROOT

#: Kind -> strings. Whatever of them runs sets ``window.hacked`` or asks for the host ``hostile.invalid``.
CORPUS: dict[str, list[str]] = json.loads((ROOT / "tests" / "hostile.json").read_text(encoding="utf-8"))
TEXTS = [text for texts in CORPUS.values() for text in texts]
#: What a text of a table may hold, as the reader gives it on; the others it refuses.
ACCEPTED = [text.strip() for text in TEXTS if text.strip() and not CONTROL.search(text.strip())]
PACKAGE = {table["name"]: table
           for table in json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))["resources"]}
#: Columns whose text is read by a rule: a hostile one is no text there but a fault.
READ_BY_RULE = {
    "plates": {"bones", "layers", "checklist"}, "plate_muscles": {"origin", "insertion", "hidden_by"},
    "muscle_sections": {"bone", "points_mm"},
    "poses": {"props", "contacts", "holds", "highlight", "arrows"}, "claim_links": {"target"},
    "questions": {"basis", "unit"}, "question_values": {"value", "gives"}, "hip_parts": {"source_name"},
    "hip_wraps": {"name"}, "clinical_tests": {"structures", "group_accuracy"}, "landmarks": {"point"},
}


def free_text(table: str) -> list[str]:
    """Columns that hold a sentence or a name: neither an id, nor a word of a list, nor read by a rule."""
    schema = PACKAGE[table]["schema"]
    keys = schema["primaryKey"] if isinstance(schema["primaryKey"], list) else [schema["primaryKey"]]
    linked = {key["fields"] for key in schema.get("foreignKeys", [])}
    return [field["name"] for field in schema["fields"] if field["type"] == "string" and "listOf" not in field
            and not {"enum", "pattern"} & set(field.get("constraints", {}))
            and field["name"] not in {*keys, *linked, *READ_BY_RULE.get(table, ())}]


def spoil_tables(folder: Path, texts: list[str] | None = None, only: set[str] | None = None) -> int:
    """Add as many hostile strings as fit to each filled free text of each table; returns how many stand there now."""
    count = 0
    feed = cycle(texts or ACCEPTED)
    for table in only or PACKAGE:
        limits = {field["name"]: field.get("constraints", {}).get("maxLength", 2000)
                  for field in PACKAGE[table]["schema"]["fields"]}
        path = folder / PACKAGE[table]["path"]
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for column in free_text(table):
                if row[column] and row.get("key") != "speech.lang":
                    row[column], added = _filled(row[column], limits[column], feed)
                    count += added
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n", quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows(rows)
    return count


def _filled(text: str, limit: int, feed: Iterator[str]) -> tuple[str, int]:
    added = 0
    for _ in range(12):
        more = next(feed)
        if len(text) + 1 + len(more) > limit:
            break
        text += f" {more}"
        added += 1
    return text, added
