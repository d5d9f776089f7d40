"""What many wish for: the team shows a change under a title of its own, others say "me too", and all are told when it is there. Nobody's words are shown."""

import pytest
from cast import product, visitor
from desk_material import TABLES
from material import SITE

from askaside.core.db import db
from askaside.core.errors import Conflict, Stale
from askaside.mail.models import OutgoingLetter
from askaside.people import queries as people
from askaside.search import dictionaries, languages
from askaside.tickets import handling, joining, queries, queue, watch, wishes
from askaside.tickets.models import Ticket, TicketChange, TicketMessage

TICKETS, CHANGES = "/api/v1/acme/tickets", "/api/v1/acme/changes"
BELA, TITLE = "agent:bela", "A dark mode for invoices"


@pytest.fixture(autouse=True)
def office(app, folder, time):
    folder.site(SITE + TABLES.replace('next_response = {', 'next_response = { minor = "2h",'))
    app.shelf.reread()
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "https://help.acme.test"
    time.at("2026-11-22T10:00+02:00")


def opened(client, who="alice", **more):
    answer = client.post(TICKETS, json={"body": "canary-body of alice", "subject": "canary-subject", "name": "canary-name", "kind": "change", "locale": "en", **more}, headers=visitor(who))
    assert answer.status_code == 201, answer.text
    return db.session.get(Ticket, answer.get_json()["id"])


@pytest.fixture
def wish(client):
    """A change that everybody is shown."""
    return wishes.publish(opened(client), BELA, TITLE)


def me_too(client, wish, who="bob", headers=None, **more):
    return client.post(f"{CHANGES}/{wish.id}/me-too", json={"locale": "en", **more}, headers=headers or visitor(who))


def told(client, who=None, headers=None, **asked):
    return client.get(CHANGES, query_string=asked, headers=headers or (visitor(who) if who else {})).get_json()["changes"]


def letters(to):
    return [letter.raw.decode().replace("=\r\n", "") for letter in db.session.query(OutgoingLetter).filter_by(recipient=to).order_by(OutgoingLetter.posted_at)]


def test_everybody_is_shown_the_title_that_the_team_gave_it_and_nothing_else(client, wish):
    assert told(client) == [{"id": wish.id, "title": TITLE, "count": 1, "mine": False}]
    assert told(client, "alice") == [{"id": wish.id, "title": TITLE, "count": 1, "mine": True}]
    shown = [client.get(CHANGES, query_string=asked).get_data(as_text=True) for asked in ({}, {"q": "a dark mode for the invoices"}, {"q": "canary subject body"})]
    assert shown[0] == shown[1] != shown[2] and "canary" not in "".join(shown)


def test_what_the_team_does_not_show_is_not_there(client, app, folder, wish):
    folder.site(SITE + TABLES, key="other")
    app.shelf.reread()
    assert client.get("/api/v1/other/changes").get_json() == {"changes": [], "next": None}
    hidden = opened(client, "carl")
    solved = wishes.publish(opened(client, "dora"), BELA, "Solved already")
    handling.answer(solved, BELA, "Bela", "Done.", solve=True)
    assert [row["id"] for row in told(client)] == [wish.id]
    nothing = me_too(client, hidden).get_data()
    assert b"not_found" in nothing and b"canary" not in nothing
    for site, id_ in (("acme", hidden.id), ("acme", solved.id), ("acme", "a" * 26), ("acme", "nope"), ("other", wish.id)):
        for who in ("bob", "carl", "alice"):
            answer = client.post(f"/api/v1/{site}/changes/{id_}/me-too", json={"locale": "en"}, headers=visitor(who))
            assert (answer.status_code, answer.get_data()) == (404, nothing), (site, id_, who)
    assert db.session.query(Ticket).count() == 3
    wishes.publish(wish, BELA, None)
    assert told(client) == [] and me_too(client, wish).get_data() == nothing


def test_nobody_says_me_too_namelessly(client, wish):
    answer = client.post(f"{CHANGES}/{wish.id}/me-too", json={"locale": "en"})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unsigned")


