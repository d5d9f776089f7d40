"""A thousand letters in, with cuts during FETCH, new numbers of the server, another program that marks them as read, and kill -9 of ours."""

import pytest
from imap_server import ImapServer
from inbox_material import PostOffice
from letter_storm import Storm

LETTERS, CUTS, KILLS, NUMBERINGS, READINGS = 1000, 60, 50, 5, 25


@pytest.fixture
def storm(app, folder, tmp_path):
    server = ImapServer()
    try:
        made = Storm(PostOffice(app, folder, server.start()), tmp_path, LETTERS)
        yield made
        made.close()
    finally:
        server.remove()


def test_a_thousand_letters_in_are_a_thousand(storm):
    storm.blow(cuts=CUTS, kills=KILLS, numberings=NUMBERINGS, readings=READINGS)
    storm.calm(patience=900)
    wrong, told = storm.account()
    print(f"\n{told}")
    assert not any(wrong.values()), (wrong, told)
    assert (storm.cable.cuts, storm.kills, storm.numberings, storm.readings) == (CUTS, KILLS, NUMBERINGS, READINGS)
