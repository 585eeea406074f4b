"""One clinical test as a student reads it: how it is done, what counts, when to stop, what is known of its accuracy."""

from __future__ import annotations

from collections.abc import Iterator

from . import datasets
from .datasets import Row, say, term
from .guides import Guide
from .literal import begun
from .references import cited, split_keys

#: Columns of ``clinical_tests.csv`` in the order they are shown, with their headings.
SECTIONS = {"words": "Say", "positive": "Counts as positive", "not_positive": "Does not count",
            "stop": "When to stop", "common_error": "Common error", "consent": "Consent"}
NUMBERS = {"sensitivity": "sensitivity", "specificity": "specificity", "lr_positive": "positive likelihood ratio",
           "lr_negative": "negative likelihood ratio"}


def clinical_test(test: str) -> Guide:
    """The guide of ``test``, an id of ``clinical_tests.csv``.

    Raises :class:`~stretchlib.errors.StretchlibError` for an unknown one.
    """
    row = datasets.row("clinical_tests", test)
    opening = (("Asks", str(row["target"])), ("Patient", str(row["patient_position"])),
               ("Examiner", str(row["examiner_position"])), ("Hands", str(row["hands"])))
    steps = tuple(str(one["text"]) for one in datasets.rows("clinical_test_steps") if one["test"] == test)
    texts = {heading: str(row[column]) for column, heading in SECTIONS.items() if row[column]}
    sections = [(say("guide.steps"), steps), *((heading, (text,)) for heading, text in texts.items())]
    published = tuple(accuracy(test)) or ("No study of its accuracy stands in the tables.",)
    sections.append(("Published accuracy", published))
    note = (f"How to do it: {row['certainty']}, {term('checked', row['checked'])}. {row['checked_note'] or ''} "
            f"{begun(datasets.review_state(row))}.")
    return Guide(str(row["name"]), opening, tuple(sections), note)


def accuracy(test: str) -> Iterator[str]:
    """A text for each row of ``test_accuracy.csv`` on this test, and on the rules of several tests it is part of."""
    groups = split_keys(datasets.row("clinical_tests", test)["group_accuracy"])
    for row in datasets.rows("test_accuracy"):
        if row["test"] == test or row["id"] in groups:
            yield accuracy_text(row)


def accuracy_text(row: Row) -> str:
    """One row of ``test_accuracy.csv`` as a sentence; a number that was not checked is left out."""
    numbers = [_number(row, column, word) for column, word in NUMBERS.items()
               if row[column] is not None and row["checked"] != "unchecked"]
    found = "; ".join(numbers) if numbers else "no value is shown"
    found += "; no intervals were read" if numbers and "(" not in found else ""
    who = f"{row['population']}, {row['people']} people" if row["people"] else str(row["population"])
    works = ", ".join(cited(key) for key in split_keys(row["sources"]))
    own = " The ratios were computed here from the two shares." if row["computed"] else ""
    return (f"{row['name']}, for {row['target']} (against {row['reference_standard']}; {who}): {found}. "
            f"{row['caveat']}{own} Certainty: {row['certainty']}. {works}; {term('checked', row['checked'])}.")


def _number(row: Row, column: str, word: str) -> str:
    low, high = row[f"{column}_low"], row[f"{column}_high"]
    interval = f" ({_short(low)} to {_short(high)})" if low is not None and high is not None else ""
    return f"{word} {_short(row[column])}{interval}"


def _short(value: object) -> str:
    return f"{float(str(value)):g}"
