"""The page on the phones: one file without a request to anywhere but the room, in every language of the course."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape

from ...tables.catalogue import catalogue, current_language
from ...tables.paths import spoken
from ...tables.phrases import words
from ...widgets.shared.bundle import module, text


def phone_page() -> tuple[bytes, str]:
    """The page, and the policy that lets it load nothing but itself."""
    script, look = module("publish/votes/phone.js").replace("</", "<\\/"), text("publish/votes/phone.css")
    store = json.dumps(phrases_by_language("phone."), ensure_ascii=False).replace("<", "\\u003c")
    page = (f'<!doctype html>\n<html lang="{escape(words()["speech.lang"])}">\n<head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">'
            f"<title>{escape(words()['phone.title'])}</title><style>{look}</style></head>\n<body><main></main>"
            f'<script type="application/json" id="phrases">{store}</script>'
            f'<script type="module">{script}</script></body></html>\n')
    policy = (f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(look)}; img-src data:; "
              "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
    return page.encode("utf-8"), policy


def phrases_by_language(beginning: str) -> dict[str, dict[str, str]]:
    """The phrases whose key begins so, by language; the one that is set comes first."""
    languages = sorted(catalogue().languages, key=lambda language: language != current_language())
    by_language = {}
    for language in languages:
        with spoken(language):
            by_language[language] = {key: phrase for key, phrase in words().items() if key.startswith(beginning)}
    return by_language


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"
