"""Our decks in Anki's own library: imported, imported again, in a later edition, with another seed, in German."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import genanki
import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from stretchlib import publish
from stretchlib.core.errors import StretchlibError
from stretchlib.publish.bank import anki as exporter
from stretchlib.publish.bank.items import items

FIRST = 1_790_000_000  # an edition of September 2026
LATER = FIRST + 60
ENGLISH, GERMAN = "stretchlib: hip and back", "stretchlib: Hüfte und Rücken"


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """A learner's empty collection."""
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


@pytest.fixture
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """``deck(time, ...)``: the file of an edition of this time."""
    def made(moment: int, notebook: str = "02", *, seed: int = 11, language: str = "en") -> Path:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(moment))
        monkeypatch.setenv("STRETCHLIB_LANGUAGE", language)
        return publish.anki(tmp_path / f"{moment} {notebook} {seed} {language}.apkg", notebook, seed=seed)

    return made


def bring(collection: Collection, path: Path) -> dict[str, int]:
    """Import a file as Anki does where nothing is chosen; returns to how many notes which thing happened."""
    log = collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())).log
    return {kind.name: len(notes) for kind, notes in log.ListFields() if kind.name != "found_notes"}


def fronts(collection: Collection, search: str = "") -> dict[str, str]:
    """The front of each note by its guid."""
    notes = map(collection.get_note, collection.find_notes(search))
    return {note.guid: note["Front"] for note in notes}


def in_order(collection: Collection) -> bool:
    """Anki's *Check Database* ends and has nothing to mend."""
    said, ok = collection.fix_integrity()
    return ok and "\n" not in said.strip()


def test_every_note_field_and_picture_arrives(collection: Collection, deck: Callable[..., Path]) -> None:
    wanted = items("01", seed=11)
    assert bring(collection, deck(FIRST, "01")) == {"new": len(wanted)}
    assert collection.note_count() == collection.card_count() == len(wanted)
    assert [entry.name for entry in collection.decks.all_names_and_ids()] == ["Default", ENGLISH]
    notes = [collection.get_note(note) for note in collection.find_notes("")]
    assert {note.guid for note in notes} == {exporter.guid(item) for item in wanted}
    assert all(tuple(note.keys()) == exporter.FIELDS and all(note.fields) for note in notes)
    pictures = {name for note in notes for name in re.findall(r'src="([^"]+)"', note["Front"])}
    assert pictures
    assert all((Path(collection.media.dir()) / name).read_bytes().startswith(b"\x89PNG") for name in pictures)
    answer_side = collection.get_card(collection.find_cards("")[0]).answer()
    assert "Education, not advice" in answer_side
    assert in_order(collection)


def test_the_same_edition_twice_adds_and_changes_nothing(collection: Collection, deck: Callable[..., Path]) -> None:
    count = len(items("02"))
    assert bring(collection, deck(FIRST)) == {"new": count}
    assert bring(collection, deck(FIRST)) == {"duplicate": count}
    assert collection.note_count() == count


def changed(folder: Path) -> None:
    """Another wording of each question of a copy."""
    path = folder / "questions" / "questions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    for row in rows:
        row[head.index("stem")] = f"Anew: {row[head.index('stem')]}"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])


def test_a_later_edition_changes_the_cards_and_keeps_how_they_were_learned(
        collection: Collection, deck: Callable[..., Path], data_copy: Path) -> None:
    notebook = items()[0].question.notebook
    count = len(items(notebook))
    bring(collection, deck(FIRST, notebook))
    for number in collection.find_cards(""):
        card = collection.get_card(number)
        card.reps, card.ivl = 7, 30
        collection.update_card(card)
    changed(data_copy)
    assert bring(collection, deck(FIRST, notebook)) == {"duplicate": count}, "the same time brings nothing"
    assert not [front for front in fronts(collection).values() if "Anew" in front]
    assert bring(collection, deck(LATER, notebook)) == {"updated": count}
    assert all(front.startswith("<p>Anew: ") for front in fronts(collection).values())
    assert {collection.get_card(number).reps for number in collection.find_cards("")} == {7}
    assert in_order(collection)


