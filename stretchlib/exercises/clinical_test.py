"""One clinical test as a student reads it: how it is done, what counts, when to stop, what is known of its accuracy."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.text import begun
from ..evidence.references import cited
from ..tables import catalogue, reviews
from ..tables.phrases import say, term, written
from ..tables.rows.clinic import AccuracyStudy, ClinicalTest, ClinicalTestStep
from .care import test_care
from .guide import Guide, Section

#: Columns of ``clinical_tests.csv`` in the order they are shown; their headings are in ``words.csv``.
SECTIONS = ("words", "positive", "not_positive", "stop", "common_error", "consent")
NUMBERS = ("sensitivity", "specificity", "lr_positive", "lr_negative")


def clinical_test(test: str) -> Guide:
    """The guide of ``test``, an id of ``clinical_tests.csv``.

    Raises :class:`StretchlibError` for an unknown one.
    """
    row = catalogue.row(ClinicalTest, test)
    opening = ((say("test.asks"), row.target), (say("test.patient"), row.patient_position),
               (say("test.examiner"), row.examiner_position), (say("test.hands"), row.hands))
    steps = tuple(step.text for step in catalogue.rows(ClinicalTestStep) if step.test == test)
    sections = {"steps": Section(say("guide.steps"), steps)}
    texts = {column: getattr(row, column) for column in SECTIONS}
    sections |= {column: Section(say(f"test.{column}"), (text,)) for column, text in texts.items() if text}
    lists = {"care": tuple(test_care(test)), "accuracy": tuple(accuracy(test)) or (say("test.no_accuracy"),)}
    sections |= {kind: Section(say(f"test.{kind}"), texts) for kind, texts in lists.items() if texts}
    note = say("test.note", certainty=term("certainty", row.certainty), checked=term("checked", row.checked),
               note=row.checked_note, review=begun(reviews.review_state(row)))
    return Guide(row.name, opening, sections, note)


def accuracy(test: str) -> Iterator[str]:
    """A text for each row of ``test_accuracy.csv`` on this test, and on the rules of several tests it is part of."""
    groups = catalogue.row(ClinicalTest, test).group_accuracy
    for study in catalogue.rows(AccuracyStudy):
        if study.test == test or study.id in groups:
            yield accuracy_text(study)


def accuracy_text(study: AccuracyStudy) -> str:
    """A row of ``test_accuracy.csv`` in sentences; a number that was not checked is left out."""
    numbers = [_number(study, column) for column in NUMBERS
               if getattr(study, column) is not None and study.checked != "unchecked"]
    numbers_text = "; ".join(numbers) if numbers else say("accuracy.no_value")
    if numbers and "(" not in numbers_text:
        numbers_text = say("accuracy.no_intervals", numbers=numbers_text)
    sentences = [say("accuracy.found", name=study.name, target=study.target, reference=study.reference_standard,
                     who=studied(study), numbers=numbers_text), study.caveat]
    sentences += [say("accuracy.computed")] if study.computed else []
    works = ", ".join(map(cited, study.sources))
    return " ".join([*sentences, say("accuracy.marks", certainty=term("certainty", study.certainty), works=works,
                                     checked=term("checked", study.checked))])


def studied(study: AccuracyStudy) -> str:
    """Who was tested, in how many studies, and how many people: as much of it as the source tells."""
    count, people = study.studies, study.people
    counts = [say("accuracy.study") if count == 1 else say("accuracy.studies", count=count)] if count else []
    counts += [say("accuracy.people", people=people)] if people else []
    return "; ".join(part for part in (study.population, ", ".join(counts)) if part)


def _number(study: AccuracyStudy, column: str) -> str:
    """The number in a column of :data:`NUMBERS` with its name, and its interval where the row has one."""
    value, low, high = (getattr(study, f"{column}{end}") for end in ("", "_low", "_high"))
    interval = f" ({say('dose.range', low=f'{low:g}', high=f'{high:g}')})" if None not in (low, high) else ""
    return f"{say(f'accuracy.{column}')} {written(value)}{interval}"
