"""What other viewers show of a notebook's saved outputs, with no kernel: the rows of a table in docs/publishing.md."""

from __future__ import annotations

import copy
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbconvert
import nbformat
import pytest
from nbconvert.exporters import Exporter

from stretchlib.core.errors import StretchlibError
from stretchlib.publish.deck import printed
from stretchlib.publish.pages import notebook_paper
from stretchlib.publish.printing import find_browser
from tools.checks import ROOT

NOTEBOOK = ROOT / "notebooks" / "01_hip_anatomy.ipynb"
PANDOC = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not here (Debian: pandoc)")
FACT = "Gluteus medius (muscle): from hip bone right to femur right."


@pytest.fixture(scope="module")
def notebook() -> Any:
    """Two plates, a card with a picture, and a text."""
    content = nbformat.read(NOTEBOOK, as_version=4)
    content.cells = content.cells[:12]
    return content


def pictures(notebook: Any) -> list[str]:
    """The alternative texts of all pictures of the saved outputs."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return Reader.of("".join(output.get("data", {}).get("text/html", "") for output in outputs)).alternatives


class Reader(HTMLParser):
    """The words of the pictures, the number of folded parts, and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.alternatives, self.folded, self.text = list[str](), 0, list[str]()

    @classmethod
    def of(cls, page: str) -> Reader:
        reader = cls()
        reader.feed(page)
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img":
            self.alternatives.append(given.get("alt") or "")
        if tag == "details" and "open" not in given:
            self.folded += 1

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def exported(exporter: Exporter, notebook: Any) -> str:
    return str(exporter.from_notebook_node(copy.deepcopy(notebook))[0])


def test_the_notebook_has_pictures_with_words(notebook: Any) -> None:
    assert len(pictures(notebook)) >= 3
    assert all(len(words) > 40 for words in pictures(notebook))


@pytest.mark.parametrize("kind", [nbconvert.HTMLExporter, nbconvert.SlidesExporter])
def test_html_and_slides_show_each_picture_with_its_words(notebook: Any, kind: type[Exporter]) -> None:
    assert Reader.of(exported(kind(), notebook)).alternatives == pictures(notebook)


def test_sanitised_html_shows_the_words_among_tags(notebook: Any) -> None:
    read = Reader.of(exported(nbconvert.HTMLExporter(sanitize_html=True), notebook))
    assert read.alternatives == [], "if pictures come now the table has to say so"
    assert FACT in "".join(read.text)
    assert "<figure" in "".join(read.text), "the tags are shown as text"


def test_without_styles_and_data_addresses_the_words_stay(notebook: Any) -> None:
    page = exported(nbconvert.HTMLExporter(template_name="basic"), notebook)
    bare = re.sub(r'\s(style|src)="[^"]*"', "", page)
    assert Reader.of(bare).alternatives == pictures(notebook), "where a picture is missing its words stand"
    assert FACT in "".join(Reader.of(bare).text), "and its caption has the facts"


def test_markdown_hands_the_pictures_on_as_html(notebook: Any) -> None:
    assert Reader.of(exported(nbconvert.MarkdownExporter(), notebook)).alternatives == pictures(notebook)


@PANDOC
def test_latex_alone_has_no_picture_and_keeps_the_text(notebook: Any) -> None:
    text = exported(nbconvert.LatexExporter(exclude_input=True), notebook)
    assert text.count(r"\adjustimage") - text.count(r"\newcommand") < len(pictures(notebook))
    assert r".png}" not in text
    assert FACT in text


@PANDOC
def test_latex_with_the_courses_preprocessor_has_all(notebook: Any, tmp_path: Path) -> None:
    nbformat.write(notebook, tmp_path / "short.ipynb")
    given = (tmp_path / "short.ipynb").read_bytes()
    target = notebook_paper.notebook_paper(tmp_path / "short.ipynb", tmp_path / "short.tex")
    text = target.read_text(encoding="utf-8")
    named = re.findall(r"\{(short_files/[^{}]*\.png)\}", text)
    assert len(named) == len(set(named)) == len(pictures(notebook))
    assert all((tmp_path / name).read_bytes().startswith(b"\x89PNG") for name in named)
    assert FACT in text.replace("\n", " ")
    assert r"\subsubsection{Gluteus maximus" in text, "headings of a text are headings"
    assert "{otherlanguage}" not in text, "nbconvert's LaTeX loads no package that knows this"
    assert (tmp_path / "short.ipynb").read_bytes() == given


