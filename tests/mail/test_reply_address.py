"""The signed address: made for one requester of one ticket, and no other letter in it is any good."""

import random
import string

import pytest

from askaside.mail import reply_address
from askaside.mail.message import address as checked

KEY, OLDER, OTHER = b"k" * 32, b"o" * 32, b"x" * 32
TICKET, TICKET2, ANNA, BELA = "ab2cdefghijklmnopqrstuvw7x", "zb2cdefghijklmnopqrstuvw7x", "requester-anna", "requester-bela"
ROWS = {TICKET: [("demo", ANNA)], TICKET2: [("demo", ANNA), ("demo", BELA), ("second", ANNA)]}


def made(key=KEY, mailbox="help@example.com", site="demo", ticket=TICKET, requester=ANNA, **more):
    return reply_address.make(key, mailbox, site, ticket, requester, **more)


def read(address, keys=(KEY,), mailbox="help@example.com", rows=ROWS, **more):
    return reply_address.read(keys, mailbox, address, lambda ticket: rows.get(ticket, ()), **more)


def test_there_and_back():
    assert read(made()) == ("demo", TICKET, ANNA)
    assert reply_address.ticket_of("help@example.com", made()) == TICKET


@pytest.mark.parametrize("site, requester", ROWS[TICKET2])
def test_it_says_for_whom_and_where(site, requester):
    assert read(made(site=site, requester=requester, ticket=TICKET2)) == (site, TICKET2, requester)


def test_it_is_an_address_that_every_server_takes():
    local = made().partition("@")[0]
    assert len(local) <= 64 and checked(made()) == made()
    with pytest.raises(ValueError):
        made(mailbox="our-very-long-help-desk-name@example.com")


@pytest.mark.parametrize("change", [str.upper, str.title, str.swapcase, lambda text: f" {text} "])
def test_servers_change_the_case(change):
    assert read(change(made())) == ("demo", TICKET, ANNA)


@pytest.mark.parametrize("mailbox, more", [("help@example.com", {}), ("help@example.com", {"separator": "-"}), ("HELP@Example.com", {}),
                                           ("help-desk@example.com", {"separator": "-"}), ("@reply.example.com", {})])
def test_every_kind_of_mailbox(mailbox, more):
    assert read(made(mailbox=mailbox, **more), mailbox=mailbox, **more) == ("demo", TICKET, ANNA)


def test_an_altered_letter_anywhere_is_no_address_of_ours():
    rng, address = random.Random(7), made()
    for at in range(len(address)):
        for new in [*rng.sample(string.ascii_lowercase + string.digits + "+-.@_= ", 12), "K", "ı"]:
            if new.lower() != address[at]:
                assert read(address[:at] + new + address[at + 1:]) is None, (at, new)
        assert read(address[:at] + address[at + 1:]) is None
        assert read(address[:at] + "a" + address[at:]) is None


def test_letters_that_only_become_ours_when_made_small():
    assert "k" in TICKET and read(made().replace("k", "\u212a")) is None


def test_another_site_ticket_requester_or_key_is_nothing():
    for other in (made(site="second"), made(requester=BELA), made(key=OTHER)):
        assert read(other) is None
    token = made().partition("+")[2]
    assert read("help+" + TICKET2 + token[26:]) is None
    assert read(made(), rows={}) is None
    assert read(made(), keys=()) is None


def test_the_proof_is_long_enough():
    assert len(made().partition("@")[0].partition("+")[2]) - len(TICKET) >= 80 / 5


def test_fields_do_not_run_into_each_other():
    assert made(site="ab", requester="c") != made(site="a", requester="bc")


def test_two_keys_live_while_they_change():
    assert read(made(key=OLDER), keys=(KEY, OLDER)) == ("demo", TICKET, ANNA)
    assert read(made(), keys=(KEY, OLDER)) == ("demo", TICKET, ANNA)
    assert read(made(key=OLDER), keys=(KEY,)) is None


@pytest.mark.parametrize("wrong", ["", "@", "help", "help@example.com", "help+@example.com", "+@", "help+" + "a" * 42 + "@example.com", "a" * 10_000, "help+" + "é" * 42 + "@example.com", "\ud800@x"])
def test_other_addresses(wrong):
    assert read(wrong) is None


@pytest.mark.parametrize("more", [{"ticket": "short"}, {"ticket": "A" * 26}, {"ticket": "a" * 25 + "\n"}, {"mailbox": "help"}, {"separator": "="}, {"key": b"short"}])
def test_what_cannot_be_signed(more):
    with pytest.raises(ValueError):
        made(**more)
