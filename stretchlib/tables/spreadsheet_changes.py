"""What a spreadsheet program makes of a cell that it misunderstood: seen, and told with what probably stood there.

A program that opens a CSV file takes ``01`` for 1, ``1-5`` for a day of May, a text in one encoding for one in another,
and in German ``0.245`` for 245. Nothing here changes a text. What can be read in one way only is read so: a zero
that a form demands, a truth value in another language, the quotation marks around a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

#: (what is wrong, how to mend it), as two half sentences
Change = tuple[str, str]

AS_TEXT = "format the column as text in the spreadsheet and type"

#: The truth values as spreadsheet programs write them in languages of Europe.
TRUE = frozenset(["true", "wahr", "vrai", "verdadero", "vero", "verdadeiro", "waar", "sant", "sand", "tosi", "prawda",
                  "pravda", "igaz"])
FALSE = frozenset(["false", "falsch", "faux", "falso", "onwaar", "falskt", "falsk", "usant", "epätosi", "fałsz",
                   "nepravda", "hamis"])

# English, German, French, Spanish and Italian programs: #REF!, #BEZUG!, #¡REF!, #NAME?, #NV, Err:508, ####
_ERROR = re.compile(r"#[¡¿]?[A-ZÄÖÜÉÍÓÚ/0-9]{2,12}[!?]|#NV|#N/A|#N/D|#{2,}|(Err|Fehler|Erreur|Errore)\s?:\s?[0-9]{3}")
#: The months as programs shorten them in English, German, French, Spanish and Italian, and their numbers.
_MONTHS = {word: number for number, words in enumerate((
    "jan janv ene gen", "feb févr", "mar mrz mars", "apr avr abr", "may mai mag", "jun juin giu", "jul juil lug",
    "aug août ago", "sep sept set", "oct okt ott", "nov", "dec dez déc dic"), 1) for word in words.split()}
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
#: A day without its year, as programs show what they took for a date: 01-May, 01. Mai, Jan 20.
_SHORT_DATE = re.compile(rf"(?P<day>[0-9]{{1,2}})(-|\. ?){_MONTH}\.?|"
                         rf"(?P<first>{'|'.join(word for word in _MONTHS if word != 'set')})[- ](?P<year>[0-9]{{2}})",
                         re.IGNORECASE)
#: A day with its year: it may stand in a sentence, and is a mistake where a form belongs.
_LONG_DATE = re.compile(r"[0-9]{4}-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})( 00:00:00)?|"
                        r"(?P<a>[0-9]{1,2})[./](?P<b>[0-9]{1,2})[./]([0-9]{2}|[0-9]{4})|"
                        rf"(?P<day>[0-9]{{1,2}})(-|\. ?){_MONTH}[-. ]{{1,2}}[0-9]{{2,4}}", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[+-]?[0-9](?P<mark>[.,])?[0-9]*E[+-][0-9]{2,3}")
_TRUTH = re.compile("TRUE|FALSE|WAHR|FALSCH|VRAI|FAUX|VERDADERO|VERO|FALSO")  # what stands in capitals alone
_SHORT = re.compile("|".join(f"(?:{form})" for form in (  # whatever is told of a whole cell, without its groups
    re.sub(r"\?P<\w+>", "?:", each.pattern) for each in (_ERROR, _SHORT_DATE, _SCIENTIFIC, _TRUTH))), re.IGNORECASE)
_LONGEST_SHORT = 24  # characters; no such cell is longer
_BEGIN, _END = frozenset("#+-0123456789TFWV"), frozenset("0123456789.")  # how such a cell begins or ends

# The bytes of UTF-8 read as Windows-1252: a letter that begins such a run, then what the other bytes became.
_BYTES = "\x80-\xbf" + bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_TWICE = re.compile(f"[\xc2\xc3\xc5\xce\xcf][{_BYTES}]|\xe2[{_BYTES}]{{2}}|\ufffd")
_LEAD = re.compile("[\xc2\xc3\xc5\xce\xcf\xe2\ufffd]")  # how each of them begins; this is looked for quickly
#: What text holds beyond ASCII; anything else that such a run would give was no text that was read wrongly.
_LETTERS = re.compile("[\xa0-\u017f\u0391-\u03c9\u2010-\u22ff]")
_NUMBER_MARKS = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2039\u203a\xab\xbb'\"\xa0\u202f "
_GROUPED = re.compile(r"(?P<whole>[+-]?[1-9][0-9]{0,2}(?P<mark>[ \xa0\u2009\u202f'\u2019.,])[0-9]{3}"
                      r"((?P=mark)[0-9]{3})*)([.,](?P<decimals>[0-9]+))?")
_PERCENT = re.compile(r"(?P<number>[+-]?[0-9]+([.,][0-9]+)?)\s*%")


def suspect(texts: Iterable[str]) -> bool:
    """Whether one of the texts looks changed at the first glance, so that each has to be read by itself."""
    return any((len(text) <= _LONGEST_SHORT and text and (text[0] in _BEGIN or text[-1] in _END) and
                _SHORT.fullmatch(text)) or (not text.isascii() and _LEAD.search(text)) for text in texts)


def text_change(text: str) -> Change | None:
    """What a program did to a text, whatever its column; ``None`` for a sound one."""
    if not text.isascii():
        mistaken = _mistaken_letters(text)
        if mistaken:
            return mistaken
    if len(text) > _LONGEST_SHORT:
        return None
    if _ERROR.fullmatch(text):
        return ("this is the error message of a spreadsheet where a text stood",
                "restore the text from a copy, in a column that is formatted as text")
    if _SCIENTIFIC.fullmatch(text):
        return "a spreadsheet has shortened a long number", f"{AS_TEXT} all its digits again"
    if _TRUTH.fullmatch(text):
        return ("a spreadsheet has made a truth value of a text",
                f"{AS_TEXT} it again with small letters, such as {text.capitalize()}")
    return _date_of_text(_SHORT_DATE.fullmatch(text))


def form_change(text: str) -> Change | None:
    """What a program did to a text that has not the form of its column."""
    return _date_of_text(_LONG_DATE.fullmatch(text))


def number_change(text: str, field: Mapping[str, Any]) -> Change | None:
    """What a program did to the number of a column; ``None`` where nothing of it is seen."""
    if _ERROR.fullmatch(text):
        return ("this is the error message of a spreadsheet where a number stood",
                "write the number, or leave the cell empty")
    if _SCIENTIFIC.fullmatch(text):
        return "a spreadsheet has shortened this number", f"write all its digits, such as {_digits(text)}"
    percent = _PERCENT.fullmatch(text)
    if percent:
        return "a number has no percent sign", _mend_percent(percent["number"].replace(",", "."), field)
    grouped = _GROUPED.fullmatch(text)
    if grouped is None or (not grouped["decimals"] and grouped["mark"] == "." and field["type"] == "number"):
        return None
    whole = grouped["whole"].replace(grouped["mark"], "")
    right = whole + (f".{grouped['decimals']}" if grouped["decimals"] else "")
    if not grouped["decimals"] and grouped["mark"] == "," and field["type"] == "number":
        right = f"{text.replace(',', '.')} or {right}"
    return "a number has no mark between its thousands", f"write {right}"


def thousands_with_point(text: str) -> Change | None:
    """A number such as 1.024 in a column where a comma parts the decimals: it may be meant either way."""
    grouped = _GROUPED.fullmatch(text)
    if not grouped or grouped["mark"] != "." or grouped["decimals"]:
        return None
    return ("here a comma parts the decimals, so the point may stand between thousands",
            f"write {text.replace('.', ',')} or {text.replace('.', '')}")


def thousandfold(text: str, field: Mapping[str, Any]) -> str | None:
    """The number that a German import took for its thousandfold: 0.245 for 245, which lies beyond the limits.

    A number that ends in 0 was none: three decimals of which the last is 0 are not written.
    """
    limits = field.get("constraints", {})
    if field["type"] != "number" or not re.fullmatch(r"-?[0-9]{1,6}", text) or int(text) % 10 == 0:
        return None
    likely = int(text) / 1000
    fits = limits.get("minimum", likely) <= likely <= limits.get("maximum", likely)
    return f"{likely:.3f}" if fits else None


def truth_value(text: str) -> bool | None:
    """The truth value that a text says in one of the languages of Europe, else ``None``."""
    word = text.strip(_NUMBER_MARKS).lower()
    return True if word in TRUE else False if word in FALSE else None


def bare_number(text: str) -> str:
    """A number without the quotation marks and the wide or narrow spaces around it."""
    return text.strip(_NUMBER_MARKS)


def with_zeros(text: str, fits: Callable[[str], object]) -> str:
    """The text with the zeros before it that ``fits``, its form or its list of words, demands; else as it is."""
    if not text.isdigit() or not text.isascii() or fits(text):
        return text
    longer = [text.zfill(width) for width in range(len(text) + 1, len(text) + 9)]
    fitting = [each for each in longer if fits(each)]
    return fitting[0] if len(fitting) == 1 else text  # a form that takes any number of digits demands none


def _mistaken_letters(text: str) -> Change | None:
    if "\ufffd" in text:
        word = next(word for word in text.split() if "\ufffd" in word)
        return f"a letter of {word} was lost when the file was saved", "type the word again, and save as CSV UTF-8"
    right = _TWICE.sub(_meant, text)
    if right == text:
        return None
    word, meant = next(pair for pair in zip(text.split(), right.split(), strict=False) if pair[0] != pair[1])
    return f"{word} is {meant} in a wrong encoding", f"write {meant}, and open the file as UTF-8"


def _meant(run: re.Match[str]) -> str:
    """The letter whose two or three bytes were taken for letters each; the run itself where they were none."""
    try:
        letter = b"".join(_byte(each) for each in run[0]).decode("utf-8")
    except ValueError:
        return run[0]
    return letter if _LETTERS.fullmatch(letter) else run[0]


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")  # the five bytes that Windows-1252 leaves out


def _date_of_text(match: re.Match[str] | None) -> Change | None:
    if match is None:
        return None
    parts = {name: part.lower() for name, part in match.groupdict().items() if part}
    numbers = sorted(_MONTHS[part] if part in _MONTHS else int(part) for part in parts.values())
    likely = "-".join(map(str, numbers))
    return "a spreadsheet has made a date of a text", f"{AS_TEXT} it again, {likely} if it was that"


def _mend_percent(number: str, field: Mapping[str, Any]) -> str:
    if field.get("constraints", {}).get("maximum", 100) <= 1:
        return f"write {float(number) / 100:g}"
    return f"write {number}" if field.get("unit") == "%" else f"write {number}, or {float(number) / 100:g} for a share"


def _digits(text: str) -> str:
    value = float(text.replace(",", "."))
    return f"{value:.0f}" if value == int(value) else f"{value:.12f}".rstrip("0")
