"""A notebook on paper: its outputs as a page without code, that page as PDF, or LaTeX with its pictures.

The course's outputs are HTML and text, so that one output holds each picture once. nbconvert's own LaTeX takes the text
alone; :func:`for_latex` goes before it and hands it the pictures: ``jupyter nbconvert --to latex NOTEBOOK
--LatexExporter.preprocessors=stretchlib.publish.pages.notebook_paper.for_latex``.
"""

from __future__ import annotations

import re
import shutil
from copy import deepcopy
from html import escape
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any

from ...core.errors import StretchlibError
from ...core.files import write_atomically
from ...tables.credit import credit
from ...tables.translated_notebooks import LANGUAGE
from ..notebook_file import read_with_outputs
from ..printing import write_printed

ENDS = (".pdf", ".html", ".tex")
_PICTURE = re.compile(r"<img\b[^>]*>")
_DATA = "data:image/png;base64,"
_NAMED_LANGUAGE = re.compile(r' lang="[^"]*"')  # pandoc makes of it what LaTeX knows with a package of languages alone
_LOOK = """
@page { size: A4; margin: 18mm 16mm }
body { margin: 0 auto; max-width: 178mm; font: 11pt/1.4 system-ui, "Liberation Sans", sans-serif; color: #000 }
h1, h2, h3, h4 { line-height: 1.2; break-after: avoid }
img { max-width: 100%; max-height: 110mm; height: auto; break-inside: avoid }
figure, tr, li { break-inside: avoid }
figcaption { font-size: 10pt }
table { border-collapse: collapse; font-size: 9.5pt }
td, th { border: 0.5pt solid #777; padding: 1mm; text-align: start }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit }
.output_area { margin: 3mm 0 } footer { margin-top: 8mm; font-size: 9pt }
"""


def notebook_paper(notebook: Path, path: Path) -> Path:
    """Write ``notebook`` as ``.pdf``, ``.html`` (to print by hand) or ``.tex`` (its pictures in a folder beside it).

    The PDF is printed by the Chrome, Chromium or Edge of this computer, LaTeX needs pandoc. Returns the path. Raises
    :class:`StretchlibError` for another ending, a file that is no notebook, and where what it needs is not there.
    """
    if path.suffix not in ENDS:
        raise StretchlibError(f"A notebook is written as .pdf, .html or .tex, not as {path.name!r}; change the ending.")
    content = read_with_outputs(notebook)
    if path.suffix == ".tex":
        return _write_latex(content, path)
    return write_printed(page_of(content), path, "A notebook")


def page_of(content: Any) -> str:
    """A notebook's texts and saved outputs as one HTML page that asks nobody for anything; what is folded is open."""
    exporter = _nbconvert().HTMLExporter(template_name="basic", exclude_input=True, exclude_input_prompt=True,
                                         exclude_output_prompt=True, exclude_anchor_links=True)
    body, _ = exporter.from_notebook_node(content)
    body = re.sub(r"<details(?! open)", "<details open", str(body))
    title = content.metadata.get("title", "stretchlib")
    spoken = re.search(r'<div lang="([a-z]{2,3})">', body)  # every output of the course names its language
    language = content.metadata.get(LANGUAGE) or (spoken[1] if spoken else "en")
    return (f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
            'style-src \'unsafe-inline\'">'
            f"<title>{escape(title)}</title><style>{_LOOK}</style></head>\n"
            f"<body><main>{body}</main><footer>{escape(credit())}</footer></body></html>\n")


def for_latex(content: Any, resources: Any) -> tuple[Any, Any]:
    """nbconvert's preprocessor: each HTML output becomes its pictures, then its text as LaTeX. Needs pandoc.

    A picture stands before the text that it stood in. The notebook given is left as it is. nbconvert takes pictures out
    into files before it asks a preprocessor from outside, so they are taken out here.
    """
    content = deepcopy(content)
    for cell in content.cells:
        if cell.cell_type == "code":
            cell.outputs = [part for output in cell.outputs for part in _parts(output)]
    extract = import_module("nbconvert.preprocessors").ExtractOutputPreprocessor(enabled=True)
    content, resources = extract(content, resources)
    return content, resources


def _parts(output: Any) -> list[Any]:
    """An output as it is, or, where it holds HTML, an output for each of its pictures and one for its text."""
    html = output.get("data", {}).get("text/html")
    if html is None:
        return [output]
    make = import_module("nbformat.v4").new_output
    pictures = [_attributes(tag) for tag in _PICTURE.findall(html)]
    parts = [make("display_data", data={"image/png": picture["src"].removeprefix(_DATA), "text/plain": picture["alt"]},
                  metadata={"image/png": {"alt": picture["alt"]}})
             for picture in pictures if picture.get("src", "").startswith(_DATA)]
    latex = import_module("nbconvert.utils.pandoc").pandoc(
        _NAMED_LANGUAGE.sub("", _PICTURE.sub("", html)), "html", "latex")
    return [*parts, make("display_data", data={"text/latex": latex, "text/plain": output.data.get("text/plain", "")})]


class _Tag(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.attributes: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes = {name: value or "" for name, value in attrs}


def _attributes(tag: str) -> dict[str, str]:
    """The attributes of one tag, an empty ``alt`` where it has none."""
    reader = _Tag()
    reader.feed(tag)
    return {"alt": "", **reader.attributes}


def _write_latex(content: Any, path: Path) -> Path:
    if shutil.which("pandoc") is None:
        raise StretchlibError("LaTeX needs pandoc, which is not here: install it (pandoc.org), or write a .pdf "
                              "or .html, which do without.")
    exporter = _nbconvert().LatexExporter(exclude_input=True)
    exporter.register_preprocessor(for_latex, enabled=True)
    files = f"{path.stem}_files"
    text, resources = exporter.from_notebook_node(
        content, resources={"metadata": {"name": path.stem}, "output_files_dir": files, "unique_key": path.stem})
    for name, data in resources["outputs"].items():
        target = path.parent / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, data)
    write_atomically(path, str(text).encode())
    return path


def _nbconvert() -> Any:
    try:
        return import_module("nbconvert")
    except ImportError:
        raise StretchlibError("nbconvert is not installed here: install stretchlib[lab], then try again.") from None
