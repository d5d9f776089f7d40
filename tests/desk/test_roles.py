"""Who may do what: every route of the desk × four roles × own site, other site, nobody. A route without a row fails."""

import io

import pytest
from chat_material import Browser
from desk_material import TABLES, browser, hidden, opened
from material import SITE

from askaside.chat import queries
from askaside.chat.models import Conversation
from askaside.core import ids, uploads
from askaside.core.db import db
from askaside.people import agents
from askaside.people.roles import ROLES
from askaside.tickets import handling
from askaside.tickets.models import TicketChange, TicketMessage

ANYONE, SIGNED = "anyone", "signed"
READERS, ANSWERERS, WRITERS = {"admin", "agent", "observer"}, {"admin", "agent"}, {"admin", "agent", "editor"}
BOTH = READERS & WRITERS
FILE = object()   # a form with one
API, PAGE = "/api/v1/desk/<site>", "/desk/<site>"
ONE, CHAT = "/tickets/<ticket_id:ticket>", "/chats/<ticket_id:chat>"
# Every route: who may, and what is sent.
ROWS = {
    "GET /desk/sign-in": (ANYONE, None), "POST /desk/sign-in": (ANYONE, None), "GET /desk/invitation/<token>": (ANYONE, None), "POST /desk/invitation/<token>": (ANYONE, None),
    "GET /desk/style.css": (ANYONE, None), "GET /desk/password": (SIGNED, None), "POST /desk/password": (SIGNED, {}), "POST /desk/sign-out": (SIGNED, {}),
    "GET /api/v1/desk/session": (SIGNED, None), "GET /desk": (SIGNED, None),
    f"GET {PAGE}": (READERS, None), f"GET {PAGE}/gaps": (WRITERS, None), f"POST {PAGE}/gaps": (WRITERS, {"text": "canary", "page": "/mail", "locale": "en"}),
    f"GET {PAGE}/reports": (READERS, None), f"GET {PAGE}/reports.csv": (READERS, None),
    f"GET {PAGE}{ONE}": (READERS, None), f"GET {PAGE}{CHAT}": (READERS, None), f"GET {PAGE}{ONE}/files/<file>": (READERS, None),
    f"POST {PAGE}{ONE}": (ANSWERERS, {"do": "note", "body": "canary"}),
    f"GET {API}/queue": (READERS, None), f"GET {API}/changes": (READERS, None),
    f"GET {API}/agents": (READERS, None), f"GET {API}{ONE}": (READERS, None), f"GET {API}{ONE}/files/<file>": (READERS, None),
    f"GET {API}/find": (READERS, None), f"GET {API}{ONE}/proposals": (READERS, None),
    f"GET {API}{ONE}/macros": (ANSWERERS, None), f"POST {API}/files": (ANSWERERS, FILE),
    f"GET {API}{ONE}/draft": (BOTH, None), f"POST {API}{ONE}/draft": (BOTH, {}), f"POST {API}/gaps/draft": (WRITERS, {"text": "canary", "page": "/mail", "locale": "en"}),
    f"POST {API}{ONE}/messages": (ANSWERERS, {"seen": 99, "body": "canary", "as": "reply"}), f"POST {API}{ONE}/take": (ANSWERERS, {"seen": 99}),
    f"POST {API}{ONE}/assign": (ANSWERERS, {"seen": 99, "agent": None}), f"POST {API}{ONE}/hold": (ANSWERERS, {"seen": 99, "body": "canary"}),
    f"POST {API}{ONE}/release": (ANSWERERS, {"seen": 99}), f"POST {API}{ONE}/escalate": (ANSWERERS, {"seen": 99, "body": "canary"}),
    f"POST {API}{ONE}/split": (ANSWERERS, {"seen": 99, "n": 1}), f"POST {API}{ONE}/merge": (ANSWERERS, {"seen": 99, "number": 1}), f"POST {API}{ONE}/link": (ANSWERERS, {"seen": 99, "number": 1}),
    f"GET {API}/chats": (READERS, None), f"GET {API}{CHAT}": (READERS, None), f"GET {API}{CHAT}/messages": (READERS, None), f"GET {API}{CHAT}/files/<file>": (READERS, None),
    f"GET {API}{CHAT}/proposals": (READERS, None), f"GET {API}{CHAT}/macros": (ANSWERERS, None), f"GET {API}{CHAT}/draft": (BOTH, None), f"POST {API}{CHAT}/draft": (BOTH, {}),
    f"POST {API}/seat": (ANSWERERS, {"status": "busy"}), f"POST {API}{CHAT}/take": (ANSWERERS, {}), f"POST {API}{CHAT}/hand-over": (ANSWERERS, {}),
    f"POST {API}{CHAT}/note": (ANSWERERS, {"body": "canary"}), f"POST {API}{CHAT}/end": (ANSWERERS, {}), f"POST {API}{CHAT}/ticket": (ANSWERERS, {}),
    f"POST {API}{ONE}/public": (ANSWERERS, {"seen": 99, "title": "canary"}),
}


