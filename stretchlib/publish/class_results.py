"""A class's result files into tables and one picture; what is faulty or foreign is named and left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from .. import __version__
from ..core.errors import StretchlibError
from ..core.spreadsheet import write_csv_for_spreadsheet
from ..core.text import visible
from ..evidence.statistics import wilson_interval
from ..figures import Diagram, plot_class
from ..learner.results import Result, parse_result
from ..questions.bank import CHOSEN, Question, bank
from ..questions.templates import draw
from ..tables import catalogue
from ..tables.phrases import say
from ..tables.rows.questions import Objective
from .handed_in import handed_in

COLUMNS = ("question", "objective", "objective_text", "learners", "right", "share_right", "share_low", "share_high",
           "mean_points", "mean_confidence_percent", "few_answers", "question_text")
OPTION_COLUMNS = ("question", "option", "option_text", "is_right", "chosen", "learners", "share", "share_low",
                  "share_high")
FEW = 5  # answers; a share of fewer says next to nothing


@dataclass(frozen=True)
class Collected:
    """What a class handed in: ``rows`` a question each, ``options`` an option each. ``notes`` is a sentence for each
    hand-in that was counted and should be known of, ``skipped`` one for each file that was left out."""

    rows: tuple[dict[str, Any], ...]
    options: tuple[dict[str, Any], ...]
    files: int
    learners: int
    notes: tuple[str, ...]
    skipped: tuple[str, ...]

    def picture(self) -> Diagram:
        """The class at a glance, without the questions that few answered. Raises :class:`StretchlibError` where there
        is no answer."""
        return plot_class(self.rows)

    def save(self, path: str | Path) -> tuple[Path, Path, Path]:
        """Write the table of questions as CSV, and beside it that of their options and the picture; returns all three
        paths."""
        path = Path(path)
        if path.suffix != ".csv":
            raise StretchlibError(f"The table of a class is written as .csv, not as {path.name!r}; change the ending.")
        diagram = self.picture()
        table = write_csv_for_spreadsheet(path, COLUMNS, _cells(self.rows, COLUMNS))
        options = write_csv_for_spreadsheet(path.with_stem(f"{path.stem}_options"), OPTION_COLUMNS,
                                            _cells(self.options, OPTION_COLUMNS))
        return table, options, diagram.save(path.with_suffix(".png"), credit_line=True)

    def __repr__(self) -> str:
        counted = say("class.counted_one", questions=len(self.rows)) if self.files == 1 else \
            say("class.counted", files=self.files, questions=len(self.rows), learners=self.learners)
        return "\n".join([counted, *self.notes, *(say("class.left_out", why=sentence) for sentence in self.skipped)])


def collect(folder: str | Path) -> Collected:
    """Read every file of ``folder``, of the folders and zips within, or of a zip.

    A file that is the copy of another counts once. Of several files of one learner, who has the same code word and the
    same journal, the first answer to each question counts. Raises :class:`StretchlibError` where the folder cannot be
    read or holds no result file.
    """
    folder = Path(folder)
    by_content: dict[Any, tuple[str, Result]] = {}
    skipped = []
    for file in handed_in(folder):
        try:
            if file.fault:
                raise StretchlibError(file.fault)
            result = parse_result(file.content, file.name)
        except StretchlibError as error:
            skipped.append(str(error))
            continue
        same = repr((result.code_word, result.journal, result.written_at, result.answers))
        if same in by_content:
            skipped.append(say("class.copy", name=visible(file.name), twin=visible(by_content[same][0])))
        else:
            by_content[same] = (file.name, result)
    if not by_content:
        raise StretchlibError("\n".join([*skipped, f"{folder} holds no result file that can be read; ask the class for "
                                                   "files written by sl.results.result().save(...)."]))
    kept = list(by_content.values())
    learners, notes = _learners(kept)
    notes += [say("class.edition", name=visible(name), edition=visible(result.course), here=__version__)
              for name, result in kept if result.course != __version__]
    firsts = [_first_answers(results) for results in learners]
    questions = {question.id: question for question in bank(optional=True)}
    return Collected(tuple(_question_rows(firsts, questions)), tuple(_option_rows(firsts, questions)), len(kept),
                     len(learners), tuple(notes), tuple(skipped))


def _learners(files: Sequence[tuple[str, Result]]) -> tuple[list[list[Result]], list[str]]:
    """(the files of each learner, the oldest first; a sentence for those who handed in twice or share a code word).

    A file without a journal, as one made from answers that were given, is a learner of its own."""
    def who(file: tuple[str, Result]) -> tuple[str, str]:
        return file[1].code_word, file[1].journal

    learners, notes = [], []
    ordered = sorted(files, key=lambda file: (who(file), file[1].written_at, file[0]))
    for (_, journal), group in groupby(ordered, who):
        same = list(group)
        learners += [[result for _, result in same]] if journal else [[result] for _, result in same]
        if journal:
            notes += [say("class.again", name=visible(name), first=visible(same[0][0])) for name, _ in same[1:]]
    by_word: dict[str, dict[str, str]] = {}
    by_journal: dict[str, dict[str, str]] = {}
    for name, result in ordered:
        if result.code_word:
            by_word.setdefault(result.code_word, {}).setdefault(result.journal or name, visible(name))
        if result.journal:
            by_journal.setdefault(result.journal, {}).setdefault(result.code_word, visible(name))
    notes += [say("class.same_word", names=", ".join(names.values()), word=word)
              for word, names in by_word.items() if len(names) > 1]
    notes += [say("class.same_journal", names=", ".join(names.values()))
              for names in by_journal.values() if len(names) > 1]
    return learners, notes


def _first_answers(results: Sequence[Result]) -> dict[str, Mapping[str, Any]]:
    """The first answer of a learner to each question, by question."""
    first: dict[str, Mapping[str, Any]] = {}
    for result in results:
        for answer in result.answers:
            first.setdefault(answer["question"], answer)
    return first


def _question_rows(firsts: Sequence[Mapping[str, Any]], questions: Mapping[str, Question]) -> list[dict[str, Any]]:
    """A row a question, the least right first; those that few answered stand behind the others."""
    texts = {objective.id: objective.text for objective in catalogue.rows(Objective)}
    by_question: dict[str, list[Mapping[str, Any]]] = {}
    for first in firsts:
        for name, answer in first.items():
            by_question.setdefault(name, []).append(answer)
    rows = []
    for name, answers in by_question.items():
        right = sum(bool(answer["right"]) for answer in answers)
        sure = [answer["confidence"] for answer in answers if answer["confidence"] is not None]
        objective = questions[name].objective if name in questions else ""
        rows.append({
            "question": name, "objective": objective, "objective_text": texts.get(objective, ""),
            "learners": len(answers), "right": right, **_share("share_right", right, len(answers)),
            "mean_points": round(sum(answer["points"] for answer in answers) / len(answers), 3),
            "mean_confidence_percent": round(sum(sure) / len(sure), 1) if sure else "",
            "few_answers": say("class.few") if len(answers) < min(FEW, len(firsts)) else "",
            "question_text": questions[name].stem if name in questions else say("class.no_question")})
    return sorted(rows, key=lambda row: (bool(row["few_answers"]), row["share_right"], row["question"]))


def _option_rows(firsts: Sequence[Mapping[str, Any]],
                 questions: Mapping[str, Question]) -> Iterator[dict[str, Any]]:
    """A row for each option of each answered question that has some, the most chosen first; of a number what was
    typed."""
    chosen: dict[str, Counter[str]] = {}
    texts: dict[str, dict[str, tuple[str, bool | str]]] = {}
    learners: Counter[str] = Counter()
    drawn: dict[tuple[str, int], dict[str, tuple[str, bool | str]] | None] = {}
    for first in firsts:
        for name, answer in first.items():
            sheet = (name, answer["seed"])
            if sheet not in drawn:
                drawn[sheet] = _options(questions[name], answer["seed"]) if name in questions else None
            options = drawn[sheet]
            response = answer["response"]
            picks = [response] if isinstance(response, str) else response
            if options is None or not isinstance(picks, list):
                continue  # pairs, steps and written answers have no option that is chosen
            learners[name] += 1
            chosen.setdefault(name, Counter()).update(set(picks))
            texts.setdefault(name, {}).update(options)
    for name in sorted(chosen):
        tally = chosen[name]
        for option in sorted({*texts[name], *tally}, key=lambda option: (-tally[option], option)):
            text, right = texts[name].get(option, (say("class.no_option") if texts[name] else "", ""))
            yield {"question": name, "option": option, "option_text": text, "is_right": right, "chosen": tally[option],
                   "learners": learners[name], **_share("share", tally[option], learners[name])}


def _options(question: Question, seed: int) -> dict[str, tuple[str, bool | str]] | None:
    """Text and rightness of each option by its id, empty for a number; ``None`` where nothing is chosen."""
    try:
        asked = draw(question, seed)
    except StretchlibError:
        return None
    if asked.kind == "numeric":
        return {}
    options: dict[str, tuple[str, bool | str]] = {
        option.id: (option.name, option.correct) for option in asked.options if option.role in CHOSEN}
    return options or None


def _share(name: str, count: int, total: int) -> dict[str, float]:
    """A share with its interval of 95 per cent, as cells of a row."""
    estimate = wilson_interval(count, total)
    stem = name.split("_")[0]
    return {name: round(estimate.value, 3), f"{stem}_low": round(estimate.low, 3),
            f"{stem}_high": round(estimate.high, 3)}


def _cells(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[list[Any]]:
    return ([row[name] for name in columns] for row in rows)