def test_me_too_is_a_request_of_ones_own_that_waits_for_the_first(client, wish):
    answer = me_too(client, wish, body="Above all at night.", name="Bob")
    assert answer.status_code == 201
    row = answer.get_json()
    assert (row["kind"], row["status"], row["subject"], row["answer_by_at"]) == ("change", "on_hold", TITLE, None)
    assert row["notice"] == "Others wish for this, too. You will be told when it is there."
    mine = client.get(f"{TICKETS}/{row['id']}", headers=visitor("bob")).get_json()
    assert [line["body"] for line in mine["messages"]] == ["Me too.\n\nAbove all at night."] and mine["unread"] == 0 and "canary" not in str(mine)
    assert (told(client)[0]["count"], told(client, "bob")[0]["mine"], told(client, "carl")[0]["mine"]) == (2, True, False)
    ticket = db.session.get(Ticket, row["id"])
    assert (ticket.cause_id, ticket.due_at, ticket.first_response_due_at, ticket.resolution_due_at, ticket.alarm_at, ticket.team) == (wish.id, None, None, None, None, wish.team)
    assert [(one.what, one.after) for one in db.session.query(TicketChange).filter_by(ticket_id=ticket.id).order_by(TicketChange.id)] == [("opened", "on_hold"), ("linked", f"#{wish.number}")]


def test_in_another_language_it_is_said_in_that_language(client, wish):
    row = me_too(client, wish, locale="he").get_json()
    assert client.get(f"{TICKETS}/{row['id']}", headers=visitor("bob")).get_json()["messages"][0]["body"] == "גם אני."
    assert "תישלח לך הודעה" in row["notice"]


def test_the_team_gets_no_letter_and_no_due_time_and_it_stands_at_the_end_of_the_queue(client, wish, time):
    before = len(letters("first@acme.test"))
    row = me_too(client, wish).get_json()
    assert len(letters("first@acme.test")) == before
    time.at("2026-12-22T10:00+02:00")
    watch.run(["acme"])
    ticket = db.session.get(Ticket, row["id"])
    assert not any((ticket.first_response_breached_at, ticket.resolution_breached_at, ticket.next_response_breached_at))
    rows, _, _ = queue.page(queue.View("acme", "nobody"), ticket.opened_at, 10)
    assert [(one["number"], one["group"]) for one in rows] == [(wish.number, "today"), (ticket.number, "waiting")]


def test_it_makes_nobody_wait_longer(client, wish):
    bob = product()(sub="bob", email="bob@acme.test")
    before = queries.pace("acme", wish.opened_at)["waiting"]
    me_too(client, wish, headers=bob)
    requester = people.requester(type("Who", (), {"site": "acme", "key": "sub:bob"}))
    assert queries.asked(requester, wish.opened_at.replace(year=2025)) == 0   # fair use does not count it
    assert queries.pace("acme", wish.opened_at)["waiting"] == before
    assert queries.asked(wish.requester, wish.opened_at.replace(year=2025)) == 1


def test_a_signed_in_person_is_told_by_letter_that_they_will_be_told_and_then_that_it_is_there(client, wish):
    me_too(client, wish, headers=product()(sub="bob", email="bob@acme.test"), body="At night.")
    [first] = letters("bob@acme.test")
    assert "We have your request #2." in first and "You will be told when it is there." in first and "At night." in first and "An answer comes" not in first
    handling.answer(wish, BELA, "Bela", "canary-answer for alice", solve=True)
    [_, last] = letters("bob@acme.test")
    assert f"What you wished for is there: {TITLE}." in last and "canary" not in first + last


def test_all_are_told_when_it_is_there_each_in_their_own_language(client, wish):
    rows = [me_too(client, wish, who, locale=locale).get_json() for who, locale in (("bob", "en"), ("carl", "he"))]
    handling.answer(wish, BELA, "Bela", "canary-answer", solve=True)
    mine = [client.get(f"{TICKETS}/{row['id']}", headers=visitor(who)).get_json() for row, who in zip(rows, ("bob", "carl"), strict=True)]
    assert [one["status"] for one in mine] == ["solved", "solved"] and [one["unread"] for one in mine] == [1, 1] and [one["notice"] for one in mine] == [None, None]
    assert mine[0]["messages"][-1]["body"].startswith("What you wished for is there") and "זמין" in mine[1]["messages"][-1]["body"]
    assert "canary" not in str(mine) and told(client) == []


def test_a_wish_that_was_taken_off_the_list_is_closed_and_not_said_to_be_there(client, wish):
    row = me_too(client, wish).get_json()
    wishes.publish(wish, BELA, None)
    handling.answer(wish, BELA, "Bela", "We will not do it.", solve=True)
    assert client.get(f"{TICKETS}/{row['id']}", headers=visitor("bob")).get_json()["messages"][-1]["body"].startswith(f"The team has closed this wish: {TITLE}.")


