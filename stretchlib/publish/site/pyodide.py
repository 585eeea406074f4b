"""A Pyodide distribution in a folder, for a site without internet: is all there that the course needs?

``pyodide-lock.json`` names each package with its wheel and what it needs in turn. The npm package of Pyodide carries
the same list and no wheel of it: with it alone, every cell of the site would wait for ever.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...core.errors import StretchlibError

_CORE = ("pyodide.mjs", "pyodide-lock.json", "pyodide.asm.wasm", "python_stdlib.zip")
_LOCK = "pyodide-lock.json"
#: What is taken from the distribution: by the page's kernel as it starts, then by the course. The site brings the rest.
_NEEDED = ("micropip", "ipython", "jedi", "numpy", "pandas", "matplotlib")
_FULL = "unpack the full distribution there, pyodide-<version>.tar.bz2 from the project's releases."


def look_at(folder: Path) -> None:
    """Raises :class:`StretchlibError` where this is no Pyodide, or where a wheel is missing that the course needs."""
    core = [name for name in _CORE if not (folder / name).is_file()]
    if core:
        raise StretchlibError(f"{folder} is no Pyodide distribution ({', '.join(core)} missing): {_FULL}")
    missing = missing_wheels(folder)
    if missing:
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise StretchlibError(f"{folder} holds Pyodide without what the course needs ({', '.join(missing[:3])}{more} "
                              f"missing), and no cell would run: {_FULL}")


def missing_wheels(folder: Path) -> list[str]:
    """The files that a Pyodide distribution lacks of what the course needs, by name; a package that its list does not
    know is told by its own name. Raises :class:`StretchlibError` where the list cannot be read."""
    packages = _packages(folder / _LOCK)
    wanted, files = list(_NEEDED), dict[str, str]()
    while wanted:
        name = _plain(wanted.pop(0))
        if name not in files:
            package = packages.get(name, {})
            files[name] = str(package.get("file_name") or name)
            wanted += [str(dependency) for dependency in package.get("depends", ())]
    return [file for file in files.values() if not (folder / file).is_file()]


def _packages(lock: Path) -> Mapping[str, Any]:
    """Each package of the list by its plain name."""
    try:
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
        return {_plain(name): dict(package) for name, package in packages.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise StretchlibError(f"{lock} cannot be read as the list of a Pyodide distribution: {_FULL}") from None


def _plain(name: str) -> str:
    """A package's name in the one spelling of the index."""
    return re.sub(r"[-_.]+", "-", name).lower()
