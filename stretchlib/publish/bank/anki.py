"""The question bank as an Anki deck: a note a question, whose id stays, so that a second import adds nothing.

What Anki goes by when it imports: a note by its guid, a deck by its *name*, a note type by its id. A note is brought up
to date where the new one is dated later, and not where its note type has other fields than the one that is there.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from importlib import import_module
from pathlib import Path
from types import ModuleType

from ...authoring.check import refuse_faulty
from ...core.errors import StretchlibError
from ...core.files import write, zipped
from ...figures.plates.lettered_plate import AskedPlate
from ...tables.catalogue import current_language
from ...tables.credit import credit
from ...tables.phrases import say
from ..pages.page import Markup, element, joined, listed
from .edition import edition_time
from .items import VARIANTS, Item, items
from .pictures import asked_picture, map_after

DECK = 1_704_067_201
# Never changed, the fields neither: a note of this type with one more field would bring no card up to date. New fields
# need a new id, and a line in the changelog that cards start anew.
MODEL, FIELDS = 1_704_067_202, ("Front", "Back", "Foot")
STYLE = (".card { font: 20px/1.45 sans-serif; text-align: left; max-width: 44em; margin: auto; } "
         ".foot { font-size: 16px; }")
BACK = '{{FrontSide}}<hr id="answer">{{Back}}<p class="foot">{{Foot}}</p>'


def anki(path: str | Path = "questions.apkg", notebook: str | None = None, *, seed: int = 0,
         variants: int = VARIANTS) -> Path:
    """Write the bank, of one notebook or all, as a deck; returns the path.

    Anki brings a note up to date only where the deck is newer than the one it has: so the notes carry the time of
    writing, or that of ``SOURCE_DATE_EPOCH`` (seconds since 1970), and with it the same bytes each time. Each language
    has notes of its own; a question made from the model keeps its notes, whatever the seed.

    Needs the package ``genanki`` (the extra ``publish``). Raises :class:`StretchlibError` without it, for an unknown
    notebook, a time out of the ordinary (see :func:`.edition.edition_time`), where the tables are not in order, and
    where nothing can be written.
    """
    refuse_faulty()
    genanki, time_s = _genanki(), edition_time()
    deck = genanki.Deck(DECK, say("bank.anki_deck"), description=credit())
    model = genanki.Model(
        MODEL, "stretchlib question", fields=[{"name": name} for name in FIELDS], css=STYLE,
        templates=[{"name": "Card", "qfmt": "{{Front}}", "afmt": BACK}])
    with tempfile.TemporaryDirectory() as folder:
        media: dict[str, Path] = {}
        for item in items(notebook, seed=seed, variants=variants):
            fields = [_front(item, media, Path(folder)), _back(item, media, Path(folder)),
                      joined([item.foot, element("br"), credit()])]
            deck.add_note(genanki.Note(model=model, fields=list(map(str, fields)),
                                       guid=guid(item),
                                       tags=[tag for tag in ("stretchlib", item.question.objective) if tag]))
        target = Path(folder) / "deck.apkg"
        genanki.Package(deck, media_files=[str(file) for file in media.values()]).write_to_file(str(target), time_s)
        with zipfile.ZipFile(target) as made:
            return write(path, zipped({name: made.read(name) for name in made.namelist()}))


def guid(item: Item) -> str:
    """By what Anki knows the note of an item, in the language that is set: the same in each edition, with any seed."""
    return str(_genanki().guid_for("stretchlib", current_language(), item.lasting_id))


def _genanki() -> ModuleType:
    try:
        return import_module("genanki")
    except ImportError:
        raise StretchlibError("An Anki deck needs the package genanki: run start.py publish anki, or install "
                              "stretchlib[publish], then try again.") from None


def _front(item: Item, media: dict[str, Path], folder: Path) -> Markup:
    page = item.sheet.public()
    parts: list[str | None] = [element("p", item.question.asked)]
    texts = [option["text"] for option in page["options"]]
    picture = asked_picture(item.sheet)
    if picture:
        parts.append(_image(picture, page["plate"] or f"areas_{item.question.id}", media, folder))
        texts = [f"{page['letters'].get(option['id'], '-')}: {option['text']}" for option in page["options"]]
    parts.append(listed("ul", texts) if texts else None)
    if page.get("right"):
        parts.append(element("p", "; ".join(option["text"] for option in page["right"])))
    return joined(parts)


def _back(item: Item, media: dict[str, Path], folder: Path) -> Markup:
    feedback, seen_after = list(item.feedback()), map_after(item.question)
    return joined([element("p", element("b", item.key["text"])), listed("ul", feedback) if feedback else None,
                   _image(seen_after, "pain_map", media, folder) if seen_after else None])


def _image(picture: AskedPlate, stem: str, media: dict[str, Path], folder: Path) -> Markup:
    """The picture among the files of the deck. Anki keeps the files of all decks in one folder, so one that is another
    picture has another name."""
    name = f"stretchlib_{stem}_{hashlib.sha256(picture.png).hexdigest()[:8]}.png"
    if name not in media:
        media[name] = folder / name
        media[name].write_bytes(picture.png)
    return element("img", src=name, alt=picture.alt)
