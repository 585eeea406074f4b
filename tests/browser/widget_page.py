"""A page with a widget and the Python behind it, without Jupyter and without a kernel: what tests of looks open.

The page holds what a kernel would send it. Each message of the page goes to the widget itself, and what changed comes
back with what the widget sent.
"""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Browser, Page

from stretchlib.widgets.shared.spoken_widget import SpokenWidget

# Stands for the model of a widget; `window.tell` is the way to the widget in Python.
MODEL = """
const traits = JSON.parse(document.getElementById('traits').textContent);
const listeners = {};
const heard = (event, ...values) => (listeners[event] ?? []).forEach(listener => listener(...values));
const model = {
    get: name => traits[name], set: (name, value) => { traits[name] = value; }, save_changes() {},
    on: (event, listener) => (listeners[event] ??= []).push(listener),
    off: (event, listener) => { listeners[event] = (listeners[event] ?? []).filter(kept => kept !== listener); },
    async send(message) {
        const answer = JSON.parse(await window.tell(JSON.stringify(message)));
        for (const [name, value] of Object.entries(answer.traits)) {
            if (JSON.stringify(traits[name]) === JSON.stringify(value)) continue;
            traits[name] = value;
            heard(`change:${name}`);
        }
        answer.sent.forEach(content => heard('msg:custom', content));
    },
};
shownWidget.render({model, el: document.getElementById('widget')});
"""


def widget_page(browser: Browser, widget: SpokenWidget, *, width: int = 800, **how: Any) -> Page:
    """A page that shows this widget at this width, and marks, draws and keeps as in a notebook."""
    sent: list[Any] = []
    names = [name for name in widget.traits(sync=True) if not name.startswith("_")
             and name not in ("layout", "tabbable", "tooltip", "comm", "keys")]

    def traits() -> dict[str, Any]:
        return {name: getattr(widget, name) for name in names}

    def tell(message: str) -> str:
        sent.clear()
        widget._handle_custom_msg(json.loads(message), [])
        return json.dumps({"traits": traits(), "sent": sent})

    widget.send = lambda content, buffers=None: sent.append(content)  # type: ignore[method-assign]
    page = browser.new_page(viewport={"width": width, "height": 647}, **how)
    page.expose_function("tell", tell)
    script = str(widget._esm).replace("export default", "const shownWidget =") + MODEL
    data = json.dumps(traits()).replace("<", chr(92) + "u003c")
    page.set_content(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>A widget</title>'
        f"<style>body {{ margin: 0; background: Canvas; color-scheme: light dark; }} {widget._css}</style>"
        f'<main id="widget"></main><script type="application/json" id="traits">{data}</script>'
        f'<script type="module">{script.replace("</script", "<" + chr(92) + "/script")}</script></html>')
    return page
