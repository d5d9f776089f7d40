"""A request is opened: who asks, how bad it is, where it goes."""

import pytest
from cast import product, visitor
from material import SITE

from askaside.core.db import db
from askaside.people.models import Account, Requester, SiteSecret
from askaside.tickets.models import Ticket, TicketChange, TicketMessage

TICKETS = "/api/v1/acme/tickets"
BODY = {"body": "I cannot issue an invoice since this morning.", "locale": "en"}


def opened(client, who="alice", **more):
    answer = client.post(TICKETS, json={**BODY, **more}, headers=visitor(who))
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def refused(client, code="bad_request", http=400, headers=None, **more):
    answer = client.post(TICKETS, json={**BODY, **more}, headers={**visitor("alice"), **(headers or {})})
    assert (answer.status_code, answer.get_json()["code"]) == (http, code)
    return answer.get_json()


def test_a_request_has_a_number_a_status_and_a_severity(client):
    told = opened(client)
    assert (told["number"], told["status"], told["severity"], told["kind"]) == (1, "new", "question", "question")
    assert len(told["id"]) == 26
    assert told["answer_by_at"] is None   # nothing is promised where the site promises nothing
    assert opened(client, "bob")["number"] == 2


def test_every_site_counts_for_itself(client, app, folder):
    folder.site(SITE, key="other")
    app.shelf.reread()
    opened(client)
    answer = client.post("/api/v1/other/tickets", json=BODY, headers=visitor("alice"))
    assert answer.get_json()["number"] == 1


@pytest.mark.parametrize("more, kind, severity", [
    ({}, "question", "question"), ({"kind": "change"}, "change", "minor"), ({"kind": "dispute"}, "dispute", "minor"), ({"kind": "fault"}, "fault", "minor"),
    ({"facts": {"worked_before": "yes"}}, "fault", "minor"), ({"facts": {"way_round": "no"}}, "fault", "major"), ({"facts": {"way_round": "yes"}}, "question", "question"),
    ({"facts": {"anyone_can_work": "no"}}, "fault", "outage"), ({"facts": {"anyone_can_work": "No "}, "kind": "question"}, "fault", "outage"),
    ({"facts": {"anyone_can_work": "yes"}, "kind": "fault"}, "fault", "minor"), ({"outage": True, "kind": "fault"}, "fault", "outage"),
    ({"outage": True, "kind": "question"}, "fault", "outage")])
def test_how_bad_it_is_comes_from_the_facts(client, more, kind, severity):
    told = opened(client, **more)
    assert (told["kind"], told["severity"]) == (kind, severity)


def test_what_else_was_told_of_an_outage_is_kept(client):
    told = opened(client, outage=True, facts={"since": "Monday", "anyone_can_work": "yes"})
    assert db.session.get(Ticket, told["id"]).facts == {"since": "Monday", "anyone_can_work": "no"}


def test_severity_cannot_be_chosen(client):
    assert "severity" in refused(client, severity="outage")["errors"]


def test_where_one_was_goes_along_and_says_the_module(client):
    context = {"url": "/invoices/5", "keys": ["vat"], "browser": "Firefox 153", "trail": [{"kind": "search", "text": "issue"}], "errors": ["E42"]}
    told = opened(client, context=context)
    assert told["module"] == "invoices"
    kept = db.session.get(Ticket, told["id"]).context
    assert {name: kept[name] for name in context} == context
    assert opened(client, context={"url": "/nowhere"})["module"] is None
    assert opened(client, context={"module": "mail", "url": "/invoices/5"})["module"] == "mail"
    assert opened(client, context={"module": "made-up", "url": "/invoices/5"})["module"] == "invoices"


def test_the_first_words_stand_for_a_subject(client):
    assert opened(client)["subject"] == "I cannot issue an invoice since this morning."
    assert opened(client, subject="Invoices")["subject"] == "Invoices"
    long = opened(client, body="word " * 100)["subject"]
    assert len(long) <= 80
    assert long.endswith("…")


def test_the_team_that_knows_the_module_gets_it(client, app, folder):
    folder.site(SITE + '[[teams]]\nkey = "all"\n[[teams]]\nkey = "money"\nmodules = ["invoices"]\n[[teams]]\nkey = "deep"\ntier = 2\nmodules = ["invoices"]\n')
    app.shelf.reread()
    for url, team in (("/invoices/5", "money"), ("/mail", "all"), ("/", "all")):
        told = opened(client, context={"url": url})
        assert db.session.get(Ticket, told["id"]).team == team


def test_every_word_is_kept_as_it_was_written(client):
    body = "  First line\n\n\tשורה שנייה 🧾 ‏RTL‎\r\n<b>bold</b> 'quotes' \"x\" ; DROP TABLE tickets; -- \x1b[31m "
    told = opened(client, body=body)
    answer = client.get(f"{TICKETS}/{told['id']}", headers=visitor("alice")).get_json()
    assert answer["messages"][0]["body"] == body


def test_a_nul_is_no_letter(client):
    told = opened(client, body="one\0two", name="A\0lice")
    assert client.get(f"{TICKETS}/{told['id']}", headers=visitor("alice")).get_json()["messages"][0]["body"] == "onetwo"


