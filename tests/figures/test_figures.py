"""Figures tell what is drawn: change the data or an artist, and the facts change."""

from __future__ import annotations

import gc
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image
from texts_apart import apart

from stretchlib.core.errors import StretchlibError
from stretchlib.exercises.session import Session
from stretchlib.figures import Diagram, plot_dose, plot_moment_arm, plot_session
from stretchlib.figures.diagram import CAPTION_WORDS
from stretchlib.tables import catalogue
from tests.data_files import table_file
from tests.wide_exercise import change_exercise

EXERCISES = [str(row["id"]) for row in catalogue.rows("exercises")]


def session(exercise: str) -> Session:
    return Session.from_exercise(exercise, side="right" if exercise == "sciatic_nerve_slider" else None)


def both(exercise: str) -> list[Diagram]:
    return [plot_session(session(exercise)), plot_dose(exercise)]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_exercise_is_drawn_and_told_and_no_text_lies_on_another(exercise: str) -> None:
    for diagram in both(exercise):
        assert diagram.facts
        assert all(fact.endswith(".") for fact in diagram.facts)
        apart(diagram.figure)


@pytest.mark.parametrize("width", [7.6, 7.8, 8, 8.2, 8.4])
def test_the_small_picture_shows_what_is_drawn(width: float) -> None:
    """8.2 inches times 110 dots are 901.9999 to Python; a line of pixels too short shears the whole picture."""
    figure = Figure(figsize=(width, 2.3))
    figure.add_subplot().plot([0, 1, 0], color="black", linewidth=20)
    diagram, whole = Diagram(figure, "A roof", lambda _: []), io.BytesIO()
    figure.savefig(whole, format="png", dpi=diagram.dpi)
    small, large = (np.asarray(Image.open(stream).convert("RGB"), dtype=float)
                    for stream in (io.BytesIO(diagram.png()), whole))
    assert small.shape == large.shape
    assert np.abs(small - large).mean() < 1


def test_a_stretched_bar_is_told() -> None:
    diagram = plot_session(session("figure_four_stretch"))
    before = diagram.facts
    bars = [patch for patch in diagram.figure.axes[0].patches if isinstance(patch, Rectangle)]
    bar = next(bar for bar in bars if "|hold|right" in str(bar.get_gid()))
    bar.set_width(3000)
    assert before[0].startswith("Right side, set 1, labelled \"2 x hold 30 s\": 2 holds of 30 s")
    assert "30 or 3000 s" in diagram.facts[0]
    assert diagram.facts[1:] == before[1:]


def test_a_moved_marker_and_a_changed_word_are_told() -> None:
    diagram = plot_dose("ball_squeeze")
    assert "Sides, as the article has them: both legs together." in diagram.note
    assert "as the article has them" not in plot_dose("clamshell").note
    hold, reps = diagram.figure.axes[0].child_axes[:2]
    assert diagram.facts[0] == "Hold, seconds: the article not given, this course 3 to 5."
    hold.lines[0].set_xdata([3, 50])
    hold.texts[0].set_text("30")
    assert diagram.facts[0] == "Hold, seconds: the article 30, this course 3 to 50."
    reps.set_title("Kilograms", loc="left")
    assert diagram.facts[1].startswith("Kilograms:")


def test_the_facts_follow_the_table(whole_data_copy: Path) -> None:
    before = plot_dose("clamshell").facts
    change_exercise(whole_data_copy, "clamshell", hold_max_s="9")
    assert set(plot_dose("clamshell").facts) - set(before) == {"Hold, seconds: this course 1 to 9."}


def test_axes_of_ones_own_are_accepted() -> None:
    figure = Figure()
    for ax, draw in zip(figure.subplots(2), both("bridge"), strict=True):
        dose = draw.title.endswith("the dose")
        again = plot_dose("bridge", ax=ax) if dose else plot_session(session("bridge"), ax=ax)
        assert again.figure is figure
        assert again.facts == draw.facts


#: What a notebook shows of a picture with a note, its facts aside.
TAGS = ["div", "figure", "img", "figcaption", "b", "details", "summary", "ul", "p"]


class Pictures(HTMLParser):
    """Collects the tags and attributes of what a notebook shows."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_notebook_shows_a_picture_with_its_text() -> None:
    diagram = plot_dose("figure_four_stretch")
    page = Pictures()
    page.feed(diagram._repr_html_())
    assert [tag for tag, _ in page.seen if tag != "li"] == TAGS
    assert [tag for tag, _ in page.seen].count("li") == len(diagram.facts)
    assert page.seen[2][1]["alt"] == diagram.text
    assert repr(diagram).splitlines()[1] == f"- {diagram.facts[0]}"


def test_text_of_the_data_is_never_html(whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, "exercises")
    hostile = "<img src=x onerror=alert(1)>"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("E01,Figure-four stretch", f"E01,{hostile}"), encoding="utf-8")
    page = Pictures()
    for diagram in both("figure_four_stretch"):
        page.feed(diagram._repr_html_())
    assert [tag for tag, _ in page.seen if tag not in ("li", "p")] == [tag for tag in TAGS if tag != "p"] * 2


def test_a_caption_is_short_and_what_the_picture_says_is_folded_behind_it() -> None:
    diagram = plot_moment_arm("piriformis")
    html = diagram._repr_html_()
    caption, folded = re.search(r"<figcaption>(.*?)<details><summary>(.*)</details>", html, re.DOTALL).groups()  # type: ignore[union-attr]
    words = re.sub(r"<[^>]+>", "", caption).replace(" (?)", "").split()
    assert 10 < len(words) <= CAPTION_WORDS
    assert diagram.note.startswith(diagram.caption)
    assert all(fact in folded for fact in diagram.facts)
    # One dot of this picture is not yet checked: its words are folded, and the sign is not.
    assert "not yet checked against the source" in repr(diagram)
    assert caption.endswith("(?)</sup>")
    assert 'aria-label="not yet checked against the source"' in caption
    assert "not yet checked" not in re.sub(r"<[^>]+>", "", folded)


def test_a_caption_of_one_long_sentence_stays_in_what_is_folded() -> None:
    diagram = Diagram(Figure(), "Title", lambda _: ["fact"], note="word " * 40 + "end. Next.")
    assert diagram.caption == ""
    assert Diagram(Figure(), "Title", lambda _: [], note="It is short, e.g. this. It goes on.").caption.endswith("on.")


def test_a_drawn_figure_keeps_no_pixels(tmp_path: Path) -> None:
    def renderers() -> int:
        gc.collect()
        return sum(isinstance(entry, RendererAgg) for entry in gc.get_objects())

    diagram, before = plot_dose("bridge"), renderers()
    diagram.png()
    diagram.save(tmp_path / "dose.png")
    assert renderers() <= before, "each keeps all pixels, 2.5 MB a picture"


def test_the_same_bytes_twice() -> None:
    assert plot_dose("bridge").png() == plot_dose("bridge").png()


def test_saved_pictures_carry_text_and_credit(tmp_path: Path) -> None:
    diagram = plot_dose("bridge")
    svg = diagram.save(tmp_path / "dose.svg").read_text(encoding="utf-8")
    assert diagram.facts[0] in svg
    assert "CC BY 4.0" in svg
    assert diagram.facts[0].encode() in diagram.save(tmp_path / "dose.png").read_bytes()
    with pytest.raises(StretchlibError, match=r"saved as \.png or \.svg, not as 'dose\.jpg'"):
        diagram.save(tmp_path / "dose.jpg")
