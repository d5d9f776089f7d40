"""Each limit fires: whoever does more than it allows is told so, and when to come again. A new rule needs its row."""

from functools import partial

import pytest
from cast import visitor
from chat_material import Browser
from desk_material import PASSWORD, TABLES, Desk, with_password
from files_material import form
from material import SITE

from askaside.app import RULES
from askaside.core.limits import Limits
from askaside.core.live import socketio

API = "/api/v1/acme"


def opened(client, who):
    return client.post(f"{API}/tickets", json={"body": "It does not print.", "locale": "en"}, headers=visitor(who))


def says(client, who):
    """A further line of the request that they opened before."""
    ticket = client.get(f"{API}/tickets", headers=visitor(who)).get_json()["tickets"][0]["id"]
    return client.post(f"{API}/tickets/{ticket}/messages", json={"body": "And now?"}, headers=visitor(who))


def sends(client, who):
    return client.post(f"{API}/files", **form(file=(b"a;b\n1;2\n", "table.csv")), headers=visitor(who))


def signs_in(client, who):
    return client.post("/desk/sign-in", data={"email": f"{who}@acme.test", "password": PASSWORD})


class AtDesk:
    """Bela's socket."""

    def __init__(self, app):
        desk = Desk(app, "bela@acme.test")
        self.socket = socketio.test_client(app, namespace="/desk", auth={"csrf": desk.csrf}, flask_test_client=desk.client)

    def say(self):
        return self.socket.emit("desk:here", {}, namespace="/desk", callback=True)


# name: what is done within it and then beyond it, given a client and the app: two functions, each without an argument. `alice` and `bob` share an address.
ACTS = {
    "vote": lambda client, app: [lambda: client.post(f"{API}/articles/invoices/send/votes", json={"helpful": True})] * 2,
    "seen": lambda client, app: [lambda: client.post(f"{API}/seen", json={"kind": "open", "url": "/invoices/5"})] * 2,
    "ticket": lambda client, app: [lambda: opened(client, "alice")] * 2,
    "ticket_address": lambda client, app: [lambda: opened(client, "alice"), lambda: opened(client, "bob")],
    "message": lambda client, app: [lambda: says(client, "alice")] * 2,
    "message_address": lambda client, app: [lambda: says(client, "alice"), lambda: says(client, "bob")],
    "file": lambda client, app: [lambda: sends(client, "alice")] * 2,
    "file_address": lambda client, app: [lambda: sends(client, "alice"), lambda: sends(client, "bob")],
    "chat": lambda client, app: [Browser(app).start] * 2,
    "desk": lambda client, app: [partial(Desk(app, "bela@acme.test").post, "acme/seat", {"status": "busy"})] * 2,
    "desk_socket": lambda client, app: [AtDesk(app).say] * 2,
    "sign_in": lambda client, app: [lambda: signs_in(client, "bela")] * 2,
    "sign_in_address": lambda client, app: [lambda: signs_in(client, "bela"), lambda: signs_in(client, "dana")],
}


def test_every_rule_has_its_row():
    assert set(ACTS) == set(RULES)


@pytest.fixture
def acts(app, client, folder):
    folder.site(SITE + TABLES)
    app.shelf.reread()
    with_password()
    for who in ("alice", "bob"):
        assert opened(client, who).status_code == 201
    app.limits = Limits(dict.fromkeys(RULES, (10_000, 1)))
    return ACTS


@pytest.mark.parametrize("rule", ACTS)
def test_it_fires_and_says_when_to_come_again(app, client, acts, rule):
    within, beyond = acts[rule](client, app)
    app.limits = Limits({**dict.fromkeys(RULES, (10_000, 1)), rule: (1, 1 / 40)})
    first, second = within(), beyond()
    if isinstance(first, dict):
        assert "error" not in first and second["error"]["code"] == "too_many" and second["error"]["retry_after_seconds"] in (39, 40), second
    else:
        assert first.status_code < 400 and second.status_code == 429 and second.headers["Retry-After"] in ("39", "40"), second.text
        if second.is_json:
            assert second.get_json()["code"] == "too_many" and str(second.get_json()["retry_after_seconds"]) == second.headers["Retry-After"]
        else:
            assert f"in {second.headers['Retry-After']} seconds" in second.text

