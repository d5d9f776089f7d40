"""`/metrics`: what is late, for who watches the server; nothing of a person, and nothing for strangers."""

import re

import pytest
from cast import product, visitor
from chat_material import Browser
from material import SITE

from askaside.core import counters
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
    assert all(re.fullmatch(r'askaside_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? \d+(\.\d+)?', line) for line in lines)
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
    assert not [name for name in figures(client) if "tickets" in name and "closed" in name]


@pytest.mark.parametrize("address, status", [("127.0.0.1", 200), ("10.1.2.3", 200), ("::1", 200), ("8.8.8.8", 404), ("2001:4860::1", 404), ("nonsense", 404), ("", 404)])
def test_strangers_find_nothing(client, address, status):
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": address}).status_code == status


def test_a_stranger_behind_our_proxy_is_one(client, app):
    app.config["TRUSTED_PROXIES"] = 1
    assert client.get("/metrics", headers={"X-Forwarded-For": "8.8.8.8"}).status_code == 404


def grown(client, act):
    """What of the figures is more after `act()`: {name: by how much}."""
    before = figures(client)
    act()
    return {name: float(value) - float(before.get(name, 0)) for name, value in figures(client).items() if float(value) > float(before.get(name, 0)) and "/metrics" not in name}


def test_requests_are_counted_by_their_route_and_a_path_that_nobody_knows_is_one_series(client):
    def act():
        for n in range(50):
            assert client.get(f"/nowhere/canary-{n}?q=canary").status_code == 404
        for _ in range(3):   # the last two are answered before Flask
            assert client.get("/api/v1/acme/help").status_code == 200
        client.open("/api/v1/acme/help", method="CANARY")

    told = grown(client, act)
    assert told['askaside_requests_total{route="none",method="GET",status="4xx"}'] == 50
    assert told['askaside_requests_total{route="/api/v1/<site>/help",method="GET",status="2xx"}'] == 3
    assert told['askaside_request_seconds_count{route="/api/v1/<site>/help"}'] == told['askaside_request_seconds_bucket{route="/api/v1/<site>/help",le="10"}'] == 3
    assert "canary" not in client.get("/metrics").text.lower() and len(told) < 40
    assert [labels for labels, _ in counters.counts("requests") if labels["method"] == "other"]


def test_chats_are_counted_without_a_word_of_them(app, client, folder):
    header = product()(sub="canary", name="canary", email="canary@acme.test")
    browsers = []

    def act():
        browsers.append(Browser(app, header=header))
        begun = browsers[0].start("canary", "one")
        browsers[0].start("canary", "one")
        assert browsers[0].start("another", "one")["error"]["code"] == "idempotency_conflict"
        browsers[0].get(begun["conversation"], after=0)
        assert not Browser(app, header={"Authorization": "Bearer canary"}).connected

    told = grown(client, act)
    assert told['askaside_chat_messages_total{by="requester"}'] == told["askaside_chat_repeats_total"] == told["askaside_catch_ups_total"] == 1
    assert told['askaside_sockets{namespace="/chat"}'] == told['askaside_sockets_opened_total{namespace="/chat"}'] == 1
    assert told['askaside_refusals_total{code="idempotency_conflict",over="socket"}'] == told['askaside_refusals_total{code="unsigned",over="socket"}'] == 1
    assert "canary" not in client.get("/metrics").text
    assert 'askaside_agents_answering{site="acme"} 0' in client.get("/metrics").text and 'askaside_chats{status="queued"}' in client.get("/metrics").text
    assert grown(client, lambda: browsers[0].socket.disconnect("/chat"))['askaside_sockets_closed_total{namespace="/chat"}'] == 1


def test_a_limit_that_fires_is_counted(app, client):
    def act():
        for _ in range(12):
            answer = client.post("/api/v1/acme/tickets", json={"body": "x", "locale": "en"}, headers=visitor("alice"))
        assert answer.status_code == 429 and answer.get_json()["retry_after_seconds"] > 0

    told = grown(client, act)
    assert told['askaside_limits_total{limit="ticket"}'] == told['askaside_refusals_total{code="too_many",over="http"}'] == 2
