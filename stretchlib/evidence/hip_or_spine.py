"""Hip or spine? An invented person is weighed finding by finding, and at most one measured ratio moves the chance.

Pure and replayable, as a case is: a weighing is its person and the list of its steps. Findings are not independent of
each other, so ratios are never multiplied: the first measured one moves the chance, and each further one is told.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..core.document import Details, Inline, List, Paragraph, Part, Span, strong
from ..core.errors import StretchlibError, one_of
from ..core.numbers import checked_seed
from ..core.text import begun
from ..tables import catalogue, reviews
from ..tables.phrases import say, term, written
from ..tables.rows.clinic import RedFlag
from ..tables.rows.evidence import HipOrSpine, HipOrSpinePerson, HipOrSpineSign
from ..tables.shows_document import ShowsDocument
from .references import cited
from .statistics import Estimate, post_test_probability

#: What can be done with a person, in the order in which it is done.
STEPS = ("flags", "find", "end")


@dataclass(frozen=True)
class Weighed:
    """A finding that was asked or tested: whether it is ``present``, and ``moved``, what it did to the chance."""

    finding: HipOrSpine
    present: bool
    moved: str


@dataclass
class Weighing:
    """A person and what was found so far; steps are taken with :meth:`take`.

    ``chance`` is that of the hip taking part, 0 to 1, with the interval that a published ratio gives it.
    """

    person: HipOrSpinePerson
    flags_asked: bool = False
    ended: bool = False
    weighed: list[Weighed] = field(default_factory=list)

    def __post_init__(self) -> None:
        start = self.person.start_percent / 100
        self.chance = Estimate(start, start, start)
        self.mover: HipOrSpine | None = None
        self._present = {row.finding: row.present for row in catalogue.rows(HipOrSpineSign)
                         if row.person == self.person.id}

    @property
    def findings(self) -> tuple[HipOrSpine, ...]:
        """The findings that can be asked or tested in this person, in their order."""
        return tuple(sorted((row for row in catalogue.rows(HipOrSpine) if row.id in self._present),
                            key=lambda row: row.position))

    def take(self, step: str, subject: str = "") -> None:
        """Take a step of :data:`STEPS`; ``subject`` is the finding of ``find``. After the end nothing follows.

        Raises :class:`StretchlibError` for a finding that is not offered, and for any step before the red flags.
        """
        one_of(step, STEPS, "step of hip or spine")
        if self.ended:
            return
        if step == "flags":
            self.flags_asked = True
            self.ended = bool(self.person.red_flag)
        elif not self.flags_asked:
            raise StretchlibError(say("hip_or_spine.flags_first"))
        elif step == "find":
            one_of(subject, self._present, "finding of this person")
            self._find(catalogue.row(HipOrSpine, subject))
        else:
            self.ended = True

    def _find(self, finding: HipOrSpine) -> None:
        if any(earlier.finding.id == finding.id for earlier in self.weighed):
            return
        present = self._present[finding.id]
        self.weighed.append(Weighed(finding, present, self._moved(finding, present)))

    def _moved(self, finding: HipOrSpine, present: bool) -> str:
        """Move the chance where this is the first measured ratio; what it did, in a sentence."""
        if not finding.moves:
            return say("hip_or_spine.moves_nothing")
        ratio = ratio_of(finding, present)
        if self.mover is not None:
            return say("hip_or_spine.not_multiplied", ratio=ratio_text(ratio), first=self.mover.finding)
        before, self.mover = self.chance, finding
        self.chance = post_test_probability(before.value, ratio)
        return say("hip_or_spine.moved", ratio=ratio_text(ratio), before=percent_text(before),
                   after=percent_text(self.chance))


@dataclass(frozen=True, repr=False)
class PersonOnPaper(ShowsDocument):
    """A person of :func:`person_of` with the findings to choose from, as text: what a saved notebook tells."""

    weighing: Weighing

    def parts(self) -> Iterator[Part]:
        person = self.weighing.person
        title = say("hip_or_spine.as_text", title=person.title)
        lines: list[tuple[Inline, ...]] = [
            (strong(f"{finding.finding}. "), f"{_ratios(finding)}{say('hip_or_spine.can')}: {finding.can_tell} "
                                              f"{say('hip_or_spine.cannot')}: {finding.cannot_tell} "
                                              f"{say('hip_or_spine.compared')}: {compared_text(finding)}")
            for finding in self.weighing.findings]
        yield Details(Span(title, plain=title), (
            Paragraph(person.description), Paragraph(start_text(person)),
            Paragraph(say("hip_or_spine.rule")), List(tuple(lines), indent=2), Paragraph(foot(person))))


def person_of(person: str | None, seed: int = 0) -> HipOrSpinePerson:
    """A row of ``hip_or_spine_people`` by its id, or, without one, that which ``seed`` draws.

    Raises :class:`StretchlibError` for an unknown person and a seed that is no whole number.
    """
    if person is not None:
        return catalogue.row(HipOrSpinePerson, person)
    people = sorted(catalogue.rows(HipOrSpinePerson), key=lambda row: row.position)
    return random.Random(checked_seed(seed)).choice(people)


def ratio_of(finding: HipOrSpine, present: bool) -> Estimate:
    """The likelihood ratio of a finding that moves a chance, with its interval; its value three times without one."""
    value, low, high = ((finding.lr_positive, finding.lr_positive_low, finding.lr_positive_high) if present else
                        (finding.lr_negative, finding.lr_negative_low, finding.lr_negative_high))
    assert value is not None, "the schema asks for it where moves is true"
    return Estimate(value, value if low is None else low, value if high is None else high)


def ratio_text(ratio: Estimate) -> str:
    """``6.1 (1.3 to 29)``, or the value alone where it has no interval."""
    if ratio.low == ratio.high:
        return written(ratio.value)
    return say("hip_or_spine.interval", value=written(ratio.value), low=written(ratio.low), high=written(ratio.high))


def compared_text(finding: HipOrSpine) -> str:
    """Who was compared, in how many studies and people, with sensitivity and specificity where both were measured."""
    compared = finding.compared
    counts = [say(f"hip_or_spine.{name}", count=count) for name, count in (
        ("studies", finding.studies), ("people", finding.people)) if count is not None]
    if counts:
        compared = say("hip_or_spine.counted", compared=compared, counts="; ".join(counts))
    if finding.sensitivity is None or finding.specificity is None:
        return compared
    return say("hip_or_spine.accuracy", compared=compared, sensitivity=written(finding.sensitivity),
               specificity=written(finding.specificity))


def percent_text(chance: Estimate) -> str:
    """``74`` or ``86 (57 to 97)``, of 100; a start such as 12.5 keeps its half."""
    value, low, high = (written(number) for number in percent(chance))
    return value if low == high else say("hip_or_spine.interval", value=value, low=low, high=high)


def percent(chance: Estimate) -> tuple[float, float, float]:
    """A chance in percent, whole, or to a half where it is a start that was read so."""
    value, low, high = (100 * end if (200 * end).is_integer() else round(100 * end) for end in chance)
    return value, low, high


def start_text(person: HipOrSpinePerson) -> str:
    """Where the chance of the hip taking part begins, and why."""
    return say("hip_or_spine.start", percent=written(person.start_percent), why=person.start_why)


def urgency(person: HipOrSpinePerson) -> str:
    """Whom to turn to where a red flag is there; empty without one."""
    if not person.red_flag:
        return ""
    return say(f"gate.help.{catalogue.row(RedFlag, person.red_flag).urgency.replace(' ', '_')}")


def foot(person: HipOrSpinePerson) -> str:
    """The sources, certainty and review state of a person."""
    return say("hip_or_spine.foot", sources="; ".join(map(cited, person.sources)) or say("hip_or_spine.no_source"),
               certainty=term("certainty", person.certainty), review=begun(reviews.review_state(person)))


def _ratios(finding: HipOrSpine) -> str:
    if not finding.moves:
        return ""
    present, absent = (ratio_text(ratio_of(finding, present)) for present in (True, False))
    return say("hip_or_spine.ratios", present=present, absent=absent) + " "
