"""The signed link of a letter: one ticket, one requester, one purpose, for a time."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from askaside.mail import link

KEY, OLDER = b"k" * 32, b"o" * 32
NOW = datetime(2026, 11, 23, 10, 15, tzinfo=UTC)
END = NOW + timedelta(days=30)
TICKET, ANNA = "ab2cdefghijklmnopqrstuvw7x", "requester-anna"


def signed(key=KEY, site="demo", ticket=TICKET, requester=ANNA, until=END, **more):
    return link.sign(key, site, ticket, requester, until, **more)


def test_there_and_back():
    assert link.read((KEY,), "demo", signed(), NOW) == (TICKET, ANNA, END)


def test_it_stands_in_an_address_as_it_is():
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,160}", signed())


def test_until_then_and_no_longer():
    assert link.read((KEY,), "demo", signed(), END - timedelta(seconds=1))
    assert link.read((KEY,), "demo", signed(), END) is None


def test_moments_in_other_zones_are_the_same_moment():
    assert signed(until=END.astimezone(timezone(timedelta(hours=3)))) == signed()


def test_an_altered_letter_anywhere_opens_nothing():
    text = signed()
    for at in range(len(text)):
        for new in "aA0_-.~\n é":
            if new != text[at]:
                assert link.read((KEY,), "demo", text[:at] + new + text[at + 1:], NOW) is None, (at, new)
        assert link.read((KEY,), "demo", text[:at] + text[at + 1:], NOW) is None


def test_one_site_and_one_purpose():
    assert link.read((KEY,), "second", signed(), NOW) is None
    assert link.read((KEY,), "demo", signed(), NOW, purpose="unsubscribe") is None
    assert link.read((KEY,), "demo", signed(purpose="confirm"), NOW, purpose="confirm")


def test_fields_do_not_run_into_each_other():
    assert signed(site="ab", ticket="c")[-22:] != signed(site="a", ticket="bc")[-22:]


def test_two_keys_live_while_they_change():
    assert link.read((KEY, OLDER), "demo", signed(OLDER), NOW)
    assert link.read((KEY,), "demo", signed(OLDER), NOW) is None
    assert link.read((), "demo", signed(), NOW) is None


@pytest.mark.parametrize("wrong", ["", ".", "...", "a.b.c.d", "é", "\ud800", "a" * 100_000, f"{TICKET}.{ANNA}.999999999999." + "a" * 22])
def test_other_texts(wrong):
    assert link.read((KEY,), "demo", wrong, NOW) is None


def test_a_moment_beyond_the_calendar():
    proof = link._proof(KEY, "request", "demo", TICKET, ANNA, "999999999999")
    assert link.read((KEY,), "demo", f"{TICKET}.{ANNA}.999999999999.{proof}", NOW) is None


@pytest.mark.parametrize("more", [{"until": datetime(2026, 1, 1)}, {"until": datetime(1969, 1, 1, tzinfo=UTC)}, {"ticket": ""}, {"ticket": "a.b"},
                                  {"requester": "a b"}, {"requester": "x" * 65}, {"key": b""}])
def test_what_cannot_be_signed(more):
    with pytest.raises(ValueError):
        signed(**more)
