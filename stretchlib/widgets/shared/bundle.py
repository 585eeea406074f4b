"""The browser sources of a widget as one text each: no build step, and the parts stay testable by themselves."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from posixpath import dirname, join, normpath

_LOCAL_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.\.?/[\w./]+)";$', re.MULTILINE)


@cache
def module(path: str) -> str:
    """The ``.js`` file at ``path`` in the package with all it imports, each before its user, as one ES module.

    Under Node each file is a module of its own; here they share one scope, so their imports of each other go.
    Such an import stands on one line and renames nothing, and names are unique across files.
    """
    order: dict[str, str] = {}

    def visit(module_path: str) -> None:
        if module_path not in order:
            source = text(module_path)
            order[module_path] = ""  # marks it as begun, so that a circle of imports ends
            for imported in _LOCAL_IMPORT.findall(source):
                visit(normpath(join(dirname(module_path), imported)))
            del order[module_path]
            order[module_path] = _LOCAL_IMPORT.sub("", source)

    visit(path)
    return "\n".join(order.values())


def style(*paths: str) -> str:
    """The look that all widgets share, and the ``.css`` files at ``paths`` in the package, as one text."""
    return "\n".join(text(path) for path in ("widgets/shared/look.css", *paths))


def text(path: str) -> str:
    """A file of the package, by its path in it."""
    return files("stretchlib").joinpath(*path.split("/")).read_text(encoding="utf-8")