def test_twice_by_the_same_person_is_the_one_there_is(client, wish):
    first, again = me_too(client, wish, body="At night.").get_json(), me_too(client, wish, body="At night.").get_json()
    assert first["id"] == again["id"] and told(client)[0]["count"] == 2
    assert me_too(client, wish, body="And in trains.").get_json()["id"] == first["id"]
    assert [line["body"] for line in client.get(f"{TICKETS}/{first['id']}", headers=visitor("bob")).get_json()["messages"]] == ["Me too.\n\nAt night.", "And in trains."]
    assert me_too(client, wish, "alice").get_json()["id"] == wish.id and told(client)[0]["count"] == 2   # who wished for it first


def test_the_same_key_is_the_same_wish_also_after_days_and_when_it_is_there(client, wish, time):
    headers = {**visitor("bob"), "Idempotency-Key": "key-of-bob"}
    first = me_too(client, wish, headers=headers, body="At night.").get_json()
    assert me_too(client, wish, headers=headers, body="At night.").get_json() == first
    assert me_too(client, wish, headers=headers, body="Other words.").get_json()["code"] == "idempotency_conflict"
    time.at("2026-11-25T10:00+02:00")
    handling.answer(wish, BELA, "Bela", "Done.", solve=True)
    assert me_too(client, wish, headers=headers, body="At night.").get_json()["id"] == first["id"]
    assert db.session.query(Ticket).count() == 2


def test_people_are_counted_and_not_requests(client, wish):
    more = opened(client, "alice", subject="Once more")
    joining.link(more, wish, BELA)
    assert told(client)[0]["count"] == 1
    joining.link(opened(client, "bob"), wish, BELA)
    assert (told(client)[0]["count"], me_too(client, wish, "bob").get_json()["subject"], told(client, "bob")[0]["mine"]) == (2, "canary-subject", True)   # linked by an agent
    joining.link(opened(client, "bob"), wish, BELA)
    assert told(client)[0]["count"] == 2
    theirs = db.session.get(Ticket, me_too(client, wish, "carl").get_json()["id"])
    assert (told(client)[0]["count"], queries.others_wish(wish)) == (3, 2)
    handling.answer(theirs, BELA, "Bela", "Done for you.", solve=True)
    assert (told(client)[0]["count"], told(client, "carl")[0]["mine"]) == (2, False)


def test_the_most_wished_for_come_first_in_pages_and_by_module(client, wish):
    second = wishes.publish(opened(client, "dora", context={"module": "mail"}), BELA, "Letters in colour")
    third = wishes.publish(opened(client, "erik", context={"module": "invoices"}), BELA, "Stamps")
    me_too(client, second)
    assert [row["title"] for row in told(client)] == ["Letters in colour", TITLE, "Stamps"]
    one = client.get(CHANGES, query_string={"limit": 2}).get_json()
    assert [row["id"] for row in client.get(CHANGES, query_string={"limit": 2, "after": one["next"]}).get_json()["changes"]] == [third.id]
    assert [row["title"] for row in told(client, module="invoices")] == [TITLE, "Stamps"]
    for wrong in ({"q": "x" * 401}, {"surprise": 1}, {"limit": 0}):
        assert client.get(CHANGES, query_string=wrong).get_json()["code"] == "bad_request", wrong


@pytest.fixture
def forms(app):
    """The forms of words are known, as they are once an index was built."""
    for code in ("en", "he"):
        for need in languages.of(code).needs:
            dictionaries.prepare(need)


@pytest.mark.parametrize("q, locale, found", [
    ("Please make the invoice page dark, there is no mode for that", "en", True), ("could the modes of an invoice be darker?", "en", True), ("invoices are wrong", "en", False),
    ("Dark!", "en", False), ("a for the", "en", False), ("", "en", False), ("<script>dark mode invoices</script>", "en", True), ("A DARK MODE IN THE INVOICES", "he", True)])
def test_words_find_the_wish_that_is_about_the_same(client, wish, forms, q, locale, found):
    assert [row["id"] for row in told(client, q=q, locale=locale)] == [wish.id] * found


def test_forms_of_a_word_are_one_word_in_hebrew_too(client, wish, forms):
    wishes.publish(wish, BELA, "מצב כהה לחשבוניות")
    assert [row["id"] for row in told(client, q="אפשר להוסיף מצב כהה בחשבונית?", locale="he")] == [wish.id]


