"""``present --votes``: a room beside the slides, in the same process, from the first slide to the last."""

from __future__ import annotations

import sys
from typing import Any

from ...core.errors import StretchlibError
from .room import PORT, Room, addresses, is_address
from .wall import Wall


def open_room(address: str | None = None, port: int = PORT, of_address: int = 20) -> RoomOfDeck:
    """A room that is open in the network of this computer: at ``address``, or at its only one, or at the one that the
    lecturer chooses. Raises :class:`StretchlibError` where that is none of this computer's."""
    room = Room(_chosen(address), of_address)
    room.open(port)
    print(f"Votes from phones: http://{room.typed} with the letters {room.code}, as the slides show it. Only the vote "
          "page is served there, and it closes with the slides.", flush=True)
    return RoomOfDeck(room)


class RoomOfDeck:
    """An open room and the slides that show it."""

    def __init__(self, room: Room) -> None:
        self.room, self.wall = room, Wall(room)

    def serve(self, app: Any) -> None:
        """Run ``app``, a Voila that is set up, with what the slides ask of the room; the room closes with it."""
        prelaunch, handlers, data = app.voila_configuration.prelaunch_hook, app.init_handlers, self.wall.page_data()

        def prepare(request: Any, notebook: Any, cwd: str) -> Any:
            prepared = prelaunch(request, notebook, cwd)
            prepared.metadata["room"] = data
            return prepared

        app.voila_configuration.prelaunch_hook = prepare
        app.init_handlers = lambda: [*self.wall.handlers(), *handlers()]  # before the one that takes every address
        try:
            app.start()
        finally:
            self.room.close()


def _chosen(address: str | None) -> str:
    if address is not None:
        if not is_address(address):
            raise StretchlibError(f"{address!r:.60} is no address such as 192.168.1.20; write one of this computer's: "
                                  f"{', '.join(addresses()) or 'it is in no network'}.")
        return address
    mine = addresses()
    if not mine:
        raise StretchlibError("This computer is in no network that phones could reach: connect it, or present without "
                              "--votes and type the counts of hands.")
    if len(mine) == 1:
        return mine[0]
    if not (sys.stdin and sys.stdin.isatty()):
        raise StretchlibError(f"This computer has several addresses ({', '.join(mine)}): name the one of the room's "
                              f"network, as in --votes-at {mine[0]}.")
    print("This computer has several addresses. In which network are the phones?")
    for number, candidate in enumerate(mine, start=1):
        print(f"  {number}  {candidate}")
    while True:
        typed = input(f"1 to {len(mine)}: ").strip()
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(mine):
            return mine[int(typed) - 1]