def test_another_seed_takes_the_cards_that_are_there(collection: Collection, deck: Callable[..., Path]) -> None:
    count = len(items("02"))
    bring(collection, deck(FIRST, seed=11))
    before = fronts(collection)
    assert bring(collection, deck(LATER, seed=2000)) == {"updated": count}
    after = fronts(collection)
    assert after.keys() == before.keys()
    templates = [item for item in items("02", seed=2000) if item.variant]
    assert len(templates) >= 9
    assert sum(after[exporter.guid(item)] != before[exporter.guid(item)] for item in templates) > len(templates) / 2
    assert [exporter.guid(item) for item in items("02", seed=11)] == [exporter.guid(item) for item in items("02")]


def test_german_of_the_same_time_stands_beside_english(collection: Collection, deck: Callable[..., Path]) -> None:
    bring(collection, deck(FIRST, "01"))
    english = fronts(collection)
    assert bring(collection, deck(FIRST, "01", language="de")) == {"new": len(english)}
    assert fronts(collection, f'deck:"{ENGLISH}"') == english
    german = fronts(collection, f'deck:"{GERMAN}"')
    assert len(german) == len(english)
    assert german.keys().isdisjoint(english)
    assert set(german.values()).isdisjoint(english.values())
    media = Path(collection.media.dir())
    for front in (*english.values(), *german.values()):
        assert all((media / name).is_file() for name in re.findall(r'src="([^"]+)"', front))
    assert in_order(collection)


def test_a_later_edition_takes_a_learners_own_tags_and_words(
        collection: Collection, deck: Callable[..., Path]) -> None:
    """As docs/publishing.md tells."""
    bring(collection, deck(FIRST))
    note = collection.get_note(collection.find_notes("")[0])
    was = note["Back"]
    note["Back"] = "my own words"
    note.tags = [*note.tags, "mine"]
    collection.update_note(note)
    assert bring(collection, deck(FIRST + 30)) == {"updated": len(items("02")) - 1, "duplicate": 1}, (
        "a card changed after the edition keeps its change until a later one")
    tomorrow = int(time.time()) + 3600
    bring(collection, deck(tomorrow))
    note.load()
    assert note["Back"] == was
    assert "mine" not in note.tags


def test_what_anki_knows_a_deck_by_is_what_it_was() -> None:
    """With another name, id or field a learner's cards would start anew; then this test is changed on purpose."""
    assert (exporter.MODEL, exporter.FIELDS) == (1_704_067_202, ("Front", "Back", "Foot"))


def test_a_note_type_with_one_more_field_brings_nothing_up_to_date(
        collection: Collection, deck: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Why the fields stay: seen with the library itself."""
    bring(collection, deck(FIRST))
    before = fronts(collection)
    monkeypatch.setattr(exporter, "FIELDS", (*exporter.FIELDS, "More"))
    note = genanki.Note
    monkeypatch.setattr(genanki, "Note", lambda **given: note(**{**given, "fields": [*given["fields"], "more"]}))
    assert bring(collection, deck(LATER)) == {"conflicting": len(before)}
    assert fronts(collection) == before


@pytest.mark.parametrize("named", ["-86400", "0", "1", "315532800", "4102444800", "99999999999999", "soon", "1e9",
                                   "1790000000.5", "\u0661\u0667\u0669\u0660\u0660\u0660\u0660\u0660\u0660\u0660",
                                   str(2 * 86_400 + int(time.time()))],
                         ids=["1969", "1970", "a second", "1980", "2100", "far", "a word", "exponent", "fraction",
                              "arabic", "in two days"])
@pytest.mark.parametrize("export", [publish.anki, publish.moodle], ids=["anki", "moodle"])
def test_an_edition_of_a_time_that_cannot_be_is_refused(
        export: Callable[..., Path], named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", named)
    with pytest.raises(StretchlibError, match=r"^SOURCE_DATE_EPOCH is .*, and no edition has that date: set it to "):
        export(tmp_path / "edition", "02")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("clock", [-86_400.0, 315_532_800.0, 4_102_444_800.0], ids=["1969", "1980", "2100"])
def test_a_clock_that_is_not_set_is_told(clock: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(time, "time", lambda: clock)
    with pytest.raises(StretchlibError, match="clock is set before 2024 or after 2099"):
        publish.anki(tmp_path / "deck.apkg", "02")
