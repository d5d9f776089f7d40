"""What the sender newly wrote: across mail programs and languages, and never a word less."""

import pytest
from letters import samples

from askaside.mail import quotes
from askaside.mail.parsing import read

LETTERS = samples()


@pytest.mark.parametrize("sample", LETTERS, ids=[one.name for one in LETTERS])
def test_the_words(sample):
    assert read(sample.raw).words.split("\n") == [line.rstrip() for line in sample.words.split("\n")]


def test_there_are_letters_of_every_program():
    assert len(LETTERS) >= 60 and len({one.name for one in LETTERS}) == len(LETTERS)


@pytest.mark.parametrize("sample", LETTERS, ids=[one.name for one in LETTERS])
def test_every_line_is_in_the_words_or_in_the_rest(sample):
    received = read(sample.raw)
    told = sorted(line.strip() for line in received.text.split("\n") if line.strip())
    assert sorted(line.strip() for part in (received.words, received.cut) for line in part.split("\n") if line.strip()) == told


@pytest.mark.parametrize("locale", quotes.MARKER)
def test_our_line_is_known_in_every_language(locale):
    assert quotes.cut(f"Yes.\n\n{quotes.MARKER[locale]}\nOld.", reply=True)[0] == "Yes."
    assert quotes.cut(f"{quotes.MARKER[locale]}\nOld.", reply=True)[1] == ""


def test_a_long_line_is_prose():
    line = "On 23/11/2026 10:15, " + "very " * 200 + "long <help@example.com> wrote:"
    assert quotes.cut(f"Yes.\n{line}\n> Old.")[0].split("\n")[1] == line
