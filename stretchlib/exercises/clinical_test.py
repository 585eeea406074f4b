"""One clinical test as a student reads it: how it is done, what counts, when to stop, what is known of its accuracy."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.text import begun
from ..evidence.references import cited, split_keys
from ..tables import catalogue, reviews
from ..tables.phrases import say, term, written
from ..tables.rows import Row
from .care import test_care
from .guide import Guide, Section

#: Columns of ``clinical_tests.csv`` in the order they are shown; their headings are in ``words.csv``.
SECTIONS = ("words", "positive", "not_positive", "stop", "common_error", "consent")
NUMBERS = ("sensitivity", "specificity", "lr_positive", "lr_negative")


def clinical_test(test: str) -> Guide:
    """The guide of ``test``, an id of ``clinical_tests.csv``.

    Raises :class:`StretchlibError` for an unknown one.
    """
    row = catalogue.row("clinical_tests", test)
    opening = ((say("test.asks"), str(row["target"])), (say("test.patient"), str(row["patient_position"])),
               (say("test.examiner"), str(row["examiner_position"])), (say("test.hands"), str(row["hands"])))
    steps = tuple(str(one["text"]) for one in catalogue.rows("clinical_test_steps") if one["test"] == test)
    sections = {"steps": Section(say("guide.steps"), steps)}
    sections |= {column: Section(say(f"test.{column}"), (str(row[column]),)) for column in SECTIONS if row[column]}
    lists = {"care": tuple(test_care(test)), "accuracy": tuple(accuracy(test)) or (say("test.no_accuracy"),)}
    sections |= {kind: Section(say(f"test.{kind}"), texts) for kind, texts in lists.items() if texts}
    note = say("test.note", certainty=term("certainty", row["certainty"]), checked=term("checked", row["checked"]),
               note=row["checked_note"] or "", review=begun(reviews.review_state(row)))
    return Guide(str(row["name"]), opening, sections, note)


def accuracy(test: str) -> Iterator[str]:
    """A text for each row of ``test_accuracy.csv`` on this test, and on the rules of several tests it is part of."""
    groups = split_keys(catalogue.row("clinical_tests", test)["group_accuracy"])
    for row in catalogue.rows("test_accuracy"):
        if row["test"] == test or row["id"] in groups:
            yield accuracy_text(row)


def accuracy_text(row: Row) -> str:
    """One row of ``test_accuracy.csv`` as a sentence; a number that was not checked is left out."""
    numbers = [_number(row, column) for column in NUMBERS
               if row[column] is not None and row["checked"] != "unchecked"]
    found = "; ".join(numbers) if numbers else say("accuracy.no_value")
    if numbers and "(" not in found:
        found = say("accuracy.no_intervals", numbers=found)
    works = ", ".join(cited(key) for key in split_keys(row["sources"]))
    told = [say("accuracy.found", name=row["name"], target=row["target"], reference=row["reference_standard"],
                who=studied(row), found=found), str(row["caveat"])]
    told += [say("accuracy.computed")] if row["computed"] else []
    return " ".join([*told, say("accuracy.marks", certainty=term("certainty", row["certainty"]), works=works,
                                checked=term("checked", row["checked"]))])


def studied(row: Row) -> str:
    """Who was tested, in how many studies, and how many people: as much of it as the source tells."""
    count, people = row["studies"], row["people"]
    counts = [say("accuracy.study") if count == 1 else say("accuracy.studies", count=count)] if count else []
    counts += [say("accuracy.people", people=people)] if people else []
    return "; ".join(part for part in (str(row["population"] or ""), ", ".join(counts)) if part)


def _number(row: Row, column: str) -> str:
    low, high = row[f"{column}_low"], row[f"{column}_high"]
    interval = f" ({say('dose.range', low=_short(low), high=_short(high))})" \
        if low is not None and high is not None else ""
    return f"{say(f'accuracy.{column}')} {_short(row[column])}{interval}"


def _short(value: object) -> str:
    return written(float(str(value)))