def test_the_nearest_come_first_and_only_few(client):
    titles = ("Export of the members list", "Export members", "Export members as a table", "Members export again", "Print labels")
    made = [wishes.publish(opened(client, f"person {n}"), BELA, title) for n, title in enumerate(titles)]
    assert [row["id"] for row in told(client, q="I need to export all members")] == [made[at].id for at in (1, 0, 2)]


@pytest.mark.parametrize("title, q, found", [
    ("Undo", "please let me undo it", False), ("Print labels for members quickly", "print members", False), ("Print labels for members", "print members", True)])
def test_one_word_tells_too_little_and_half_of_them_too(client, wish, title, q, found):
    wishes.publish(wish, BELA, title)
    assert [row["id"] for row in told(client, q=q)] == [wish.id] * found


def test_a_title_is_text_of_one_line(client, wish):
    wishes.publish(wish, BELA, " <script>alert(1)</script>\n {title}  %s ")
    assert told(client)[0]["title"] == "<script>alert(1)</script> {title} %s"
    row = me_too(client, wish).get_json()
    handling.answer(wish, BELA, "Bela", "Done.", solve=True)
    assert "<script>alert(1)</script> {title} %s." in client.get(f"{TICKETS}/{row['id']}", headers=visitor("bob")).get_json()["messages"][-1]["body"]


def test_each_step_is_in_the_audit_and_a_question_becomes_a_change(client):
    ticket = opened(client, kind="question")
    wishes.publish(ticket, BELA, TITLE)
    wishes.publish(ticket, BELA, None)
    assert ticket.kind == "change"
    assert [(one.what, one.by, one.before, one.after) for one in db.session.query(TicketChange).filter_by(ticket_id=ticket.id).order_by(TicketChange.id)][1:] == [
        ("kind", BELA, "question", "change"), ("published", BELA, None, TITLE), ("published", BELA, TITLE, None)]


@pytest.mark.parametrize("case", ["fault", "dispute", "solved", "waits for another", "stale"])
def test_what_is_no_open_wish_of_its_own_is_not_shown(client, wish, case):
    ticket = opened(client, "bob", kind=case) if case in ("fault", "dispute") else opened(client, "bob")
    if case == "solved":
        handling.answer(ticket, BELA, "Bela", "Done.", solve=True)
    if case == "waits for another":
        joining.link(ticket, wish, BELA)
    with pytest.raises(Stale if case == "stale" else Conflict):
        wishes.publish(ticket, BELA, "Mine", seen=0 if case == "stale" else None)
    assert [row["id"] for row in told(client)] == [wish.id]


def test_what_others_wait_for_is_not_put_where_they_would_not_hear_of_it(client, wish):
    other, more = opened(client, "alice"), opened(client, "alice")
    with pytest.raises(Conflict):
        joining.merge(wish, other, BELA)
    with pytest.raises(Conflict):
        joining.link(wish, other, BELA)
    row = me_too(client, wish).get_json()
    wishes.publish(wish, BELA, None)
    joining.link(other, wish, BELA)
    joining.merge(wish, other, BELA)   # off the list it can be joined: who waits for it waits for the other now
    handling.answer(other, BELA, "Bela", "Done.", solve=True)
    assert (client.get(f"{TICKETS}/{row['id']}", headers=visitor("bob")).get_json()["status"], more.status) == ("solved", "new")


def test_the_team_is_not_disturbed_by_it_while_it_works_on_the_first(client, wish):
    seen = wish.last_n
    me_too(client, wish)
    handling.answer(wish, BELA, "Bela", "We think about it.", seen=seen)
    assert db.session.query(TicketMessage).filter_by(ticket_id=wish.id).count() == 2


def test_who_adds_to_it_and_reopens_it_is_heard(client, wish):
    row = me_too(client, wish).get_json()
    before = len(letters("first@acme.test"))
    assert client.post(f"{TICKETS}/{row['id']}/messages", json={"body": "In grey, please.", "seen": 1}, headers=visitor("bob")).status_code == 201
    assert len(letters("first@acme.test")) == before + 1
    handling.answer(wish, BELA, "Bela", "Done.", solve=True)
    again = client.post(f"{TICKETS}/{row['id']}/reopen", headers=visitor("bob")).get_json()
    assert (again["status"], again["notice"]) == ("open", None) and again["answer_by_at"] == "2026-11-22T10:00:00.000Z"
