"""Where the data are, and every table of them: rows for the library, DataFrames for notebooks.

``data/`` stands beside the package in a checkout and inside it in a wheel; ``STRETCHLIB_DATA`` names another
folder, such as a lecturer's edited copy. Tables are read again when their file changes. Where another language is
set, the texts come in it as far as they are translated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..core.errors import StretchlibError, TableError, did_you_mean, one_of
from . import paths, translations
from .cells import Value
from .paths import ENGLISH, TRANSLATIONS, current_language
from .paths import data_root as data_root
from .paths import notebooks_root as notebooks_root
from .paths import resources as resources
from .reader import Table, read_table, sentence
from .schema import stamp_of

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    import pandas as pd

Row = Mapping[str, Value]
NOT_REVIEWED = "not clinically reviewed"  # as in words.csv, for what is made without a row

_READ: dict[tuple[str, str], tuple[object, Table]] = {}
_SOUND: dict[tuple[str, str], list[Table]] = {}  # a table and those it points into, once its links were looked at


def table(name: str, root: Traversable) -> Table:
    """The table, read again only when its file or the descriptor has changed; links are not looked at."""
    known = resources(root)
    one_of(name, known, "table")
    file = paths.inside(root, known[name]["path"])
    stamp = (id(known), *stamp_of(file))
    cached = _READ.get((str(root), name))
    if cached and cached[0] == stamp:
        return cached[1]
    fresh = read_table(file, known[name]["schema"])
    _READ[str(root), name] = stamp, fresh
    return fresh


def _links(schema: Mapping[str, Any]) -> list[tuple[str, str, Any, str | None]]:
    """(column, table it points into, column there, separator of a list or None) for each link of a table."""
    links = [(key["fields"] if isinstance(key["fields"], str) else key["fields"][0], key["reference"]["resource"],
              key["reference"]["fields"], None) for key in schema.get("foreignKeys", [])]
    return links + [(field["name"], field["listOf"]["resource"], field["listOf"]["field"],
                     field["listOf"]["separator"]) for field in schema["fields"] if "listOf" in field]


def link_faults(name: str, root: Traversable, tables: Mapping[str, Table] | None = None) -> list[str]:
    """A sentence for each cell of a table that points at a row which is not there."""
    known = resources(root)
    problems = []
    for column, other, target, separator in _links(known[name]["schema"]):
        if tables is not None and other not in tables:
            continue  # that file has faults of its own, told already
        target = target if isinstance(target, str) else target[0]
        allowed = {str(one[target]) for one in (tables[other] if tables else table(other, root)).rows}
        here = tables[name] if tables else table(name, root)
        for one, number in zip(here.rows, here.sheet_rows, strict=True):
            cell = one[column]
            for value in [] if cell is None else [cell] if separator is None else str(cell).split(separator.strip()):
                value = str(value).strip()
                if value not in allowed:
                    problems.append(sentence(here.name, f"{other}.csv has no {target} of this name",
                                             did_you_mean(value, sorted(allowed)), number, column, value))
    return problems


def rows(name: str) -> tuple[Row, ...]:
    """The checked rows of a table as dicts of column to value (``None``: an empty cell).

    Raises :class:`TableError` with one sentence for each fault of the file, links included.
    """
    root = data_root()
    found = table(name, root)
    joined = [found, *(table(other, root) for _, other, _, _ in _links(resources(root)[name]["schema"]))]
    sound = _SOUND.get((str(root), name), [])
    if len(sound) != len(joined) or any(one is not other for one, other in zip(sound, joined, strict=True)):
        problems = link_faults(name, root)
        if problems:
            raise TableError(problems)
        _SOUND[str(root), name] = joined
    code = current_language()
    return found.rows if code == ENGLISH or name.startswith(TRANSLATIONS) else _in_language(name, found, code, root)


_SHOWN: dict[tuple[str, str, str], tuple[Table, Table, tuple[Row, ...]]] = {}  # what was translated, and the outcome
_SHEETS: dict[tuple[str, str], tuple[Table, translations.Sheet]] = {}


def _sheet(code: str, root: Traversable) -> tuple[Table, translations.Sheet]:
    """The translations of a language, the same objects as long as their file does not change."""
    found = table(TRANSLATIONS + code, root)
    known = _SHEETS.get((str(root), code))
    if known is None or known[0] is not found:
        known = _SHEETS[str(root), code] = found, translations.Sheet(found.rows)
    return known


def translation(folder: str, name: str, column: str, english: str) -> tuple[str, bool] | None:
    """(translation, whether somebody signed it) of a text of a note or a case, or ``None`` where it stays English."""
    code = current_language()
    if code == ENGLISH:
        return None
    return _sheet(code, data_root())[1].find(translations.Text(folder, name, column, english))


def _in_language(name: str, found: Table, code: str, root: Traversable) -> tuple[Row, ...]:
    """The rows of a table in the language that is set, the same objects as long as neither file changes."""
    sheet, by_text = _sheet(code, root)
    known = _SHOWN.get((str(root), name, code))
    if known is None or known[0] is not found or known[1] is not sheet:
        schema = resources(root)[name]["schema"]
        known = found, sheet, translations.translated(name, schema, found.rows, by_text)
        _SHOWN[str(root), name, code] = known
    return known[2]


def row(name: str, row_id: str) -> Row:
    """The row with this ``id``; raises :class:`StretchlibError` with the nearest ids where there is none."""
    found = {str(one["id"]): one for one in rows(name)}
    one_of(row_id, found, name.rstrip("s").replace("_", " "))
    return found[row_id]


class _Phrases(dict[str, str]):
    """The phrases by key; one that is not there is told in a sentence."""

    def __missing__(self, key: str) -> str:
        raise StretchlibError(f"words.csv has no phrase with the key {key!r}; write the row again, or restore it.")


_WORDS: tuple[object, Mapping[str, str]] = (None, {})


def words() -> Mapping[str, str]:
    """Every phrase the library itself shows, by key, in the language that is set.

    Asking for one that is not there raises :class:`StretchlibError`.
    """
    global _WORDS
    found = rows("words")
    if _WORDS[0] is not found:
        _WORDS = found, MappingProxyType(_Phrases((str(one["key"]), str(one["en"])) for one in found))
    return _WORDS[1]


def written(value: object, form: str = "g") -> str:
    """A number, or one written already, with the decimal mark of the language that is set."""
    text = value if isinstance(value, str) else format(value, form)
    return re.sub(r"(?<=\d)\.(?=\d)", words()["number.decimal_mark"], text)


def say(key: str, **values: object) -> str:
    """The phrase of ``words.csv`` with this key, its {names} filled in, numbers among them by :func:`written`."""
    def filled(found: re.Match[str]) -> str:
        text = str(values.get(found[1], found[0]))
        return written(text) if re.fullmatch(r"[-+\u2212]?\d+\.\d+", text) else text

    return re.sub(r"\{(\w+)\}", filled, words()[key])


def term(group: str, value: object) -> str:
    """A word of a table as a reader reads it, such as ``term("certainty", "very low")``; itself where it has none."""
    return words().get(f"{group}.{str(value).replace(' ', '_')}", str(value))


def frame(name: str) -> pd.DataFrame:
    """A table as a DataFrame, one row per sheet row and the columns of the table's dictionary.

    Text is ``""`` where the cell is empty, a number is missing (``<NA>``); the two review columns become one,
    ``review``, which says who signed the row or that nobody has.
    """
    import pandas as pd

    table_rows = rows(name)
    columns: dict[str, Any] = {}
    for field in resources()[name]["schema"]["fields"]:
        cells = [one[field["name"]] for one in table_rows]
        if field["type"] in ("integer", "number"):
            kind = {"integer": "Int64", "number": "Float64"}[field["type"]]
            whole = {"integer": "int64", "number": "float64"}[field["type"]]
            columns[field["name"]] = pd.array(cells, dtype=kind if None in cells else whole)
        elif field["type"] == "boolean":
            columns[field["name"]] = pd.array(cells, dtype="boolean" if None in cells else "bool")
        else:
            columns[field["name"]] = ["" if cell is None else cell for cell in cells]
    if "reviewed_by" in columns:
        signed = [(one["reviewed_by"], one["reviewed_on"], one.get(translations.STATE)) for one in table_rows]
        states = {key: review_state(one) for key, one in dict(zip(signed, table_rows, strict=True)).items()}
        columns["review"] = [states[key] for key in signed]
        del columns["reviewed_by"], columns["reviewed_on"]
    return pd.DataFrame(columns)


def review_state(one: Row, on: date | None = None) -> str:
    """Who has signed a row and when, that its review is due again, or that nobody has signed it.

    A review holds for the months that ``review_months`` of ``datapackage.json`` states; ``on``: the day to judge by
    (default: today). A translated row also says where nobody has signed the translation.
    """
    if one["reviewed_by"] is None:
        state = say("review.none")
    else:
        ends = one["reviewed_on"] and paths.months_after(str(one["reviewed_on"]), paths.review_months())
        good = ends and (on or paths.today()) < ends
        state = say("review.signed" if good else "review.due", who=one["reviewed_by"], day=one["reviewed_on"])
    return f"{state}; {say('review.translation')}" if one.get(translations.STATE) == translations.OPEN else state


def _loader(name: str) -> Callable[[], pd.DataFrame]:
    def load() -> pd.DataFrame:
        return frame(name)

    load.__name__ = load.__qualname__ = f"load_{name}"
    load.__doc__ = paths.dictionary(name)
    return load


def __getattr__(name: str) -> Any:
    """``load_<table>``: a function for each table, made when it is first asked for."""
    if not name.startswith("load_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = _loader(name.removeprefix("load_"))
    return globals()[name]