@PANDOC
def test_nbconvert_takes_the_preprocessor_by_its_name(notebook: Any) -> None:
    exporter = nbconvert.LatexExporter(preprocessors=["stretchlib.publish.pages.notebook_paper.for_latex"])
    _, resources = exporter.from_notebook_node(copy.deepcopy(notebook))
    assert len(resources["outputs"]) == len(pictures(notebook))


def test_without_pandoc_latex_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StretchlibError, match=r"LaTeX needs pandoc"):
        notebook_paper.notebook_paper(NOTEBOOK, tmp_path / "x.tex")
    assert not list(tmp_path.iterdir())


def test_a_page_for_paper_has_all_opened_and_asks_nobody(notebook: Any) -> None:
    page = notebook_paper.page_of(copy.deepcopy(notebook))
    read = Reader.of(page)
    assert read.alternatives == pictures(notebook)
    assert read.folded == 0
    assert "sl.plot_muscle_map(&quot;" not in page, "no code"
    assert not re.findall(r'(?:src|href)="(?!data:|#|https://)[^"]*"', page)
    assert "<script" not in page
    assert '<html lang="en">' in page
    assert "default-src 'none'" in page


@pytest.mark.skipif(find_browser() is None, reason="no browser that prints")
def test_a_pdf_has_each_picture_and_tags(notebook: Any, tmp_path: Path) -> None:
    nbformat.write(notebook, tmp_path / "short.ipynb")
    pdf = notebook_paper.notebook_paper(tmp_path / "short.ipynb", tmp_path / "short.pdf")
    listed = subprocess.run(["pdfimages", "-list", pdf], capture_output=True, text=True, check=True).stdout
    assert len(re.findall(r"^\s*\d+\s+\d+ image", listed, flags=re.M)) == len(pictures(notebook))
    info = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", info)


@pytest.mark.parametrize("name", ["x.docx", "x"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StretchlibError, match=r"as \.pdf, \.html or \.tex"):
        notebook_paper.notebook_paper(NOTEBOOK, tmp_path / name)


def test_what_is_no_notebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(StretchlibError, match=r"x\.ipynb cannot be read as a notebook"):
        notebook_paper.notebook_paper(tmp_path / "x.ipynb", tmp_path / "x.html")


def never_run(folder: Path, *cells: str) -> Path:
    """A notebook of code that no kernel has run, as one in another language is laid down."""
    path = folder / "never run.ipynb"
    make = nbformat.v4
    nbformat.write(make.new_notebook(cells=[make.new_markdown_cell('<div lang="de">\n\n## Zeichen\n\n</div>'),
                                            *map(make.new_code_cell, cells)], metadata={"lang": "de"}), path)
    return path


def test_a_notebook_that_was_never_run_is_run_for_paper_and_stays_as_it_is(tmp_path: Path) -> None:
    path = never_run(tmp_path, 'import stretchlib as sl\nsl.language("de")\n\nsl.red_flags(folded=True)',
                     'sl.load_exercises()[["name"]].head(1)', 'sl.timer("ball_squeeze")')
    given = path.read_bytes()
    page = notebook_paper.notebook_paper(path, tmp_path / "x.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert "Haben Sie" in page
    assert re.search(r'<div lang="de">\s*<div>.*?Viererdehnung', page, re.DOTALL), "a table names its language too"
    assert "<h2" in page.partition("<main>")[2][:200], "the text is Markdown, not the mark of its language"
    assert "widget-view" not in page
    assert "<script" not in page
    assert path.read_bytes() == given
    deck_page = printed.page_of(path)
    assert '<html lang="de">' in deck_page
    assert "Haben Sie" in deck_page


def test_a_cell_that_ends_in_an_error_on_the_way_to_paper_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StretchlibError, match=r"^never run\.ipynb has no outputs, and to run it ended in an error \("
                                              r"CellExecutionError\): open it, run all its cells, and mend the one"):
        notebook_paper.notebook_paper(never_run(tmp_path, "nothing_of_this_name"), tmp_path / "x.html")
