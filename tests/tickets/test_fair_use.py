"""What a plan gives, and fair use: who asks far more than is included waits a little longer, is told so kindly, and is never refused."""


import pytest
from cast import product, visitor
from material import SITE

from askaside.core.db import db
from askaside.mail.models import OutgoingLetter
from askaside.site_tables import TABLES
from askaside.sites.site_file import SiteBroken, read
from askaside.tickets import joining
from askaside.tickets.fair_use import Use, unread
from askaside.tickets.models import Ticket, TicketChange

TICKETS = "/api/v1/acme/tickets"
PLANS = """
[[channels]]
kind = "ticket"
[[channels]]
kind = "phone"
link = "tel:+1"
[calendars.office]
zone = "UTC"
week = { mon-sun = ["08:00-18:00"] }
[sla.default]
hours = "office"
first_response = { question = "4h", outage = "1h", major = "2h" }
[sla.fast]
hours = "office"
first_response = { question = "1h" }
[plans.default]
channels = ["ticket"]
fair_use = 3
[plans.gold]
title = "Gold"
sla = "fast"
priority = 2
"""
MORNING = "2026-11-22T08:00+00:00"


@pytest.fixture(autouse=True)
def plans(app, folder, time):
    folder.site(SITE + PLANS)
    app.shelf.reread()
    app.config["MAIL_FROM"] = None
    time.at(MORNING)


def opened(client, who="alice", headers=None, **more):
    answer = client.post(TICKETS, json={"body": "How do I print?", "locale": "en", **more}, headers=headers or visitor(who))
    assert answer.status_code == 201
    return answer.get_json()


def due(told):
    return told["answer_by_at"][11:16]


def test_a_plan_has_its_promise_its_place_and_its_ways(client):
    sign = product()
    gold = sign(sub="gina", plan="gold")
    told = opened(client, headers=gold)
    assert due(told) == "09:00"
    assert db.session.get(Ticket, told["id"]).priority == 2
    assert [way["kind"] for way in client.get("/api/v1/acme/contact", headers=gold).get_json()["channels"]] == ["ticket", "phone"]
    assert [way["kind"] for way in client.get("/api/v1/acme/contact").get_json()["channels"]] == ["ticket"]
    assert "tel:+1" not in client.get("/api/v1/acme/help?url=/mail").text   # a number that is not theirs is nowhere to be read
    assert "tel:+1" not in client.get("/help/acme/en/").text


def test_a_plan_that_the_site_does_not_know_is_that_of_anybody(client):
    told = opened(client, headers=product()(sub="hans", plan="platinum"))
    assert due(told) == "12:00"


def test_who_writes_more_than_is_included_waits_longer_is_told_and_not_refused(client):
    usual = [opened(client) for _ in range(3)]
    assert {(due(one), one["notice"]) for one in usual} == {("12:00", None)}
    over = opened(client)
    assert due(over) == "12:12"   # a twentieth more
    assert over["notice"] == "This is request 4 of the last 30 days, and 3 are included, so others who have waited go first. What is urgent goes first all the same."
    assert due(opened(client, "bob")) == "12:00"
    assert db.session.query(TicketChange).filter_by(what="fair_use").one().before == "4 of 3 in 30 days, 0 unread"


def test_they_are_told_the_same_time_before_they_write(client, time):
    for _ in range(3):
        opened(client)
    time.at("2026-12-20T08:00+00:00")   # it is of the last 30 days
    told = client.get("/api/v1/acme/contact", headers=visitor("alice")).get_json()["channels"][0]["promise"]["answer_by_at"]
    assert told == opened(client)["answer_by_at"]
    assert told != client.get("/api/v1/acme/contact", headers=visitor("bob")).get_json()["channels"][0]["promise"]["answer_by_at"]


def test_what_is_urgent_waits_no_longer(client):
    for _ in range(4):
        opened(client)
    assert due(opened(client, outage=True)) == "09:00"
    assert due(opened(client, facts={"worked_before": "yes", "way_round": "no"})) == "10:00"


def test_what_was_offered_and_not_read_counts(client):
    for _ in range(3):
        opened(client)
    trail = [{"kind": "offered", "article": "mail/write"}, {"kind": "offered", "article": "invoices/send"}, {"kind": "read", "article": "invoices/send"}]
    assert due(opened(client, context={"trail": trail})) == "13:12"


