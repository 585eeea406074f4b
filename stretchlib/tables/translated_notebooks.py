"""The notebooks of the course in another language, each made from the English one and the table of translations.

Nothing of them is kept: text is translated, code stays but for a line that sets the language, and there are no outputs,
because a kernel makes them in that language. A cell without a translation stays English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..core.document import in_language
from . import paths
from .catalogue import current_language
from .file_texts import Translator, notebook_shown
from .memo import look_at
from .paths import ENGLISH
from .phrases import say
from .translations import NOTEBOOKS, OPEN

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

ENDING = ".ipynb"
LANGUAGE = "lang"  # of the metadata of a notebook, as HTML calls the language of a page
_IMPORT = re.compile(r"^import stretchlib as sl$", re.MULTILINE)
_MARKED = re.compile(r'<div lang="[a-z]+">\n\n(.*)\n\n</div>', re.DOTALL)


def english_notebooks(root: Traversable | None = None) -> dict[str, Traversable]:
    """The files of the English notebooks, of the course or of another folder, by name without ending, in its order."""
    files = (paths.notebooks_root() if root is None else root).iterdir()
    return {file.name.removesuffix(ENDING): file for file in sorted(files, key=lambda file: file.name)
            if file.name.endswith(ENDING) and file.is_file()}


def read_english(name: str) -> dict[str, Any]:
    """The English notebook of the course with this name; what is made of it depends on its file."""
    file = english_notebooks()[name]
    look_at(file)
    return dict(json.loads(file.read_bytes()))


def name_in_language(name: str) -> str:
    """How the notebook with this English name is called in the language that is set, both without ending.

    Any other word stays as it is.
    """
    return name if current_language() == ENGLISH else Translator(NOTEBOOKS, name)("file", name)


def made_in_language(name: str, english: Mapping[str, Any]) -> dict[str, Any]:
    """The notebook ``english`` with this name in the language that is set; what is translated names that language.

    The first cell that is translated says that nobody has reviewed that, until all of it is signed.
    """
    language, translate = current_language(), Translator(NOTEBOOKS, name)
    _, notebook = notebook_shown(name, english, translate)
    if translate.state:
        notebook["metadata"][LANGUAGE] = language
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            cell["source"] = _IMPORT.sub(lambda line: f'{line[0]}\nsl.language("{language}")', source)
            cell.update(outputs=[], execution_count=None)
    translated = [cell for cell, before in zip(notebook["cells"], english["cells"], strict=True)
                  if cell["cell_type"] == "markdown" and cell["source"] != "".join(before["source"])]
    if translated and translate.state == OPEN:
        translated[0]["source"] += f"\n\n*{say('language.notebook')}*"
    for cell in translated:
        cell["source"] = in_language(f"\n\n{cell['source']}\n\n", language)
    return notebook


def without_marks(notebook: Any) -> None:
    """Take the mark of its language off each cell of text, in place: for a page that names its language itself."""
    for cell in notebook["cells"]:
        marked = _MARKED.fullmatch("".join(cell["source"])) if cell["cell_type"] == "markdown" else None
        if marked:
            cell["source"] = marked[1]
