"""Who writes too much at once waits: by caller and by address, at each door."""

import pytest
from cast import visitor

from askaside.core.db import db
from askaside.tickets.models import Ticket, TicketMessage

TICKETS = "/api/v1/acme/tickets"


@pytest.mark.parametrize("rule", ["message", "message_address"])
@pytest.mark.parametrize("door, body", [("messages", {"body": "canary"}), ("rating", {"stars": 1}), ("reopen", {})])
def test_a_further_word_waits_and_nothing_of_it_is_kept(client, app, monkeypatch, rule, door, body):
    ids = [client.post(TICKETS, json={"body": "Help", "locale": "en"}, headers=visitor(who)).get_json()["id"] for who in ("alice", "bob")]
    db.session.query(Ticket).update({"status": "solved"})
    db.session.commit()
    monkeypatch.setattr(app.limits, "_rules", {**app.limits._rules, rule: (1, 1e-6)})
    assert client.post(f"{TICKETS}/{ids[0]}/messages", json={"body": "One"}, headers=visitor("alice")).status_code == 201
    answers = [client.post(f"{TICKETS}/{id_}/{door}", json=body, headers=visitor(who)).status_code for id_, who in zip(ids, ("alice", "bob"), strict=True)]
    assert answers[0] == 429 and (answers[1] == 429) is (rule == "message_address")   # another browser of the same address
    assert db.session.query(TicketMessage).filter_by(ticket_id=ids[0]).count() == 2