def test_steps_that_were_offered_and_read_and_not_tried_count(client, app, folder):
    folder.article("invoices/steps.en", "title: Print an invoice", "1. Open it.\n2. Press **Print**.")
    app.shelf.reread()
    for _ in range(3):
        opened(client)

    def wait(*trail):
        """Until when the fourth waits who did this; it is as if it had not been asked afterwards."""
        told = opened(client, context={"trail": [{"kind": kind, "article": article} for kind, article in trail]})
        db.session.get(Ticket, told["id"]).requester_id = db.session.get(Ticket, opened(client, "somebody")["id"]).requester_id
        db.session.commit()
        return due(told)

    steps, text = "invoices/steps", "invoices/send"
    assert wait(("offered", steps), ("read", steps)) == "13:12"
    assert wait(("offered", steps), ("read", steps), ("ticked", steps)) == "12:12"
    assert wait(("offered", steps), ("read", steps), ("voted", steps)) == "12:12"   # they say whether it helped, so they tried
    assert wait(("offered", text), ("read", text)) == "12:12"                       # no steps in it
    assert wait(("read", steps)) == "12:12"                                         # not offered for these words
    assert wait(("offered", "invoices/gone"), ("read", "invoices/gone")) == "12:12"


def test_what_was_joined_to_another_counts_once(client):
    first, second, _ = (db.session.get(Ticket, opened(client)["id"]) for _ in range(3))
    joining.merge(second, first, "agent:bela")
    assert opened(client)["notice"] is None   # three, the joined one left out


def test_only_the_first_answer_waits_and_the_letter_says_why(client, app, folder):
    folder.site(SITE + PLANS.replace('[sla.fast]', 'resolution = { question = "8h" }\n[sla.fast]'))
    app.shelf.reread()
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "https://help.acme.test"
    alice = product()
    told = [opened(client, headers=alice(email="alice@acme.test")) for _ in range(4)]
    assert due(told[0]) != due(told[3])
    assert len({db.session.get(Ticket, one["id"]).resolution_due_at for one in told}) == 1
    raw = [row.raw.decode().replace("=\r\n", "") for row in db.session.query(OutgoingLetter).order_by(OutgoingLetter.posted_at, OutgoingLetter.id)]
    assert ["so others who have waited go first" in " ".join(letter.split()) for letter in raw].count(True) == 1


def test_after_a_month_it_is_forgotten(client, time):
    for _ in range(4):
        opened(client)
    time.at("2026-12-22T08:00+00:00")
    assert opened(client)["notice"] is None


@pytest.mark.parametrize("asked, unread_, factor", [(3, 9, 1), (4, 0, 1.05), (5, 2, 1.6), (1000, 0, 3)])
def test_how_much_longer(asked, unread_, factor):
    assert Use(asked, 3, unread_).factor("question") == pytest.approx(factor)
    assert Use(asked, None, unread_).factor("question") == 1


def test_an_answer_counts_once_however_often_it_was_offered():
    assert unread([{"kind": "offered", "article": "a/b"}] * 3 + [{"kind": "offered"}, {"kind": "searched", "text": "x"}]) == 1


PLAN = "[plans.gold]\n"


@pytest.mark.parametrize("text, line, told", [
    (PLAN + "priority = 4\n", 2, "from 0 to 3"), (PLAN + "priority = true\n", 2, "a whole number"), (PLAN + "fair_use = 0\n", 2, "from 1 to"), (PLAN + 'sla = "gold"\n', 2, "`sla` is 'gold'"),
    (PLAN + 'channels = ["fax"]\n', 2, "`channels` names 'fax'"), (PLAN + "price = 3\n", 2, "not a key"), ("plans = 3\n", 1, "[plans.gold]")])
def test_what_is_wrong_with_a_plan_is_told_with_its_line(text, line, told):
    site = text + SITE if text.startswith("plans =") else SITE + text
    with pytest.raises(SiteBroken) as broken:
        read("acme", site, tables=TABLES)
    assert told in str(broken.value)
    assert broken.value.line == (line if text.startswith("plans =") else SITE.count("\n") + line)
