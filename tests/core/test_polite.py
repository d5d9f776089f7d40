"""A large body leaves the others their turns."""

import io

from askaside.core import polite


def served(environ, monkeypatch):
    """(what the application read, how often the others had a turn meanwhile)"""
    turns, found = [], []
    monkeypatch.setattr(polite.time, "sleep", turns.append)

    def app(environ, start_response):
        while piece := environ["wsgi.input"].read(65536):
            found.append(piece)
        return []

    polite.politely(app)(environ, None)
    return b"".join(found), len(turns)


def test_between_its_pieces_everybody_else_has_a_turn_and_nothing_of_it_is_changed(monkeypatch):
    body = bytes(range(256)) * 4000
    assert served({"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}, monkeypatch) == (body, 17)


def test_a_small_one_is_read_at_once_whatever_it_says_of_its_length(monkeypatch):
    for length in ("1000", "", "-5", "many", "½"):
        assert served({"CONTENT_LENGTH": length, "wsgi.input": io.BytesIO(b"x" * 1000)}, monkeypatch) == (b"x" * 1000, 0)
