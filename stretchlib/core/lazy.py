"""Public names of a package that are imported when they are first used, so that importing the package stays cheap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy_names(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """The ``__getattr__`` of ``package``: each public name comes from the module that ``homes`` gives for it.

    A module in a folder is written ``folder/module``: with a dot it would look like the key of a phrase.
    Raises AttributeError, with the names there are, for any other.
    """
    def get_name(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"{package} has no {name!r}; it has {', '.join(sorted(homes))}.")
        return getattr(import_module("." + homes[name].replace("/", "."), package), name)
    return get_name
