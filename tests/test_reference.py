"""The API to read: every door with its parameters, its answers and a question that can be asked as it stands."""

import json
import re
import shutil
from html import unescape

import pytest
from cast import visitor
from chat_material import Browser, takes_chats
from desk_material import Desk

from askaside.core.db import db
from askaside.people import agents
from askaside.tickets import handling, wishes
from askaside.tickets.models import Ticket


@pytest.fixture
def page(client):
    return client.get("/api/v1/docs").text


@pytest.fixture
def spec(client):
    return client.get("/api/v1/openapi.json").get_json()


def section(page, method, path):
    return next(part for part in re.findall(r"<section>(.*?)</section>", page, re.S) if f"{method.upper()} <code>{path}</code></h2>" in part)


def test_every_door_is_there_with_all_that_it_takes_and_answers(page, spec):
    doors = [(method, path, door, item) for path, item in spec["paths"].items() for method, door in item.items() if method in ("get", "post")]
    assert len(doors) >= 7
    for method, path, door, item in doors:
        part = section(page, method, path)
        assert door["summary"] in unescape(part)
        for row in [*item.get("parameters", []), *door.get("parameters", [])]:
            assert f"<td><code>{row['name']}</code></td><td>{row['in']}</td>" in part, (path, row["name"])
        for status in door["responses"]:
            assert f"<code>{status}</code>" in part or status == "default"


def test_every_shape_is_there_and_every_name_of_one_leads_to_it(page, spec):
    anchors = set(re.findall(r' id="([^"]+)"', page))
    assert {target for target in re.findall(r'href="#([^"]+)"', page)} <= anchors
    for name, shape in spec["components"]["schemas"].items():
        part = page.partition(f'<h3 id="shape.{name}">')[2].partition("<h3")[0]
        assert not [field for field in shape.get("properties", {}) if f"<td><code>{field}</code></td>" not in part], name


def test_every_question_of_an_example_can_be_asked_as_it_stands(folder, app, client, spec):
    folder.write("acme/invoices/a.png", b"\x89PNG\r\n\x1a\n")
    app.shelf.reread()
    asked = [unescape(path) for path in re.findall(r'<a href="([^"]+)">Ask it here</a>', client.get("/api/v1/docs").text)]
    assert len(asked) == sum("get" in item and "security" not in item["get"] for item in spec["paths"].values())
    assert {path: client.get(path).status_code for path in asked} == dict.fromkeys(asked, 200)


def test_every_body_of_an_example_is_taken(app, client, page, spec):
    sent = re.findall(r"curl (-H 'Authorization: Visitor SECRET' )?-H 'Content-Type: application/json' -d '(.*?)' 'http://localhost(.*?)'", unescape(page))
    bodies = [item["post"]["requestBody"]["content"] for item in spec["paths"].values() if "requestBody" in item.get("post", {})]
    at_desk = re.findall(r"curl -b askaside_desk=TOKEN -H 'X-CSRF-Token: PROOF' -H 'Content-Type: application/json' -d '(.*?)' 'http://localhost/api/v1/desk/(.*?)'", unescape(page))
    assert len(sent) + len(at_desk) == sum("application/json" in body for body in bodies) and at_desk
    assert unescape(page).count("-F file=@scan.pdf '") == sum("multipart/form-data" in body for body in bodies) == 2
    alice = visitor("alice")
    ticket = client.post("/api/v1/acme/tickets", json={"body": "x", "locale": "en"}, headers=alice).get_json()["id"]
    wish = wishes.publish(db.session.get(Ticket, client.post("/api/v1/acme/tickets", json={"body": "x", "locale": "en"}, headers=visitor("bob")).get_json()["id"]), "agent:bela", "x").id
    for signed, body, path in sent:
        handling.answer(db.session.get(Ticket, ticket), "agent:bela", "Bela", "Done.", solve=True)   # a message opens it again
        answer = client.post(path.replace("/ticket/", f"/{ticket}/").replace("/change/", f"/{wish}/"), data=body, content_type="application/json", headers=alice if signed else {})
        assert answer.status_code in (201, 204), (path, answer.get_json())
    agents.add("bela@acme.test", "Bela", (), [("acme", "agent")])
    desk = Desk(app, "bela@acme.test")
    takes_chats(app, "Carl", ())
    chat = Browser(app).start()["conversation"]
    for body, path in at_desk:
        answer = desk.post(path.replace("/ticket/", f"/{ticket}/").replace("/chat/", f"/{chat}/"), json.loads(body))
        assert answer.get_json().get("code") in (None, "stale"), (path, answer.get_json())   # as an example it has seen one message


def test_it_is_readable_without_a_site_and_asks_nobody_else(folder, app, client):
    shutil.rmtree(folder.path / "acme")
    for _ in range(3):   # what is gone is believed gone when it is missing twice
        app.shelf.reread()
    page = client.get("/api/v1/docs")
    assert page.status_code == 200 and "/api/v1/site/help" in page.text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page.text) and "<script" not in page.text
