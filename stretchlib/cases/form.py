"""The form of a case file: reading one, which keys it has, what each may hold, and what would leave a player stuck."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..core.errors import TableError, did_you_mean
from ..core.text import CONTROL, markup_fault
from ..tables.reader import MAX_BYTES, sentence

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

RESULTS = ("positive", "negative", "unclear")
VERDICTS = ("needed", "helpful", "neutral", "needless", "unsafe")
CERTAINTIES = ("high", "moderate", "low", "very low", "expert opinion")
CHECKED = ("source", "abstract", "secondary", "mixed", "unchecked")
#: What is told of the person; each is heard only by asking, so each has an answer.
HEARD = ("work", "sleep", "language", "beliefs", "goals")
#: Kinds of action that leave the person out; a plan of these alone does not pass where the case is ``person_first``.
WITHOUT_PERSON = ("exercise", "medicine", "image", "refer")
MAX_TEXT = 900
MAX_AGE = 121

# Key -> (kind of value, required). A kind is a type, a list of allowed words, or "share" for 0 to 1.
_TEXT, _WORDS = str, list
_TOP: dict[str, tuple[Any, bool]] = {
    "id": (_TEXT, True), "number": (int, True), "title": (_TEXT, True), "opening": (_TEXT, True),
    "leg_pain": (bool, True), "person_first": (bool, False), "red_flag": (_TEXT, False), "act_now": (_TEXT, False),
    "needs_asked": (_WORDS, True),
    "features": (_WORDS, False), "stop_rules": (_WORDS, False),
    "sources": (_WORDS, True), "certainty": (CERTAINTIES, True), "checked": (CHECKED, True),
    "checked_note": (_TEXT, True), "reviewed_by": (_TEXT, False), "reviewed_on": (datetime.date, False),
    "person": (dict, True), "hypotheses": ("tables", True), "history": ("tables", True),
    "examination": ("tables", True), "moves": ("tables", False), "actions": ("tables", True), "debrief": (dict, True),
}
_PARTS: dict[str, dict[str, tuple[Any, bool]]] = {
    "person": {"age": (int, True), "work": (_TEXT, True), "sleep": (_TEXT, True), "language": (_TEXT, True),
               "beliefs": (_TEXT, True), "goals": (_TEXT, True)},
    "hypotheses": {"id": (_TEXT, True), "name": (_TEXT, True), "pre_test": ("share", False), "note": (_TEXT, True)},
    "history": {"ask": (_TEXT, True), "answer": (_TEXT, True), "alarm": (bool, False)},
    "examination": {"do": (_TEXT, True), "finding": (_TEXT, True), "result": (RESULTS, True), "alarm": (bool, False)},
    "moves": {"tests": (_WORDS, True), "positive_at": (int, True), "hypothesis": (_TEXT, True),
              "accuracy": (_TEXT, True), "note": (_TEXT, True)},
    "actions": {"do": (_TEXT, True), "verdict": (VERDICTS, True), "feedback": (_TEXT, True), "missing": (_TEXT, False),
                "unsafe_unless": (_TEXT, False)},
    "debrief": {"reasoning": (_WORDS, True), "question": (_TEXT, True), "answer": (_TEXT, True),
                "claims": (_WORDS, True)},
}


def read_case(file: Traversable, name: str) -> dict[str, Any]:
    """A case file as it is written. Raises :class:`TableError` for one that cannot be read."""
    data = file.read_bytes()
    if len(data) > MAX_BYTES:
        raise TableError([sentence(name, "the case is larger than 5 MB", "shorten it")])
    try:
        return _parsed(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise TableError([sentence(name, "the case is not UTF-8 text", "save it as UTF-8")]) from None
    except tomllib.TOMLDecodeError as error:
        raise TableError([sentence(name, f"the case cannot be read ({error})",
                                   "mend that line; text stands between quotes")]) from None


@lru_cache(maxsize=32)
def _parsed(text: str) -> dict[str, Any]:
    """A case as it is written; parsed once, and read by all who ask for it."""
    return tomllib.loads(text)


def faults_of_form(raw: Mapping[str, Any], name: str) -> list[str]:
    """A sentence for each key that is missing, unknown or of the wrong kind, and for each dead end of a file."""
    problems = list(_faults(raw, _TOP, name, ""))
    for key, form in _PARTS.items():
        part = raw.get(key)
        if isinstance(part, dict):
            problems += _faults(part, form, name, f"{key}.")
        elif isinstance(part, list):
            for number, table in enumerate(part, start=1):
                problems += (_faults(table, form, name, f"{key} {number}: ") if isinstance(table, dict)
                             else [sentence(name, f"{key} {number} is no table", f"begin it with [[{key}]]")])
    return problems or list(_dead_ends(raw, name))


def _faults(part: Mapping[str, Any], form: Mapping[str, tuple[Any, bool]], name: str, where: str) -> Iterator[str]:
    for key in part:
        if key not in form:
            yield sentence(name, f"{where}{key} is not a key of a case", did_you_mean(key, form))
    for key, (kind, required) in form.items():
        if key not in part:
            if required:
                yield sentence(name, f"{where}{key} is missing", "write it, or copy the line from another case")
            continue
        wrong = _wrong(part[key], kind)
        if wrong:
            yield sentence(name, f"{where}{key} {wrong[0]}", wrong[1], value=str(part[key])[:60])


def _wrong(value: Any, kind: Any) -> tuple[str, str] | None:
    """What is wrong with a value and how to mend it."""
    if kind is str:
        if not isinstance(value, str) or not value.strip():
            return "is no text", "write it between quotes"
        if len(value) > MAX_TEXT:
            return f"is longer than {MAX_TEXT} characters", "shorten it"
        markup = markup_fault(value)
        if markup:
            return markup[:2]
        return ("holds a control or direction character", "type the text again") if CONTROL.search(value) else None
    if kind is list:
        good = isinstance(value, list) and all(_wrong(text, str) is None for text in value)
        return None if good else ("is no list of texts", 'write it as ["one", "two"]')
    if kind == "tables":
        good = isinstance(value, list) and bool(value)
        return None if good else ("is empty or no list of tables", "begin each with its name in [[two brackets]]")
    if kind == "share":
        good = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 1
        return None if good else ("is no probability between 0 and 1", "write 0.3 for 30 %")
    if isinstance(kind, tuple):
        return None if value in kind else ("is not one of the allowed words", did_you_mean(value, kind))
    good = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
    names = {int: "a whole number", bool: "true or false", dict: "a table", datetime.date: "a date"}
    return None if good else (f"is not {names[kind]}", f"write {names[kind]}")


def _dead_ends(raw: Mapping[str, Any], name: str) -> Iterator[str]:
    """What would leave a player without a way to a sound end, or an element that no play can reach."""
    if raw["number"] < 1:
        yield sentence(name, "number is not 1 or more, and the cases are listed by it", "write the next free number",
                       value=raw["number"])
    if not 0 < raw["person"]["age"] < MAX_AGE:
        yield sentence(name, "person.age is no age", f"write 1 to {MAX_AGE - 1}", value=raw["person"]["age"])
    actions = {action["do"]: action for action in raw["actions"]}
    needed = [action for action in raw["actions"] if action["verdict"] == "needed"]
    if not needed:
        yield sentence(name, "no action is needed, so every plan would pass",
                       'give at least one action the verdict "needed"')
    for action in needed:
        if not action.get("missing"):
            yield sentence(name, f"actions {action['do']} is needed but says nothing where it is left out",
                           "add a line: missing = ...")
    for action in raw["actions"]:
        if action["verdict"] != "needed" and action.get("missing"):
            yield sentence(name, f"actions {action['do']} has a text for being left out, which nobody will ever read",
                           'remove it, or give the verdict "needed"')
    asked = [answer["ask"] for answer in raw["history"]]
    for key in HEARD:
        if key not in asked:
            yield sentence(name, f"person.{key} can never be heard, because no answer tells it",
                           f'add [[history]] with ask = "{key}"')
    for key, ask in (("history", "ask"), ("examination", "do"), ("actions", "do"), ("hypotheses", "id")):
        seen = [table[ask] for table in raw[key]]
        for twice in sorted({value for value in seen if seen.count(value) > 1}):
            yield sentence(name, f"{key}: {twice} stands twice, and the first would never be seen", "join the two")
    yield from _faults_of_emergency(raw, name)
    yield from _faults_of_company(raw["actions"], name)
    alarms = [sign for key in ("history", "examination") for sign in raw[key] if sign.get("alarm")]
    if raw.get("red_flag") and not any(answer.get("alarm") for answer in raw["history"]):
        yield sentence(name, "the case has a red flag, but no answer is a sign of it", "mark one with alarm = true")
    if raw.get("red_flag") and actions.get("emergency_now", {}).get("verdict") != "needed":
        yield sentence(name, "the case has a red flag, but the emergency call is not needed",
                       'give the action emergency_now the verdict "needed"')
    if "emergency_now" in {action["do"] for action in needed} and not raw.get("red_flag"):
        yield sentence(name, "the emergency call is needed, but the case has no red_flag text", "write what it means")
    if alarms and not raw.get("red_flag"):
        yield sentence(name, "a sign is marked as an alarm, but the case has no red_flag text", "write what it means")
    for number, move in enumerate(raw.get("moves", ()), start=1):
        for twice in sorted({test for test in move["tests"] if move["tests"].count(test) > 1}):
            yield sentence(name, f"moves {number}: {twice} stands twice and would count once", "remove one of the two")
        if not 1 <= move["positive_at"] <= len(move["tests"]):
            yield sentence(name, f"moves {number}: positive_at can never be reached with {len(move['tests'])} tests",
                           f"write 1 to {len(move['tests'])}", value=move["positive_at"])


def _faults_of_emergency(raw: Mapping[str, Any], name: str) -> Iterator[str]:
    """Where an emergency decides, a sentence says what to do now and no probability stands beside it; elsewhere every
    hypothesis has one."""
    if not raw.get("red_flag"):
        if raw.get("act_now"):
            yield sentence(name, "act_now is written, but the case has no red_flag text",
                           "write red_flag, or remove act_now")
        for number, hypothesis in enumerate(raw["hypotheses"], start=1):
            if "pre_test" not in hypothesis:
                yield sentence(name, f"hypotheses {number}: pre_test is missing", "write 0.3 for 30 %")
        return
    if not raw.get("act_now"):
        yield sentence(name, "the case has a red flag, but nothing says what to do now in place of a probability",
                       "add a line: act_now = ...")
    for number, hypothesis in enumerate(raw["hypotheses"], start=1):
        if "pre_test" in hypothesis:
            yield sentence(name, f"hypotheses {number}: an emergency decides this case, so that no probability is "
                           "shown",
                           "remove the line pre_test; say in note what is known", value=hypothesis["pre_test"])
    if raw.get("moves"):
        yield sentence(name, "moves: an emergency decides this case, so that no test moves a probability",
                       "remove each [[moves]]")


def _faults_of_company(actions: Iterable[Mapping[str, Any]], name: str) -> Iterator[str]:
    """``unsafe_unless`` names another action beside which this one is safe."""
    verdicts = {action["do"]: action["verdict"] for action in actions}
    for action in actions:
        partner = action.get("unsafe_unless")
        if not partner:
            continue
        where = f"actions {action['do']}: unsafe_unless"
        if action["verdict"] == "unsafe":
            yield sentence(name, f"{where} is written, but the verdict is unsafe whatever else is chosen",
                           "give the verdict that holds beside the other action", value=partner)
        if partner == action["do"] or verdicts.get(partner) == "unsafe":
            yield sentence(name, f"{where} names an action that cannot make it safe", "name another action",
                           value=partner)
