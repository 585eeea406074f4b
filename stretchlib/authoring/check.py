"""Check a whole data folder, the library's own or a lecturer's copy: one sentence a fault."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from ..cases import case_faults
from ..core.errors import SchemaError, StretchlibError, TableError
from ..core.text import markup_fault
from ..questions.trial_reports import rating_faults
from ..structures.notes import note_faults
from ..tables import catalogue, paths
from ..tables.catalogue import Catalogue
from ..tables.my_rows import NO_ROWS
from ..tables.reader import Table, sentence
from ..tables.rows import Row
from ..tables.rows.anatomy import Structure
from ..tables.rows.sources import Reference
from ..tables.rows.words import Translation
from ..tables.schema import is_flat_copy
from ..tables.translations import NOTEBOOKS
from . import check_anatomy, check_clinic, check_evidence, check_exercises, check_hip, check_people, check_questions
from .check_claims import claim_faults
from .check_decimals import decimal_faults
from .check_my_rows import my_row_faults
from .check_summaries import summary_faults
from .languages import translation_faults
from .phrase_use import word_faults

#: Table -> (columns whose rows belong together, the column that counts them from 1 in the order they stand).
COUNTED = {
    "exercise_steps": (("exercise", "level"), "step"), "clinical_test_steps": (("test",), "step"),
    "lab_steps": (("lab",), "step"), "muscle_sections": (("structure",), "section"),
    "hip_points": (("model", "part"), "order"), "muscle_parts": (("structure", "model"), "position"),
    "plate_muscles": (("plate",), "depth"), "topic_sections": ((), "number"),
    "programme_items": (("programme",), "item"), "article_parts": ((), "position"),
    "notebook_summaries": (("notebook",), "position"),
}
#: Table -> (columns whose rows belong together, the column that counts them from 1, in whatever order they stand).
NUMBERED = {
    "questions": ((("notebook",), "core_position"), ((), "mixed_position"), ((), "trap_position")),
    "claims": ((("pack",), "pack_position"), ((), "core_position")),
    "routes": (((), "number"),), "pain_sources": (((), "position"),), "structure_groups": (((), "position"),),
    "structure_links": ((("structure", "question"), "position"),), "hip_or_spine": (((), "position"),),
    "hip_or_spine_people": (((), "position"),),
}
#: Columns that are filled in together, or neither.
TOGETHER = (("reviewed_by", "reviewed_on"), ("trap", "trap_position"), ("contract_s", "relax_s"),
            ("load_min_kg", "load_max_kg"), ("rpe_min", "rpe_max"), ("reps_left_min", "reps_left_max"),
            ("times_per_day_min", "times_per_day_max"))
MODULES = (check_questions, check_exercises, check_people, check_clinic, check_evidence, check_anatomy, check_hip)
#: Rule -> the tables it takes, in this order; it is held where all of them could be read.
RULES: dict[Callable[..., Iterable[str]], tuple[str, ...]] = {
    word_faults: ("words",), decimal_faults: ("questions",), summary_faults: ("notebook_summaries",),
    **{rule: names for module in MODULES for rule, names in module.RULES.items()}}
#: Rules of the same form that need numpy, which a browser may not have fetched.
NUMPY_RULES: dict[Callable[..., Iterable[str]], tuple[str, ...]] = {
    rule: names for module in (check_questions, check_people, check_hip) for rule, names in module.NUMPY_RULES.items()}
TOLD = 5  # faults that an export tells before it counts the rest


def check_data(folder: str | os.PathLike[str] | None = None) -> list[str]:
    """Every fault of the tables and notes in ``folder`` (default: the data in use); empty when all is well.

    They are kept until a file of the folder changes.
    """
    if folder is not None and not Path(folder).is_dir():
        return [f"{folder}: there is no such folder; give the folder that holds datapackage.json."]
    checked = data_of(folder)
    problems: tuple[str, ...] = checked.memo.value(_problems, checked)
    return list(problems)


def refuse_faulty() -> None:
    """Raise :class:`TableError` where the data in use are not in order: what is written from them would be wrong.

    It tells the first faults and how many more there are; the check is made once until a file changes.
    """
    problems = check_data()
    if problems:
        more = len(problems) - TOLD
        raise TableError(["The tables are not in order, so nothing is written:", *problems[:TOLD],
                          *([f"And {more} more; python start.py check names all."] if more > 0 else [])])


def table_faults(tables: Mapping[str, Table], rules: Mapping[Callable[..., Iterable[str]], tuple[str, ...]] = RULES
                 ) -> Iterator[str]:
    """A sentence for each fault of meaning between these tables, by those rules whose tables are all there."""
    for name, table in tables.items():
        if name in COUNTED:
            yield from _count_faults(table, *COUNTED[name])
        for group, column in NUMBERED.get(name, ()):
            yield from _position_faults(table, group, column)
    for rule, names in rules.items():
        if set(names) <= set(tables):
            yield from rule(*(tables[name] for name in names))
    yield from claim_faults(tables)
    for table in tables.values():
        yield from _together_faults(table)
    yield from rating_faults(tables)
    if "review_forms" in tables:
        yield from check_evidence.form_faults(tables["review_forms"], tables)


def _problems(checked: Catalogue) -> tuple[str, ...]:
    """All faults of a folder; what is looked at is looked at through its catalogue, which notes when it changes."""
    problems: list[str] = []
    tables: dict[str, Table] = {}
    try:
        problems += my_row_faults(checked)
        for name in checked.resources:
            try:
                tables[name] = checked.table(name)
            except TableError as error:
                problems += error.problems
    except (SchemaError, StretchlibError) as error:
        return (*problems, str(error))
    checked.file(check_anatomy.BONES)
    for name in tables:
        problems += _markup_faults(tables[name])
        problems += checked.link_faults(name, tables)
    if "structures" in tables and "references" in tables:
        problems += note_faults(checked, [row.id for row in tables["structures"].of(Structure)],
                                {row.id for row in tables["references"].of(Reference)})
    problems += table_faults(tables)
    problems += translation_faults(checked, tables)
    problems += case_faults(checked, tables)
    if {"plates", "plate_muscles"} <= set(tables):
        problems += check_anatomy.bone_faults(checked.root, tables["plates"], tables["plate_muscles"])
    if not problems:
        with _in_use(checked):
            problems += _drawn_faults(tables)
    return tuple(dict.fromkeys(problems))  # a missing table of words is met by every case


def _drawn_faults(tables: Mapping[str, Table]) -> Iterator[str]:
    """The rules that read the data in use, or that reckon with numpy: they need tables in order."""
    yield from check_exercises.programme_faults(tables["programmes"])
    if find_spec("numpy") is not None:  # a browser may not have fetched it; all else needs Python alone
        from ..figures.people.relations import faults as relation_faults

        for rule, names in NUMPY_RULES.items():
            yield from rule(*(tables[name] for name in names))
        yield from relation_faults(tables)


@contextmanager
def _in_use(checked: Catalogue) -> Iterator[None]:
    """What is checked as the data in use, in English."""
    wanted = {paths.LANGUAGE: paths.ENGLISH, paths.MY_ROWS: str(checked.mine or NO_ROWS)}
    if isinstance(checked.root, Path):
        wanted[paths.DATA] = str(checked.root)
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def data_of(folder: str | os.PathLike[str] | None = None) -> Catalogue:
    """The tables of a copy of the data folder, or, where ``folder`` holds own rows, of the course with those over it.

    Without a folder the data in use. Raises :class:`StretchlibError` where the data in use are not there.
    """
    if folder is None:
        return catalogue.catalogue().english
    course = catalogue.in_folder(paths.data_root())
    if not (Path(folder) / "datapackage.json").exists() and not is_flat_copy(Path(folder)):
        own = catalogue.in_folder(course.root, Path(folder).absolute())
        if own.my_files.tables or own.my_files.others or own.my_files.faults:
            return own
    return catalogue.in_folder(Path(folder))


def _together_faults(table: Table) -> Iterator[str]:
    """A signature has a name and a day, a range of a dose both its ends, and so on."""
    pairs = [pair for pair in TOGETHER if table.rows and pair[0] in table.rows[0]]
    for row, number in table.numbered(Row):
        for filled, empty in (order for pair in pairs for order in (pair, pair[::-1])):
            if row[filled] is not None and row[empty] is None:
                yield sentence(table.name, f"{filled} is filled in and {empty} is not", "give both, or neither",
                               number, empty)


def _markup_faults(table: Table) -> Iterator[str]:
    """A tag or a formula in a text: it would be shown as it stands."""
    # A cell of a notebook may hold tags; translation_faults holds its translation to them.
    numbered = [(row, number) for row, number in table.numbered(Row)
                if not isinstance(row, Translation) or row.table != NOTEBOOKS]
    if not numbered:
        return
    columns = table.rows[0].COLUMNS
    if not markup_fault("\n".join(value for column in columns for row, _ in numbered
                                  if type(value := getattr(row, column)) is str)):
        return  # what no text of all holds, no cell holds: one look is quicker than thousands
    for row, number in numbered:
        for column, value in row.items():
            fault = markup_fault(value) if isinstance(value, str) else None
            if fault:
                yield sentence(table.name, f"the text {fault[0]}", fault[1], number, column, fault[2])


def _count_faults(table: Table, of: tuple[str, ...], column: str) -> Iterator[str]:
    """Rows that belong together, such as the steps of one exercise and level, count 1, 2, 3 ... as they stand."""
    reached: dict[tuple[object, ...], int] = {}
    left_out = {(tuple(row[name] for name in of), getattr(row, column)) for row, _ in table.hidden}
    for row, number in table.numbered(Row):
        key, position = tuple(row[name] for name in of), getattr(row, column)
        reached[key] = reached.get(key, 0) + 1
        while position != reached[key] and (key, reached[key]) in left_out:
            reached[key] += 1
        if position != reached[key]:
            whose = f" of {', '.join(map(str, key))}" if key else ""
            yield sentence(table.name, f"this is {column} {reached[key]}{whose}", f"write {reached[key]}",
                           number, column, position)
            reached[key] = position


def _position_faults(table: Table, group: tuple[str, ...], column: str) -> Iterator[str]:
    """Rows that belong together have the positions 1, 2, 3 ..., each once, in whatever order they stand."""
    positions: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    for row, number in table.numbered(Row):
        if row[column] is not None:
            positions.setdefault(tuple(row[name] for name in group), []).append((int(str(row[column])), number))
    for row, number in table.hidden:  # its position stays empty, unless another row has it now
        taken = positions.get(tuple(row[name] for name in group))
        if row[column] is not None and taken and int(str(row[column])) not in {position for position, _ in taken}:
            taken.append((int(str(row[column])), number))
    for key, numbered in positions.items():
        for wanted, (position, number) in enumerate(sorted(numbered), start=1):
            if position != wanted:
                whose = "".join(f" of {name} {value}" for name, value in zip(group, key, strict=True))
                yield sentence(table.name, f"no row{whose} has position {wanted}", "number them from 1, each once",
                               number, column, position)
                break
