"""The question bank as an Anki deck: a note a question, whose id stays, so that a second import adds nothing."""

from __future__ import annotations

import os
import tempfile
import time
import zipfile
from importlib import import_module
from pathlib import Path

from ...authoring.check import refuse_faulty
from ...core.errors import StretchlibError
from ...core.files import write, zipped
from ...figures.plates.lettered_plate import asked_plate
from ...tables.credit import credit
from ...tables.phrases import say
from ..pages.page import Markup, element, joined, listed
from .items import VARIANTS, Item, items

DECK, MODEL = 1_704_067_201, 1_704_067_202  # never changed: they tell Anki that it is the same deck again
STYLE = (".card { font: 20px/1.45 sans-serif; text-align: left; max-width: 44em; margin: auto; } "
         ".foot { font-size: 16px; }")
BACK = '{{FrontSide}}<hr id="answer">{{Back}}<p class="foot">{{Foot}}</p>'


def anki(path: str | Path = "questions.apkg", notebook: str | None = None, *, seed: int = 0,
         variants: int = VARIANTS) -> Path:
    """Write the bank, of one notebook or all, as a deck; returns the path.

    Anki brings a note up to date only where the deck is newer than the one it has: so the notes carry the time of
    writing, or that of ``SOURCE_DATE_EPOCH`` (seconds since 1970), and with it the same bytes each time.

    Needs the package ``genanki`` (the extra ``publish``). Raises :class:`StretchlibError` without
    it, for an unknown notebook, where the tables are not in order, and where nothing can be written.
    """
    try:
        genanki = import_module("genanki")
    except ImportError:
        raise StretchlibError("An Anki deck needs the package genanki: install stretchlib[publish], then try "
                              "again.") from None
    refuse_faulty()
    deck = genanki.Deck(DECK, say("bank.anki_deck"), description=credit())
    model = genanki.Model(
        MODEL, "stretchlib question", fields=[{"name": name} for name in ("Front", "Back", "Foot")], css=STYLE,
        templates=[{"name": "Card", "qfmt": "{{Front}}", "afmt": BACK}])
    with tempfile.TemporaryDirectory() as folder:
        media: dict[str, Path] = {}
        for item in items(notebook, seed=seed, variants=variants):
            fields = [_front(item, media, Path(folder)), _back(item), joined([item.foot, element("br"), credit()])]
            deck.add_note(genanki.Note(model=model, fields=list(map(str, fields)),
                                       guid=genanki.guid_for("stretchlib", item.id),
                                       tags=[tag for tag in ("stretchlib", item.question.objective) if tag]))
        target = Path(folder) / "deck.apkg"
        genanki.Package(deck, media_files=[str(file) for file in media.values()]).write_to_file(str(target), _time_s())
        with zipfile.ZipFile(target) as made:
            return write(path, zipped({name: made.read(name) for name in made.namelist()}))


def _time_s() -> float:
    """Seconds since 1970 that the deck is dated: SOURCE_DATE_EPOCH where it is set, else now."""
    named = os.environ.get("SOURCE_DATE_EPOCH", "")
    return float(named) if named.isascii() and named.isdigit() else time.time()


def _front(item: Item, media: dict[str, Path], folder: Path) -> Markup:
    page = item.sheet.public()
    parts: list[str | None] = [element("p", item.stem_with_unit)]
    texts = [option["text"] for option in page["options"]]
    plate = asked_plate(item.sheet)
    if plate:
        name = f"stretchlib_{page['plate']}.png"
        if name not in media:
            media[name] = folder / name
            media[name].write_bytes(plate.png)
        parts.append(element("img", src=name, alt=plate.alt))
        texts = [f"{page['letters'].get(option['id'], '-')}: {option['text']}" for option in page["options"]]
    parts.append(listed("ul", texts) if texts else None)
    if page.get("right"):
        parts.append(element("p", "; ".join(option["text"] for option in page["right"])))
    return joined(parts)


def _back(item: Item) -> Markup:
    feedback = list(item.feedback())
    return joined([element("p", element("b", item.key["text"])), listed("ul", feedback) if feedback else None])