@pytest.fixture(autouse=True)
def two_sites(app, folder):
    folder.site(SITE + TABLES)
    folder.site(SITE + TABLES, key="other")
    app.shelf.reread()
    app.limits.spend = lambda *_: None


def routes(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(("/desk", "/api/v1/desk"))]
    return {f"{method} {rule.rule}": rule for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}}


def test_every_route_has_its_row(app):
    assert set(routes(app)) == set(ROWS)


def ask(client, name, site, ticket, file, chat="c" * 26):
    method, rule = name.split(" ")
    path = rule.replace("<site>", site).replace("<ticket_id:ticket>", ticket).replace("<ticket_id:chat>", chat).replace("<file>", file)
    sent = ROWS[name][1]
    if path.startswith("/api/"):
        csrf = (client.get("/api/v1/desk/session").get_json() or {}).get("csrf", "x")
        if sent is FILE:
            return client.post(path, data={"file": (io.BytesIO(b"words"), "a.txt")}, headers={"X-CSRF-Token": csrf})
        return client.open(path, method=method, query_string={"q": "x"} if path.endswith("/find") else None, headers={"X-CSRF-Token": csrf}, **({} if sent is None else {"json": sent}))
    csrf = hidden(client.get("/desk/password").text).get("csrf", "x")
    return client.open(path, method=method, **({} if sent is None else {"data": {"csrf": csrf, **sent}}))


def test_who_may_and_who_may_not(client, app):
    browsers = {(role, site): browser(app, agents.add(f"{role}@{site}.test", role.title(), (), [(site, role)]).email) for role in ROLES for site in ("acme", "other")}
    opened(client)
    for name, (allowed, _) in ROWS.items():
        if isinstance(allowed, set):
            cell(client, app, browsers, name, allowed)


def cell(client, app, browsers, name, allowed):
    """All that may ask the route `name`, and all that may not."""
    ticket = opened(client, body="canary-words")
    alice = Browser(app, "alice")
    chat = alice.start("canary-chat", ids.new())["conversation"]
    alice.socket.disconnect("/chat")   # a person may have so many at once
    note = handling.answer(ticket, "agent:carl", "Carl", "canary-note", note=True)
    file = uploads.keep("acme", "agent:carl", "canary.txt", b"canary-file", 100)
    file.message_id = queries.after(db.session.get(Conversation, chat), 0)[0].id if CHAT in name else note.id
    if name.endswith("release"):
        handling.hold(ticket, "agent:carl", "Wait.")
    db.session.commit()
    written, refused = (db.session.query(TicketMessage).count(), db.session.query(TicketChange).count()), set()
    for (role, site), theirs in browsers.items():
        if site == "acme" and role in allowed:
            continue
        answers = [ask(theirs, name, "acme", ticket.id, file.id, chat), ask(theirs, name, "acme", "a" * 26, "b" * 26), ask(theirs, name, "nowhere", "a" * 26, "b" * 26)]
        assert {answer.status_code for answer in answers} == {404}, (name, role, site)
        refused |= {answer.get_data() for answer in answers}
    assert len(refused) == 1 and b"canary" not in refused.pop(), name
    nobody = ask(app.test_client(), name, "acme", ticket.id, file.id, chat)
    assert nobody.status_code == (302 if name.startswith("GET /desk") else 401) and b"canary" not in nobody.get_data()
    assert (db.session.query(TicketMessage).count(), db.session.query(TicketChange).count()) == written, name
    for role in sorted(allowed):
        answer = ask(browsers[role, "acme"], name, "acme", ticket.id, file.id, chat)
        assert answer.status_code in (200, 201, 303, 409), (name, role, answer.text)   # 409: the one before them has done it


def test_what_is_for_everybody_who_signed_in_is_for_nobody_else(app):
    for name, (who, _) in ROWS.items():
        if who == SIGNED:
            assert ask(app.test_client(), name, "acme", "a" * 26, "b" * 26).status_code == (302 if name.startswith("GET /desk") else 401), name


def test_a_retired_agent_and_a_lost_role_count_at_once(client, app):
    opened(client)
    bela = browser(app, agents.add("bela@acme.test", "Bela", [("acme", "first")]).email)
    assert bela.get("/api/v1/desk/acme/queue").status_code == 200
    agents.add("bela@acme.test", "Bela", (), [("acme", "editor")])
    assert bela.get("/api/v1/desk/acme/queue").status_code == 404
    agents.retire("bela@acme.test")
    assert bela.get("/api/v1/desk/acme/queue").status_code == 401
