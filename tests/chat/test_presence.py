"""Whom a chat goes to, and whether one is offered: who is there, who knows it, who has room."""

from askaside.chat import presence
from askaside.chat.presence import Seat
from askaside.tickets.routing import Team

FIRST, MONEY, SECOND = Team("first"), Team("money", modules=("invoices",)), Team("second", tier=2)


def seat(agent, status="available", there=True, most=2, has=0, teams=(FIRST,), since=None):
    return Seat(agent, agent.title(), status, there, most, has, since, teams)


def chosen(*seats, module=None, **more):
    found = presence.choose(seats, module, **more)
    return found and found.agent


def test_only_who_is_there_and_available_and_has_room():
    assert chosen(seat("a", there=False), seat("b", "busy"), seat("c", "away"), seat("d", has=2), seat("e")) == "e"
    assert chosen(seat("a", there=False), seat("b", "busy"), seat("d", has=2)) is None


def test_who_knows_the_module_by_name_then_any_of_the_line_then_the_next_line():
    seats = seat("all"), seat("money", teams=(MONEY,)), seat("second", teams=(SECOND,))
    assert chosen(*seats, module="invoices") == "money" and chosen(*seats, module="mail") == "all"
    assert chosen(seats[2], module="mail") == "second" and chosen(seats[1], module="mail") is None
    assert chosen(seat("teamless", teams=()), seats[2], module="mail") == "teamless"


def test_who_has_most_room_then_who_got_none_for_longest():
    assert chosen(seat("a", has=1), seat("b", most=4, has=1)) == "b"
    assert chosen(seat("a", since=2), seat("b", since=1)) == "b" and chosen(seat("a", since=2), seat("b", since=None)) == "b"


def test_who_knows_the_account_or_chatted_with_them_goes_before_all_while_they_have_room():
    seats = seat("a"), seat("manager", teams=(SECOND,)), seat("last", has=1)
    assert chosen(*seats, first=["manager", "last"]) == "manager" and chosen(*seats, first=["gone", "last"]) == "last"
    assert chosen(seat("a"), seat("manager", has=2), first=["manager"]) == "a"


def test_who_was_asked_and_did_nothing_is_not_asked_again():
    assert chosen(seat("a"), seat("b"), tried=["a"]) == "b" and chosen(seat("a"), tried=["a"]) is None


def test_it_is_offered_with_room_or_a_short_line_and_never_without_anybody():
    assert presence.offered([seat("a")], None, 0) == (True, True)
    assert presence.offered([seat("a", has=2)], None, 1) == (True, False)   # both of hers are taken, and one waits
    assert presence.offered([seat("a", has=2)], None, 2) == (False, False)  # more wait than she could help at once
    assert presence.offered([seat("a", has=1)], None, 1) == (True, False)   # her place is somebody else's already
    for nobody in ([], [seat("a", there=False)], [seat("a", "busy")], [seat("a", teams=(MONEY,))]):
        assert presence.offered(nobody, "mail", 0) == (False, False)
