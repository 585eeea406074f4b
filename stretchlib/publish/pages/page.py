"""One self-contained HTML file: every text escaped, scripts and styles inside, and no request to anywhere."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from ...core.text import as_attribute, as_html
from ...tables.credit import CREDIT, credit
from ...tables.phrases import words
from ...widgets.shared.bundle import module, style

_EMPTY = ("br", "hr", "img", "meta")


class Markup(str):
    """Text that is already HTML; only :func:`element` and :func:`joined` make it, from texts they escape."""


def element(tag: str, *children: str | None, **attributes: str | bool | None) -> Markup:
    """An element. A child that is no :class:`Markup` is text and escaped; ``class_`` is written ``class``.

    Attributes that are ``None`` or ``False`` are left out, ``True`` is one without a value; ``_`` in a name is ``-``.
    """
    written = "".join(f" {name.rstrip('_').replace('_', '-')}"
                      + ("" if value is True else f'="{as_attribute(str(value))}"')
                      for name, value in attributes.items() if value is not None and value is not False)
    return Markup(f"<{tag}{written}>" + ("" if tag in _EMPTY else f"{joined(children)}</{tag}>"))


def joined(children: Iterable[str | None]) -> Markup:
    """Children one after the other; a text is escaped, ``None`` is nothing."""
    return Markup("".join(text if isinstance(text, Markup) else as_html(text) for text in children if text is not None))


def listed(tag: str, texts: Iterable[str]) -> Markup:
    """A list, ``ul`` or ``ol``, of texts."""
    return element(tag, *(element("li", text) for text in texts))


def packed(value: Any) -> str:
    """A value that is large as JSON, packed as ``unzipped.js`` reads it; the same text each time."""
    return base64.b64encode(gzip.compress(json.dumps(value, separators=(",", ":")).encode(), mtime=0)).decode("ascii")


def page(title: str, body: Markup, *, scripts: Iterable[str], data: Mapping[str, Any] | None = None,
         looks: Iterable[str] = ()) -> str:
    """A whole page. ``scripts`` name files of this folder; ``data`` is what they read, as JSON, from the page.
    ``looks`` are styles of the package beyond those of timer, quiz and explorer.

    Its policy lets it load nothing but itself: scripts and styles by their hash, pictures out of the page's own text.
    """
    texts = [_safe(module(f"publish/pages/{name}")) for name in scripts]
    look = style(*(f"widgets/{kind}/{kind}.css" for kind in ("timer", "quiz", "explorer")), "stage/stage.css",
                 "widgets/timer/person.css", *looks, "publish/pages/page.css")
    policy = (f"default-src 'none'; script-src {' '.join(map(_hash, texts))}; style-src {_hash(look)}; "
              "img-src data:; base-uri 'none'; form-action 'none'")
    store = json.dumps(data or {}, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
    head = joined([
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="generator", content=CREDIT),
        element("title", Markup(escape(title))), element("style", Markup(look)),
    ])
    foot = element("footer", element("p", credit()), class_="pub-credit")
    inside = [body, foot, element("script", Markup(store), type="application/json", id="stretchlib-data"),
              *(element("script", Markup(text), type="module") for text in texts)]
    language = words()["speech.lang"]
    return "<!doctype html>\n" + element("html", element("head", head), element("body", *inside), lang=language) + "\n"


def _safe(script: str) -> str:
    """A script as it may stand in a page: nothing in it may end it early. Comment lines stay at home."""
    lines = [line for line in script.splitlines() if line.strip() and not line.lstrip().startswith("//")]
    return "\n".join(lines).replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def data_uri(picture: bytes, kind: str) -> str:
    """A picture as an address that holds it."""
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode('ascii')}"
