"""One cell of tests/faults/test_letters_in.py, in every run: twenty letters, three cuts, a kill, new numbers, and another mail program."""

import pytest
from letter_storm import Storm


@pytest.fixture
def storm(post, tmp_path):
    made = Storm(post, tmp_path, 20)
    yield made
    made.close()


def test_twenty_letters_in_while_everything_breaks_are_twenty(storm):
    storm.blow(cuts=3, kills=1, numberings=1, readings=1)
    storm.calm()
    wrong, told = storm.account()
    assert not any(wrong.values()), (wrong, told)
    assert (storm.cable.cuts, storm.kills, storm.numberings, storm.readings) == (3, 1, 1, 1)
