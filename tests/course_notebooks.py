"""The notebooks of the course as they are laid down in a language."""

from __future__ import annotations

import json
from typing import Any

from stretchlib.learner import copies
from stretchlib.tables.paths import spoken

LANGUAGES = ("en", "de")


def notebooks(language: str) -> dict[str, dict[str, Any]]:
    """Each notebook of the course in a language by the name of its file without ending, in their order."""
    with spoken(language):
        return {name.removesuffix(".ipynb"): json.loads(content) for name, content in copies.editions().items()}
