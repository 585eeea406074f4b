"""In a notebook: what a cell of a table holds is text in the language that is set, and no formula begins in it."""

from __future__ import annotations

import re
import sys
from typing import Any

from ..core.document import in_language
from ..tables.catalogue import current_language

#: Where pandas says that its tables are from, before its version 3 and since.
_HOMES = ("pandas.core.frame", "pandas")
_PLAIN, _NOT_TYPESET = 'class="dataframe"', 'class="dataframe tex2jax_ignore mathjax_ignore"'


def as_text() -> None:
    """Have the notebook's kernel, if there is one, show tables by :func:`shown`; pandas is not imported for it."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    formatter: Any = getattr(getattr(shell, "display_formatter", None), "formatters", {}).get("text/html")
    for home in _HOMES if formatter is not None else ():
        formatter.for_type_by_name(home, "DataFrame", shown)


def shown(table: Any) -> str | None:
    """The HTML of a pandas table with its language, marked where a typesetter would take text for a formula."""
    html: str | None = table._repr_html_()
    if not html:
        return html
    return in_language(html.replace(_PLAIN, _NOT_TYPESET, 1) if re.search(r"[$\\]", html) else html,
                       current_language())
