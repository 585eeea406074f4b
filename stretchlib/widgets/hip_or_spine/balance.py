"""Hip or spine?: the page asks for the red flags and then for findings; Python answers, one measured ratio at most."""

from __future__ import annotations

import secrets
from typing import Any

import traitlets

from ...core.errors import StretchlibError
from ...core.still import Still
from ...evidence import hip_or_spine as weighing
from ...exercises.red_flags import red_flags
from ...learner import journal
from ...learner.typed_text import whole_text
from ...tables import phrases
from ...tables.phrases import say
from ...tables.rows.evidence import HipOrSpinePerson
from ..shared.bundle import module, style
from ..shared.kept_steps import replayed, unfinished
from ..shared.spoken_widget import SpokenWidget


class HipOrSpine(SpokenWidget):
    """An invented person to weigh; build it with :func:`hip_or_spine`. ``weighing`` is what was found so far."""

    _esm = module("widgets/hip_or_spine/hip_or_spine.js")
    _css = style("widgets/hip_or_spine/hip_or_spine.css")

    head = traitlets.Dict().tag(sync=True)
    menu = traitlets.List().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    visit = traitlets.Dict().tag(sync=True)  # the findings so far, the chance, and the ending once there is one

    def __init__(self, person: HipOrSpinePerson) -> None:
        self.person = person
        self.weighing = weighing.Weighing(person)
        self._token, events, self._written = unfinished(self._case)
        left_out = replayed(self.weighing.take, events)
        self._unsaved = ""
        self._paper = weighing.PersonOnPaper(weighing.Weighing(person))
        words = {key: text for key, text in phrases.words().items() if key.startswith(("hip_or_spine.", "keeping."))}
        trouble = say("case.left_out", steps=len(left_out)) if left_out else ""
        super().__init__(head=_head(person), menu=_menu(self.weighing), words=words, visit=self._state(refused=trouble))
        self.on_msg(self._take_step)

    @property
    def _case(self) -> str:
        return f"hip_or_spine.{self.person.id}"

    def _take_step(self, _: Any, message: Any, __: Any) -> None:
        """A step of the page. What cannot be done is answered with its sentence."""
        if not isinstance(message, dict):
            return
        if message.get("do") == "save":
            self.send({"journal": journal.current().rescued()})
            return
        given = message.get("seq")
        seq, refused = given if isinstance(given, int) else 0, ""
        try:
            self._step(str(message.get("do")), message.get("what"))
        except StretchlibError as error:
            refused = str(error)
        self.visit = self._state(seq, refused)

    def _step(self, do: str, subject: Any) -> None:
        """Do a step and write it down. Raises :class:`StretchlibError` for one that there is not."""
        if do not in (*weighing.STEPS, "write", "again") or not isinstance(subject, str):
            raise StretchlibError(say("case.malformed"))
        if do == "again":
            self._token, self._written = secrets.token_hex(8), ""
            self.weighing = weighing.Weighing(self.person)
        elif do == "write":
            subject = self._written = whole_text(subject)
        else:
            self.weighing.take(do, subject)
        step = {"case": self._case, "play": self._token, "do": do, "what": subject}
        kept, why = journal.keep("case", **step, ending="ended" if self.weighing.ended else "")
        self._unsaved = why if kept else say("case.unsaved", why=why)

    def _state(self, seq: int = 0, refused: str = "") -> dict[str, Any]:
        done = self.weighing
        value, low, high = weighing.percent(done.chance)
        steps = [{"id": item.finding.id, "present": item.present, "finding": item.finding.finding,
                  "can": item.finding.can_tell, "cannot": item.finding.cannot_tell,
                  "compared": weighing.compared_text(item.finding), "moved": item.moved} for item in done.weighed]
        return {"seq": seq, "flags_asked": done.flags_asked, "ended": done.ended, "steps": steps,
                "flags": self.person.flags_answer if done.flags_asked else "",
                "bar": {"value": value, "low": low, "high": high, "moved": done.mover is not None,
                        "text": say("hip_or_spine.chance", percent=weighing.percent_text(done.chance))},
                "ending": _ending(self.person) if done.ended else {}, "written": self._written, "refused": refused,
                "unsaved": self._unsaved}

    def __repr__(self) -> str:
        return say("hip_or_spine.named", title=self.person.title)

    def still(self) -> Still:
        return Still(self._paper)


def hip_or_spine(person: str | None = None, seed: int = 0) -> HipOrSpine:
    """Is it the hip or the spine? Ask an invented person for the red flags, then choose what to ask and test.

    ``person`` is an id of ``hip_or_spine_people``; without one, ``seed`` draws one. At most one measured ratio moves
    the chance that the hip takes part, and it ends in what to test next and what to say. Raises
    :class:`StretchlibError` for an unknown person and for a seed that is no whole number.
    """
    return HipOrSpine(weighing.person_of(person, seed))


def _head(person: HipOrSpinePerson) -> dict[str, Any]:
    flags = [{"heading": heading, "questions": questions} for heading, _, questions in red_flags().groups()]
    return {"title": person.title, "description": person.description, "start": weighing.start_text(person),
            "flags": flags}


def _menu(weighed: weighing.Weighing) -> list[dict[str, str]]:
    return [{"id": row.id, "kind": row.kind, "finding": row.finding} for row in weighed.findings]


def _ending(person: HipOrSpinePerson) -> dict[str, str]:
    """What no page holds before the end."""
    return {"flag": weighing.urgency(person), "next": person.next_test, "say": person.say,
            "foot": weighing.foot(person)}
