"""Votes of a class from its own phones: the ballots, the page on the phones, the server of the room."""
