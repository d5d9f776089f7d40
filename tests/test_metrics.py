"""`/metrics`: what is late, for who watches the server; nothing of a person, and nothing for strangers."""

import re

import pytest
from cast import visitor
from material import SITE

from askaside.core.db import db
from askaside.tickets import handling, joining, watch
from askaside.tickets.models import Ticket

PROMISE = """
[calendars.round]
zone = "UTC"
always = true
[[teams]]
key = "first"
mail = "first@acme.test"
[sla.default]
hours = "round"
first_response = { question = "1h", outage = "1h" }
"""


def figures(client, **how):
    answer = client.get("/metrics", **how)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r'askaside_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? \d+', line) for line in lines)
    return dict(line.rsplit(" ", 1) for line in lines)


def test_what_waits_and_what_is_late_is_told(client, app, folder, time):
    folder.site(SITE + PROMISE)
    app.shelf.reread()
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "https://help.acme.test"
    time.at("2026-11-22T10:00+00:00")
    assert figures(client)["askaside_outbox_waiting"] == "0"
    for outage in (True, False):
        client.post("/api/v1/acme/tickets", json={"body": "canary-body", "locale": "en", "outage": outage}, headers=visitor("alice"))
    time.at("2026-11-22T11:00+00:00")
    watch.run(["acme"])
    told = figures(client)
    assert told['askaside_tickets_open{site="acme",status="new"}'] == "2"
    assert told['askaside_tickets_late{site="acme",target="first_response"}'] == "2"
    assert told['askaside_outages_unconfirmed{site="acme"}'] == "1"
    assert told["askaside_outbox_waiting"] == "4" and told["askaside_outbox_oldest_seconds"] == "3600"   # two new, two late
    assert told['askaside_articles{site="acme"}'] and "canary" not in client.get("/metrics").text


def test_what_is_answered_or_done_is_late_no_more_and_each_site_counts_for_itself(client, app, folder, time):
    for key in ("acme", "other"):
        folder.site(SITE + PROMISE + 'next_response = { question = "1h", outage = "1h" }\n', key=key)
    app.shelf.reread()
    time.at("2026-11-22T10:00+00:00")
    ids = {site: client.post(f"/api/v1/{site}/tickets", json={"body": "x", "locale": "en", "outage": True}, headers=visitor("alice")).get_json()["id"] for site in ("acme", "other")}

    def late():
        watch.run(["acme", "other"])
        told = figures(client)
        return {name.removeprefix("askaside_"): int(value) for name, value in told.items() if name.startswith(("askaside_tickets_late", "askaside_outages"))}

    time.at("2026-11-22T11:00+00:00")
    assert late() == {f'{name}{{site="{site}"{more}}}': 1 for site in ids for name, more in (("tickets_late", ',target="first_response"'), ("outages_unconfirmed", ""))}
    ticket = db.session.get(Ticket, ids["acme"])
    handling.answer(ticket, "agent:bela", "Bela", "We see it.")
    assert {name for name in late() if "acme" in name} == set()
    client.post(f"/api/v1/acme/tickets/{ticket.id}/messages", json={"body": "And?"}, headers=visitor("alice"))
    time.at("2026-11-22T12:00+00:00")
    assert {name for name in late() if "acme" in name} == {'tickets_late{site="acme",target="next_response"}'}
    handling.answer(ticket, "agent:bela", "Bela", "Soon.")
    assert {name for name in late() if "acme" in name} == set()
    joining.merge(db.session.get(Ticket, ids["other"]), db.session.get(Ticket, client.post(
        "/api/v1/other/tickets", json={"body": "y", "locale": "en", "kind": "change"}, headers=visitor("alice")).get_json()["id"]), "agent:bela")
    assert late() == {} and figures(client)['askaside_tickets_open{site="other",status="new"}'] == "1"
    assert not [name for name in figures(client) if "closed" in name]


@pytest.mark.parametrize("address, status", [("127.0.0.1", 200), ("10.1.2.3", 200), ("::1", 200), ("8.8.8.8", 404), ("2001:4860::1", 404), ("nonsense", 404), ("", 404)])
def test_strangers_find_nothing(client, address, status):
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": address}).status_code == status


def test_a_stranger_behind_our_proxy_is_one(client, app):
    app.config["TRUSTED_PROXIES"] = 1
    assert client.get("/metrics", headers={"X-Forwarded-For": "8.8.8.8"}).status_code == 404
