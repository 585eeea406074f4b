"""Votes from phones on the slides: what the deck's page asks of the room, on this computer alone."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from tornado.web import RequestHandler

from ...tables.catalogue import catalogue
from .phone import phrases_by_language
from .room import Room

LARGEST = 20_000  # bytes; a question with twelve long options has four thousand
_TEXTS = {"question": 100, "stem": 3000, "option": 1000}
_OPTIONS = range(2, 13)


class Wall:
    """The slides' side of a room. ``key`` is a secret of the deck's page: no page of elsewhere may count votes."""

    def __init__(self, room: Room) -> None:
        self.room, self.key = room, secrets.token_hex(16)

    def page_data(self) -> dict[str, Any]:
        """What the deck's page must know."""
        return {"key": self.key, "address": self.room.typed, "code": self.room.code, "qr": self.room.picture(),
                "words": phrases_by_language("room.")}

    def handlers(self) -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
        """What the deck's own server serves besides, at ``/votes/wall``."""
        return [(r"/votes/wall", _Asked, {"wall": self})]

    def do(self, asked: Any) -> dict[str, Any] | None:
        """Do what the page asks and tell where the voting stands; ``None`` for what no page of ours asks."""
        if not isinstance(asked, Mapping) or not _is_text(asked.get("question"), "question"):
            return None
        box, question, action = self.room.box, asked["question"], asked.get("do")
        if action == "open":
            options, stem, language = asked.get("options"), asked.get("stem"), asked.get("language")
            if (not _is_text(stem, "stem") or language not in catalogue().languages or not isinstance(options, list)
                    or len(options) not in _OPTIONS or not all(_is_text(option, "option") for option in options)):
                return None
            box.open(question, str(stem), options, str(language))
        elif action == "close":
            box.close(question)
        elif action == "again":
            box.again(question)
        elif action == "new class":
            box.new_class()
        elif action != "look":
            return None
        return box.result(question)


class _Asked(RequestHandler):
    """A request of the deck's page."""

    def initialize(self, wall: Wall) -> None:
        self.wall = wall

    def check_xsrf_cookie(self) -> None:
        """The key stands in its place."""

    def post(self) -> None:
        if not secrets.compare_digest(self.request.headers.get("X-Votes-Key", "").encode(), self.wall.key.encode()):
            self.set_status(403)
            return
        try:
            result = self.wall.do(json.loads(self.request.body)) if len(self.request.body) <= LARGEST else None
        except (ValueError, RecursionError):
            result = None
        if result is None:
            self.set_status(400)
        else:
            self.finish(result)


def _is_text(value: object, kind: str) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _TEXTS[kind]
