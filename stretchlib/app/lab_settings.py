"""JupyterLab as the course: its settings, its menu, its type and its page of help, in the private folder.

All of it is what JupyterLab reads by itself: ``labconfig/default_setting_overrides.json``, ``page_config.json``, and
``custom/``, whose style it loads and whose files it serves. No extension is built, and each menu entry calls a command
that JupyterLab has.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..core.document import Document, Heading, List
from ..core.files import write_where_changed
from ..core.text import as_html
from ..learner import copies
from ..tables.catalogue import current_language
from ..tables.phrases import say
from ..tables.translated_notebooks import name_in_language
from .lost_widgets import NOTE_CLASS

MENU = "stretchlib-course"
REVISION, DECK, SHEETS = "08", "class_deck", "lab_partner_sheets"
HELP_STEPS = ("run", "tomorrow", "answers", "code", "keys", "close")
#: What builds a site brings an extension for the site alone; the others are for those who write programs.
LEFT_OUT = ("@jupyterlite/pyodide-kernel-extension", "@jupyterlab/extensionmanager-extension",
            "@jupyterlab/debugger-extension")
FONT = '"Segoe UI", -apple-system, Roboto, Helvetica, "Liberation Sans", Arial, sans-serif'  # as look.css


def lay_down(config: Path) -> None:
    """Write what JupyterLab reads into its configuration folder ``config``.

    Raises :class:`OSError` where the folder cannot be written.
    """
    written = {"labconfig/default_setting_overrides.json": json.dumps(overrides(), indent=1, ensure_ascii=False) + "\n",
               "labconfig/page_config.json": json.dumps({"disabledExtensions": dict.fromkeys(LEFT_OUT, True)}) + "\n",
               "custom/custom.css": custom_css(), "custom/help.html": help_page()}
    for name, text in written.items():
        write_where_changed(config / name, text)


def overrides() -> dict[str, Any]:
    """The settings that differ from JupyterLab's own, by plugin."""
    return {
        # Notebooks are short, and the timer must not be taken off the page when it scrolls out of sight.
        "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        "@jupyterlab/application-extension:shell": {"startMode": "single"},
        "@jupyterlab/statusbar-extension:plugin": {"visible": False},
        "@jupyterlab/filebrowser-extension:browser": {"showLastModifiedColumn": False, "singleClickNavigation": True,
                                                      "sortNotebooksFirst": True},
        "@jupyterlab/mainmenu-extension:plugin": {"menus": [
            {"id": MENU, "label": say("lab.course"), "rank": 0.5, "items": menu_items()}]},
    }


def menu_items() -> list[dict[str, Any]]:
    """The entries of the menu: the notebooks by their titles, then progress, deck, sheets and help."""
    titles = notebook_titles()
    items = [_opening(name, f"{name[:2]}  {title}") for name, title in titles.items() if name[:2].isdigit()]
    items.append({"type": "separator"})
    named = {REVISION: "lab.progress", DECK: "lab.deck", SHEETS: "lab.sheets"}
    items += [_opening(name, say(key)) for begins, key in named.items()
              for name in titles if name.startswith(name_in_language(begins))]
    items.append({"command": "help:open",
                  "args": {"url": "/custom/help.html", "text": say("lab.help"), "newBrowserTab": False}})
    return items


def notebook_titles() -> dict[str, str]:
    """File name -> title of each notebook in the language that is set: its own, else its first heading."""
    return {name: _title(name, json.loads(content)) for name, content in copies.editions().items()}


def _title(name: str, notebook: Any) -> str:
    lines = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    heading = next((line.strip("# ") for line in lines.splitlines() if line.startswith("# ")), name)
    return str(notebook["metadata"].get("title", heading))


def _opening(name: str, label: str) -> dict[str, Any]:
    """A menu entry that opens a notebook."""
    return {"command": "docmanager:open", "args": {"path": name, "label": label, "factory": "Notebook"}}


def custom_css() -> str:
    """The type of the course in JupyterLab, the sentence above a still, and the name of a bar of folded code.

    The name stands in the style, because a screen reader takes what a style adds to an element into its name, and no
    script of ours runs in JupyterLab's frame.
    """
    bar = _quoted("lab.code")
    return f"""/* Written by the course. Its variables stand on the body: JupyterLab's theme sets them on the root. */
body {{ --jp-ui-font-family: {FONT}; --jp-content-font-family: {FONT}; }}
.{NOTE_CLASS} p {{ margin: 0; padding: .5em .75em; border-inline-start: 4px solid var(--jp-brand-color1);
  background: var(--jp-layout-color2); }}
.jp-InputPlaceholder .jp-PlaceholderText {{ display: none; }}
.jp-InputPlaceholder .jp-Placeholder-content {{ padding-block: 0; min-block-size: 24px; }}
.jp-InputPlaceholder .jp-Placeholder-contentContainer::before {{ content: {bar};
  content: {bar} / {_quoted("lab.folded")}; color: var(--jp-ui-font-color2); font-size: var(--jp-ui-font-size1); }}
"""


def _quoted(key: str) -> str:
    """A phrase as a text of CSS."""
    return json.dumps(say(key), ensure_ascii=False)


def help_page() -> str:
    """The page that the menu's last entry opens: how to go on, where answers are, how code is shown, keys, the end."""
    steps = List(tuple(say(f"lab.help.{step}") for step in HELP_STEPS))
    body = Document((Heading(say("lab.help.title"), level=1), steps), current_language()).html()
    return (f'<!doctype html><html lang="{current_language()}"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{as_html(say('lab.help.title'))}</title><style>:root {{ color-scheme: light dark; }}"
            f"body {{ font: 1.0625rem/1.5 {FONT}; max-inline-size: 42rem; margin: 2rem auto; padding-inline: 1rem; }}"
            f"li {{ margin-block: .6em; }}</style><body><main>{body}</main></html>\n")
