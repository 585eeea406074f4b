"""A slide with a vote and a room beside it, without Jupyter: ``python -m tests.browser.room_page [TEXT]``.

The page holds what a deck brings: the vote as its widget mounts it, the deck's look, and the script of the wall.
``TEXT`` stands in the place of the question's own words. Prints where phones and slide are served, and runs until it is
ended.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import AbstractContextManager

from tests.audit.votes.served import Served, served_by
from tools.checks import ROOT


def slide_with_room(language: str = "en", text: str = "") -> AbstractContextManager[Served]:
    """Serve it, in a process of its own."""
    return served_by("tests.browser.room_page", text, STRETCHLIB_LANGUAGE=language, PYTHONPATH=str(ROOT))


def slide(data: dict[str, object], text: str) -> str:
    """The page of the slide; ``data`` is what the wall is given."""
    from stretchlib.widgets.quiz.votes import votes
    from stretchlib.widgets.shared.bundle import module
    from stretchlib.widgets.shared.bundle import text as file_of

    vote = votes("Q11")
    poll = {**vote.poll, **({"stem": text, "options": [{**option, "text": text} for option in vote.poll["options"]]}
                            if text else {})}
    given = json.dumps({"poll": poll, "words": vote.words, "language": vote.language}).replace("<", "\\u003c")
    store = json.dumps(data).replace("<", "\\u003c")
    look = "".join(map(file_of, ("widgets/shared/look.css", "widgets/quiz/votes.css", "publish/deck/deck.css",
                                 "publish/votes/wall.css")))
    return (f'<!doctype html><html lang="{vote.language}"><meta charset="utf-8"><title>Votes</title>'
            f"<style>{look}</style>"
            '<body class="sd-body"><main class="sd-deck"><section class="sd-slide sd-widget"><div class="sd-cell">'
            '<div class="jp-RenderedHTMLCommon"><h2>Four in ten?</h2></div></div>'
            '<div class="sd-cell"><div class="jupyter-widgets" id="vote"></div></div></section></main>'
            f'<script type="application/json" id="sdv-data">{store}</script>'
            f'<script type="application/json" id="given">{given}</script>'
            f'<script type="module">{module("widgets/quiz/votes.js")}\n'
            'mountVotes(document.getElementById("vote"), JSON.parse(document.getElementById("given").textContent));'
            f'</script><script type="module">{module("publish/votes/wall_start.js")}</script>')


async def _serve(text: str) -> None:
    from tornado.web import Application, RequestHandler

    from stretchlib.publish.votes.room import Room
    from stretchlib.publish.votes.wall import Wall

    room = Room("127.0.0.1")
    room.open(18_400)
    wall = Wall(room)
    page = slide(wall.page_data(), text)

    class Slide(RequestHandler):
        def get(self) -> None:
            self.finish(page)

    server = Application([*wall.handlers(), ("/", Slide)]).listen(0, "127.0.0.1")
    (listening,) = server._sockets.values()
    print(json.dumps({"room": f"http://{room.typed}", "code": room.code, "key": wall.key,
                      "slides": f"http://127.0.0.1:{listening.getsockname()[1]}/"}), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1] if len(sys.argv) > 1 else ""))
