"""One cell of a table, held against its field of the schema.

The schema is Frictionless Table Schema with additions: ``listOf`` and ``translate`` on a field, ``relations`` on a
table. A keyword not listed here is refused, so that schema and reader cannot drift apart.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from ..core.errors import SchemaError, closed, did_you_mean
from ..core.text import CONTROL
from . import spreadsheet_changes as changes
from .rows.base import Cell

MAX_CELL = 10_000  # characters; a longer cell is nearly always a pasted file or an unclosed quote
FIELD_KEYS = {"name", "title", "type", "description", "unit", "example", "constraints", "listOf", "trueValues",
              "falseValues", "translate"}
CONSTRAINT_KEYS = {"required", "unique", "minimum", "maximum", "enum", "pattern", "minLength", "maxLength"}
SCHEMA_KEYS = {"fields", "primaryKey", "foreignKeys", "missingValues", "relations"}

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_NOT_FINITE = re.compile(r"[+-]?(nan|n/a|#n/a|#num!|#div/0!|inf|infinity|∞)", re.IGNORECASE)
_DATE_LIKE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[-/. ]+[^\W\d_]{3,9}\.?([-/. ]+\d{2,4})?|[^\W\d_]{3,9}[-/. ]+\d{2,4}")


class Fault(Exception):
    """What is wrong with one cell and how to mend it, as two half sentences."""

    def __init__(self, wrong: str, mend: str) -> None:
        super().__init__(wrong)
        self.wrong, self.mend = wrong, mend


def check_schema(schema: Mapping[str, Any], where: str) -> None:
    """Raise :class:`SchemaError` where the schema uses a keyword, type or relation that is not understood."""
    def refuse(unknown: set[str], keywords: set[str], part: str) -> None:
        for key in sorted(unknown):
            raise SchemaError(closed(f"{where}, {part}: the keyword {key!r} is not known here; "
                                     f"{did_you_mean(key, keywords)}"))

    refuse(set(schema) - SCHEMA_KEYS, SCHEMA_KEYS, "schema")
    if schema.get("missingValues", [""]) != [""]:
        raise SchemaError(f"{where}, schema: missingValues must be [\"\"], an empty cell and nothing else.")
    for field in schema["fields"]:
        part = f"field {field.get('name')!r}"
        refuse(set(field) - FIELD_KEYS, FIELD_KEYS, part)
        refuse(set(field.get("constraints", {})) - CONSTRAINT_KEYS, CONSTRAINT_KEYS, part)
        if field.get("type") not in READERS:
            raise SchemaError(closed(f"{where}, {part}: the type {field.get('type')!r} is not known; "
                                     f"{did_you_mean(field.get('type'), READERS)}"))
        spelled = {str(word).lower() for key in ("trueValues", "falseValues") for word in field.get(key, [])}
        refuse(spelled - {"true", "false"}, {"true", "false"}, f"{part}, trueValues and falseValues")
    names = {field["name"] for field in schema["fields"]}
    for relation in schema.get("relations", []):
        missing = set(relation_columns(relation, where)) - names
        refuse(missing, names, f"relation {relation!r}")


def _refuse(change: changes.Change | None) -> None:
    if change:
        raise Fault(*change)


def _string(text: str, decimal_comma: bool) -> str:
    _refuse(changes.text_change(text))
    control = None if text.isprintable() else CONTROL.search(text)  # no such character is printable; asking is quick
    if control:
        raise Fault(f"the cell holds an invisible control character (U+{ord(control[0]):04X})", "type the text again")
    return text


def _integer(text: str, decimal_comma: bool) -> int:
    if _INTEGER.fullmatch(text):
        return int(text)
    _refuse_number_lookalikes(text)
    if _NUMBER.fullmatch(text.replace(",", ".") if decimal_comma else text):
        raise Fault("a whole number belongs here", "write it without decimals")
    raise Fault("a whole number belongs here", "write digits only, such as 30")


def _number(text: str, decimal_comma: bool) -> float:
    if decimal_comma:  # a spreadsheet that parts its columns with semicolons writes 1,5
        text = text.replace(",", ".")
    if _NUMBER.fullmatch(text):
        value = float(text)
        if math.isfinite(value):
            return value
    _refuse_number_lookalikes(text)
    mend = f"write {text.replace(',', '.')}" if _NUMBER.fullmatch(text.replace(",", ".")) else "write it like 1.5"
    raise Fault("a number belongs here", mend)


def _refuse_number_lookalikes(text: str) -> None:
    if _NOT_FINITE.fullmatch(text):
        raise Fault("this is not a finite number", "write the number, or leave the cell empty")
    if _DATE_LIKE.fullmatch(text):
        raise Fault("this is a date where a number belongs",
                    "format the column as text in the spreadsheet and type the number again")
    if any(ch.isdigit() and not ch.isascii() for ch in text):
        raise Fault("these digits are of another script", "write them as 0 to 9")
    if "_" in text:
        raise Fault("a number has no underscore", f"write {text.replace('_', '')}")


def _boolean(text: str, decimal_comma: bool) -> bool:
    value = changes.truth_value(text)
    if value is not None:
        return value
    raise Fault("true or false belongs here", "write true or false")


def _date(text: str, decimal_comma: bool) -> str:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text).isoformat()
        with_points = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", text)  # as a German program writes a day
        if with_points:
            day, month, year = map(int, with_points.groups())
            raise Fault("this day is not written as it must be", f"write {date(year, month, day).isoformat()}")
    except ValueError:
        pass
    raise Fault("this is not a day of the calendar", "write it as year-month-day, such as 2026-11-22")


READERS: dict[str, Callable[[str, bool], Cell]] = {
    "string": _string, "integer": _integer, "number": _number, "boolean": _boolean, "date": _date}


def cell_reader(field: Mapping[str, Any], decimal_comma: bool = False) -> Callable[[str], Cell]:
    """What reads a cell of a column: its value, ``None`` where it is empty and may be; raises :class:`Fault`."""
    limits = field.get("constraints", {})
    read = READERS[field["type"]]
    tests = [test for name, test in _TESTS.items() if name in limits]
    numeric = field["type"] in ("integer", "number")
    formed = field["type"] == "string" and not limits.keys().isdisjoint(("enum", "pattern"))

    def value_of(text: str) -> Cell:
        if text == "":
            if limits.get("required"):
                raise Fault("the cell is empty", "fill it in")
            return None
        if len(text) > MAX_CELL:
            raise Fault(f"the cell holds {len(text):,} characters", f"shorten it to {MAX_CELL:,} at most")
        if formed:
            text = changes.with_zeros(text, lambda longer: _fits(longer, limits))
        value = _read_number(text := changes.bare_number(text), read, field, decimal_comma) if numeric else \
            read(text, decimal_comma)
        for test in tests:
            test(text, value, field)
        return value

    return value_of


def plain_text(texts: Sequence[str], field: Mapping[str, Any]) -> bool:
    """Whether a column holds nothing but sound text: then no cell of it has to be read by itself."""
    limits = field.get("constraints", {})
    return (field["type"] == "string" and not _TESTS.keys() & limits.keys() and "".join(texts).isprintable()
            and max(map(len, texts), default=0) <= MAX_CELL and not (limits.get("required") and "" in texts)
            and not changes.suspect(texts))


def _read_number(text: str, read: Callable[[str, bool], Cell], field: Mapping[str, Any], decimal_comma: bool) -> Cell:
    try:
        return read(text, decimal_comma)
    except Fault:
        if not _NOT_FINITE.fullmatch(text):
            _refuse(changes.number_change(text, field))
        raise


def _fits(text: str, limits: Mapping[str, Any]) -> bool:
    """Whether a text is one of the words of its column and has its form."""
    return text in limits.get("enum", (text,)) and (
        "pattern" not in limits or _pattern(limits["pattern"]).fullmatch(text) is not None)


def _minimum(text: str, value: Any, field: Mapping[str, Any]) -> None:
    least = field["constraints"]["minimum"]
    if value < least:
        raise Fault(f"the smallest allowed value is {least:g}{_unit(field)}", _check_number(text, field))


def _maximum(text: str, value: Any, field: Mapping[str, Any]) -> None:
    most = field["constraints"]["maximum"]
    if value > most:
        raise Fault(f"the largest allowed value is {most:g}{_unit(field)}", _check_number(text, field))


def _check_number(text: str, field: Mapping[str, Any]) -> str:
    likely = changes.thousandfold(text, field)
    return (f"write {likely} if an import in German made it of that, or open the original again as English" if likely
            else "check the number")


def _enum(text: str, value: Any, field: Mapping[str, Any]) -> None:
    allowed = field["constraints"]["enum"]
    if value not in allowed:
        raise Fault("this word is not one of those allowed", did_you_mean(value, allowed))


def _form(text: str, value: Any, field: Mapping[str, Any]) -> None:
    pattern = field["constraints"]["pattern"]
    if not _pattern(pattern).fullmatch(text):
        _refuse(changes.form_change(text))
        form = f"write it like {field['example']}" if "example" in field else "write it as in the other rows"
        raise Fault("this is not written as it must be", form)


def _longest(text: str, value: Any, field: Mapping[str, Any]) -> None:
    most = field["constraints"]["maxLength"]
    if len(text) > most:
        raise Fault(f"the text is {len(text)} characters long", f"shorten it to {most} at most")


def _shortest(text: str, value: Any, field: Mapping[str, Any]) -> None:
    least = field["constraints"]["minLength"]
    if len(text) < least:
        raise Fault("the text is too short", f"write at least {least} characters")


#: The constraints of a field that a value is held against, in this order.
_TESTS: dict[str, Callable[[str, Any, Mapping[str, Any]], None]] = {
    "minimum": _minimum, "maximum": _maximum, "enum": _enum, "pattern": _form, "maxLength": _longest,
    "minLength": _shortest}


def _unit(field: Mapping[str, Any]) -> str:
    return f" {field['unit']}" if field.get("unit", "1") != "1" else ""  # a bare number has no unit to name


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _spelled(value: Cell) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_RELATION = re.compile(r"(?P<a>\w+) (?:(?P<op><=|<) (?P<b>\w+)|(?P<rule>when|empty when) (?P<key>\w+)=(?P<word>.+))")


@cache
def _parse(relation: str, where: str) -> re.Match[str]:
    match = _RELATION.fullmatch(relation)
    if not match:
        raise SchemaError(f"{where}: the relation {relation!r} is not understood; write 'a <= b', 'a < b', "
                          "'a when b=word' or 'a empty when b=word'.")
    return match


def relation_columns(relation: str, where: str) -> list[str]:
    """The columns a relation speaks of."""
    match = _parse(relation, where)
    return [match["a"], match["b"] or match["key"]]


def relation_faults(relation: str, columns: Mapping[str, Sequence[Cell]]) -> list[tuple[int, str, Fault]]:
    """(row from 0, column, fault) for each row of the columns that breaks the relation.

    An empty cell breaks no comparison.
    """
    match = _parse(relation, "datapackage.json")
    name, rule, key, word = match["a"], match["rule"], match["key"], match["word"]
    if match["op"]:
        return _compared(name, match["op"] == "<=", match["b"], columns)
    words = {value for value in set(columns[key]) if _spelled(value) == word}
    empty = rule == "when"  # whether it is the empty cells that break it
    rows = [index for index, value in enumerate(columns[name])
            if (value is None) is empty and columns[key][index] in words] if words else []
    wrong, mend = ("empty", "fill it in") if empty else ("filled in", "empty it")
    return [(index, name, Fault(f"the cell is {wrong}, but {key} is {columns[key][index]}", mend)) for index in rows]


def _compared(name: str, may_equal: bool, larger: str, columns: Mapping[str, Sequence[Any]]
              ) -> list[tuple[int, str, Fault]]:
    more = "more than" if may_equal else "not less than"
    pairs = enumerate(zip(columns[name], columns[larger], strict=True))
    return [(index, name, Fault(f"it is {more} {larger} ({than})", "check both numbers"))
            for index, (value, than) in pairs
            if value is not None and than is not None and not (value < than or (may_equal and value == than))]