@pytest.mark.parametrize("more, field", [
    ({"body": ""}, "body"), ({"body": " \n"}, "body"), ({"body": "x" * 20_001}, "body"), ({"body": 5}, "body"), ({"body": None}, "body"), ({"locale": ""}, "locale"),
    ({"email": "nobody"}, "email"), ({"email": "a@b.test\r\nBcc: c@d.test"}, "email"), ({"subject": "x" * 201}, "subject"), ({"kind": "praise"}, "kind"),
    ({"facts": {"a": 1}}, "facts"), ({"facts": {str(n): "x" for n in range(41)}}, "facts"), ({"facts": "none"}, "facts"), ({"context": {"cookie": "x"}}, "context"),
    ({"context": {"trail": [{"a": "b"}] * 51}}, "context"), ({"outage": "perhaps"}, "outage"), ({"status": "solved"}, "status"), ({"requester_id": "x"}, "requester_id")])
def test_what_cannot_be_is_refused_by_name(client, more, field):
    assert field in refused(client, **more)["errors"]
    assert db.session.query(Ticket).count() == db.session.query(Requester).count() == 0


def test_a_person_of_the_product_keeps_their_name_account_and_plan(client):
    alice = product()
    answer = client.post(TICKETS, json=BODY, headers=alice(name="Alice", email="alice@acme.test", account="7", account_name="Studio", plan="gold"))
    assert answer.status_code == 201
    client.post(TICKETS, json=BODY, headers=alice(name="Alice B.", email="alice.b@acme.test", account="7", account_name="Studio 7"))
    person = db.session.query(Requester).one()
    assert (person.key, person.name, person.email, person.plan) == ("sub:alice", "Alice B.", "alice.b@acme.test", "gold")
    assert person.email_confirmed_at is not None
    account = db.session.query(Account).one()
    assert (account.key, account.name, account.plan) == ("7", "Studio 7", "gold")


def test_an_address_that_a_visitor_gives_is_not_trusted(client):
    opened(client, email="alice@acme.test", name="Alice")
    person = db.session.query(Requester).one()
    assert (person.email, person.name, person.email_confirmed_at) == ("alice@acme.test", "Alice", None)


def test_sent_twice_it_is_opened_once(client):
    header = {"Idempotency-Key": "0123456789"}
    one, two = (client.post(TICKETS, json=BODY, headers={**visitor("alice"), **header}) for _ in range(2))
    assert one.get_json() == two.get_json()
    assert db.session.query(Ticket).count() == db.session.query(TicketMessage).count() == 1
    refused(client, "idempotency_conflict", 409, header, body="Something else.")
    assert client.post(TICKETS, json=BODY, headers={**visitor("bob"), **header}).get_json()["id"] != one.get_json()["id"]


def test_a_renewed_token_and_another_address_are_the_same_caller(client, time):
    alice, header = product(), {"Idempotency-Key": "0123456789"}
    answers = []
    for at, address in (("2026-11-22T10:00:00+00:00", "198.51.100.1"), ("2026-11-22T10:20:00+00:00", "203.0.113.7")):
        time.at(at)
        answers.append(client.post(TICKETS, json=BODY, headers={**alice(), **header}, environ_base={"REMOTE_ADDR": address}).get_json())
    assert answers[0] == answers[1]


def test_opening_is_in_the_audit(client):
    told = opened(client)
    change = db.session.query(TicketChange).one()
    assert (change.ticket_id, change.what, change.before, change.after) == (told["id"], "opened", None, "new")
    assert change.by.startswith("visitor:")


def test_the_eleventh_in_a_row_waits_and_says_how_long(client):
    for _ in range(10):
        opened(client)
    assert 0 < refused(client, "too_many", 429)["retry_after_seconds"] <= 60
    opened(client, "bob")   # others do not wait for it


def test_one_address_cannot_open_more_by_new_secrets(client, monkeypatch):
    monkeypatch.setattr(client.application.limits, "_monotonic", lambda: 0)   # nobody gets a new one meanwhile, however slow the machine is
    for n in range(100):
        opened(client, f"visitor {n}")
    refused(client, "too_many", 429, visitor("one more"))


def test_what_somebody_wrote_at_one_site_counts_at_no_other(client, app, folder, monkeypatch):
    folder.site(SITE, key="other")
    app.shelf.reread()
    for rule in ("ticket", "ticket_address"):
        monkeypatch.setattr(app.limits, "_rules", {**app.limits._rules, rule: (1, 1e-6)})
        for site, expected in (("acme", 201), ("other", 201), ("acme", 429)):
            answer = client.post(f"/api/v1/{site}/tickets", json=BODY, headers=visitor("alice" if rule == "ticket" else f"{rule} {site} {expected}"))
            assert answer.status_code == expected, (rule, site)
        monkeypatch.undo()


@pytest.mark.parametrize("path", ["/%00", "/a%00b", f"/{'x' * 3000}", "/%F0%9F%A7%BE", "/'--"])
def test_what_can_be_no_request_is_refused_and_not_a_fault_of_ours(client, path):
    opened(client)
    answer = client.get(TICKETS + path, headers=visitor("alice"))
    assert answer.status_code in (400, 404), answer.get_json()


def test_a_token_of_someone_whose_name_no_database_keeps_is_refused_and_not_a_fault_of_ours(client):
    for claims in ({"sub": "a\0b"}, {"name": "A\0"}, {"account": "a\0b"}, {"plan": "\0"}):
        answer = client.post(TICKETS, json=BODY, headers=product()(**claims))
        assert answer.status_code in (201, 400), answer.get_json()
        db.session.query(SiteSecret).delete()
        db.session.commit()
