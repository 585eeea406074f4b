"""The course's extension of IPython: ``%load_ext stretchlib``, run by the start-up file of the course's own profile.

With it a name that no cell has made yet is explained in one sentence in place of a traceback, and a table shows its
cells as text in the language that is set, in which no formula begins. Importing the library changes no kernel.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType
from typing import Any

from ..core.document import in_language
from ..core.files import write_where_changed
from ..tables.catalogue import current_language

_STARTUP = 'get_ipython().run_line_magic("load_ext", "stretchlib")\n'
#: Read by a kernel before anything else of it: each line saves memory that sixty students on one computer would miss.
_SETTINGS = """import sys

c = get_config()
c.InteractiveShell.cache_size = 0  # `Out` keeps every result for ever, and a picture is 2 MB of bones and lines
sys.modules.setdefault("debugpy", None)  # the debugger, which no cell of the course needs: 12 MB in every kernel
"""
#: Where pandas says that its tables are from, before its version 3 and since.
_HOMES = ("pandas.core.frame", "pandas")
_PLAIN, _NOT_TYPESET = 'class="dataframe"', 'class="dataframe tex2jax_ignore mathjax_ignore"'


def lay_down_profile(folder: Path) -> None:
    """Have every kernel that has ``folder`` for its ``IPYTHONDIR`` load the extension, and keep no more than it needs.

    Raises :class:`OSError` where the folder cannot be written.
    """
    write_where_changed(folder / "profile_default" / "ipython_kernel_config.py", _SETTINGS)
    write_where_changed(folder / "profile_default" / "startup" / "course.py", _STARTUP)


def extend(shell: Any) -> None:
    """Have an IPython shell explain unknown names and show tables by :func:`table_html`; pandas is not imported."""
    shell.set_custom_exc((NameError,), _explain)
    for home in _HOMES:
        shell.display_formatter.formatters["text/html"].for_type_by_name(home, "DataFrame", table_html)


def table_html(table: Any) -> str | None:
    """The HTML of a pandas table with its language, marked where a typesetter would take text for a formula."""
    html: str | None = table._repr_html_()
    if not html:
        return html
    return in_language(html.replace(_PLAIN, _NOT_TYPESET, 1) if re.search(r"[$\\]", html) else html,
                       current_language())


def _explain(shell: Any, kind: type[NameError], error: NameError, trace: TracebackType,
             tb_offset: int | None = None) -> None:
    """Show a sentence where the name stands in the cell itself; the fault of a module is shown in full."""
    last = trace
    while last.tb_next:
        last = last.tb_next
    if last.tb_frame.f_globals is not shell.user_ns or not error.name:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return
    sentence = (f"The name {error.name!r} is not known: run the cells above this one first, from the top, or look "
                "whether it is spelled as there.")
    shell._showtraceback(kind, NameError(sentence), [sentence])
