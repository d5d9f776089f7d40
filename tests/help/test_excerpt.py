"""The piece of a text that shows best why it was found."""

import re

from askaside.help.excerpt import LENGTH, excerpt, joined
from askaside.search.engine import Mark

LONG = "First sentence about nothing. " * 20 + "Here the needle lies, and a thread beside it. " + "Last words follow. " * 20


def marks(text, *words):
    return tuple(sorted(Mark(m.start(), m.end(), at, 1.0) for at, word in enumerate(words) for m in re.finditer(word, text)))


def shown(piece):
    return [piece.text[start:end] for start, end in piece.ranges]


def test_around_the_match_from_the_start_of_its_sentence():
    piece = excerpt(LONG, marks(LONG, "needle", "thread"))
    assert piece.text.startswith("Here the needle") and shown(piece) == ["needle", "thread"]
    assert len(piece.text) <= LENGTH + 2 and LONG[piece.at:].startswith("Here")


def test_the_beginning_when_it_matches_there():
    piece = excerpt(LONG, marks(LONG, "First", "nothing"))
    assert piece.at == 0 and piece.text.startswith("First sentence") and piece.text.endswith("…")


def test_without_a_match_the_beginning():
    assert excerpt("Short text.", ()) == ("Short text.", [], 0)
    assert excerpt("", ()) == ("", [], 0)


def test_in_the_middle_of_a_long_sentence_it_is_cut_at_words():
    text = "word " * 100 + "needle " + "word " * 100
    piece = excerpt(text, marks(text, "needle"))
    assert piece.text.startswith("…word") and piece.text.endswith("…") and shown(piece) == ["needle"]


def test_every_range_says_what_it_says_wherever_the_match_is():
    for at in range(0, len(LONG) - 8, 7):
        piece = excerpt(LONG, (Mark(at, at + 5, 0, 1.0),))
        for start, end in piece.ranges:
            assert piece.text[start:end] == LONG[at:at + 5].replace("\n", " "), at


def test_where_most_different_words_stand_close():
    text = "needle. " * 3 + "x " * 200 + "The needle and the thread. " + "y " * 200
    piece = excerpt(text, marks(text, "needle", "thread"))
    assert "The needle and the thread" in piece.text


def test_emoji_and_lines():
    text = "🙂🙂 one\ntwo three"
    piece = excerpt(text, marks(text, "two"))
    assert piece.text == "🙂🙂 one two three" and shown(piece) == ["two"]


def test_joined_ranges():
    assert joined([[5, 9], [0, 3], [2, 4], [9, 10]]) == [[0, 4], [5, 10]]
