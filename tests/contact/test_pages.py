"""Write, follow and answer without the product and without JavaScript: by the signed link alone."""

import email
import email.policy
import re

import pytest
from cast import visitor
from chat_material import Browser, leaves, takes_chats
from material import SITE

from askaside.core.db import db
from askaside.mail.models import OutgoingLetter
from askaside.people.models import Requester
from askaside.tickets import handling, keys
from askaside.tickets.models import Ticket, TicketMessage

TABLES = """
[[channels]]
kind = "ticket"
[[channels]]
kind = "email"
link = "mailto:help@acme.test"
[[channels]]
kind = "phone"
link = "tel:+1"
hours = "office"
[calendars.office]
zone = "Asia/Jerusalem"
week = { sun-thu = ["09:00-17:00"] }
[[teams]]
key = "first"
mail = "team@acme.test"
[sla.default]
hours = "office"
first_response = { question = "2h" }
"""
CONTACT = "/help/acme/en/contact"


@pytest.fixture(autouse=True)
def office(app, folder, time):
    folder.site(SITE + TABLES)
    app.shelf.reread()
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "http://localhost"
    time.at("2026-11-22T10:00+02:00")


def form(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def sent(client, **more):
    """The page of the request that was written by the form."""
    page = client.get(CONTACT).text
    answer = client.post(CONTACT, data={**form(page), "body": "The printer sleeps.", **more})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def link_of(letter):
    text = email.message_from_bytes(letter.raw, policy=email.policy.default).get_body(["plain"]).get_content()
    return re.search(r"http://localhost(/help/\S+)", text)[1]


def letters(to):
    return db.session.query(OutgoingLetter).filter_by(recipient=to).order_by(OutgoingLetter.posted_at).all()


def test_the_form_promises_before_it_is_sent_and_leads_to_the_request(client):
    page = client.get(CONTACT)
    assert "An answer comes today by 12:00." in page.text
    assert page.headers["Cache-Control"] == "no-store" and page.headers["Referrer-Policy"] == "same-origin" and "noindex" in page.text
    told = client.get(sent(client, anyone_can_work="no", name="Alice"))
    assert told.status_code == 200
    assert "The printer sleeps." in told.text and "Request #1" in told.text and "Keep the address" in told.text
    ticket = db.session.query(Ticket).one()
    assert (ticket.severity, ticket.requester.name) == ("outage", "Alice")


def test_sent_twice_it_is_one_request(client):
    data = {**form(client.get(CONTACT).text), "body": "The printer sleeps."}
    one, two = (client.post(CONTACT, data=data).headers["Location"] for _ in range(2))
    assert one == two and db.session.query(Ticket).count() == 1


@pytest.mark.parametrize("told, complaint", [({"body": " "}, "Write what it is about."), ({"email": "nobody"}, "This is not an e-mail address.")])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, told, complaint):
    answer = client.post(CONTACT, data={**form(client.get(CONTACT).text), "body": "My <b>words</b>", "name": "Alice", "way_round": "no", **told})
    assert answer.status_code == 400 and complaint in answer.text
    assert 'value="Alice"' in answer.text and re.search(r'name="way_round" value="no" checked', answer.text)
    assert "body" in told or "My &lt;b&gt;words&lt;/b&gt;</textarea>" in answer.text
    assert db.session.query(Ticket).count() == 0


def test_a_request_is_followed_added_to_rated_and_the_product_is_not_needed(client):
    link = sent(client)
    ticket = db.session.query(Ticket).one()
    handling.answer(ticket, "agent:bela", "Bela", "Wake it up.")
    handling.answer(ticket, "agent:bela", "Bela", "canary-note", note=True)
    page = client.get(link).text
    assert "Bela" in page and "Wake it up." in page and "canary" not in page
    assert client.post(link, data={**form(page), "body": "It is awake."}).status_code == 303
    handling.answer(ticket, "agent:bela", "Bela", "Good.", solve=True)
    assert client.post(link, data={"do": "rate", "text": "No star is no opinion."}).status_code == client.post(link, data={"do": "rate", "stars": "6"}).status_code == 409
    assert client.post(link, data={"do": "rate", "stars": "4", "text": "Quick."}).status_code == 303
    page = client.get(link).text
    assert "It is awake." in page and re.search(r'value="4" required checked', page) and "Solved" in page


def test_who_has_not_seen_the_newest_keeps_their_text(client):
    link = sent(client)
    before = form(client.get(link).text)
    handling.answer(db.session.query(Ticket).one(), "agent:bela", "Bela", "Wake it up.")
    answer = client.post(link, data={**before, "body": "My unsent words"})
    assert answer.status_code == 409
    assert "My unsent words</textarea>" in answer.text and "Wake it up." in answer.text and "newer message" in answer.text


def test_the_team_answers_by_the_link_of_its_letter(client):
    sent(client)
    link = link_of(letters("team@acme.test")[0])
    page = client.get(link)
    assert page.status_code == 200 and "The printer sleeps." in page.text and "Severity" in page.text
    hebrew = client.get(link.replace("/en/", "/he/")).text
    assert "שאלה" in hebrew and "חדשה" in hebrew and not re.search(r"<dd[^>]*>(question|new)</dd>", hebrew)   # words, no keys
    assert "<bdi>Who asks</bdi>" in page.text and "<bdi>Support</bdi>" not in page.text   # who gave no name is not one of us
    assert client.post(link, data={**form(page.text), "body": "canary-note", "name": "Bela", "do": "note"}).status_code == 303
    answer = client.post(link, data={**form(page.text), "body": "My unsent answer", "name": "Bela", "do": "reply"})
    assert answer.status_code == 409 and "My unsent answer</textarea>" in answer.text   # a note came meanwhile
    assert client.post(link, data={**form(answer.text), "body": "Wake it up.", "name": "Bela", "do": "solve"}).status_code == 303
    ticket = db.session.query(Ticket).one()
    assert ticket.status == "solved"
    assert [(m.author_kind, m.note) for m in db.session.query(TicketMessage).order_by(TicketMessage.n)] == [("requester", False), ("agent", True), ("agent", False)]


def test_an_address_is_confirmed_by_a_press_and_not_by_a_visit(client):
    link = sent(client, email="alice@acme.test")
    receipt, = letters("alice@acme.test")
    confirm = link_of(receipt)
    page = client.get(confirm)
    assert "Is this your address?" in page.text and "printer" not in page.text
    assert db.session.query(Requester).one().email_confirmed_at is None
    assert client.get(confirm.replace("key=", "key=x")).status_code == 404
    answer = client.post(confirm)
    assert answer.status_code == 303 and "The printer sleeps." in client.get(answer.headers["Location"]).text
    assert db.session.query(Requester).one().email_confirmed_at is not None
    handling.answer(db.session.query(Ticket).one(), "agent:bela", "Bela", "Wake it up.")
    assert b"Wake it up." in letters("alice@acme.test")[-1].raw
    assert client.get(link).status_code == 200


def test_a_receipt_confirms_the_address_it_went_to_and_no_other(client, app):
    sent(client, email="mine@evil.test")
    confirm = link_of(letters("mine@evil.test")[0])
    person = db.session.query(Requester).one()
    person.email = "victim@else.test"   # as a second request of the same visitor would set it
    db.session.commit()
    assert client.post(confirm).status_code == 404
    assert db.session.query(Requester).one().email_confirmed_at is None


def test_a_key_opens_its_request_for_its_purpose_on_its_site_in_its_time(client, app, folder, time):
    folder.site(SITE + TABLES, key="other")
    app.shelf.reread()
    link = sent(client)
    other = sent(client, name="Dana")
    path, key = link.split("?key=")
    for wrong in (path, path + "?key=", path + "?key=x", other.split("?")[0] + "?key=" + key, link.replace("/acme/", "/other/"), path.replace("requests", "answer") + "?key=" + key,
                  link[:-1] + ("A" if link[-1] != "A" else "B")):
        answer = client.get(wrong)
        assert answer.status_code == 404 and "printer" not in answer.text, wrong
        assert client.post(wrong, data={"body": "canary"}).status_code == 404
    team = keys.sign(db.session.query(Ticket).filter_by(number=1).one(), keys.TEAM, "first")
    assert client.get(f"{path}?key={team}").status_code == 404
    time.at("2027-03-01T10:00+02:00")
    assert client.get(link).status_code == 404   # after 90 days
    assert not db.session.query(TicketMessage).filter_by(body="canary").count()


def test_a_form_of_another_site_is_refused(client):
    data = {**form(client.get(CONTACT).text), "body": "Sent by evil.test"}
    assert client.post(CONTACT, data=data, headers={"Origin": "https://evil.test"}).status_code == 400
    assert client.post(CONTACT, data=data, headers={"Origin": "http://localhost"}).status_code == 303


def test_where_only_signed_in_people_write_there_is_no_form(client, app, folder):
    folder.site('identity = "enforce"\n' + SITE + TABLES)
    app.shelf.reread()
    page = client.get(CONTACT).text
    assert "<textarea" not in page and "mailto:help@acme.test" in page
    assert client.post(CONTACT, data={"body": "x", "secret": "y"}).status_code == 404


def test_hostile_words_stay_words(client):
    nasty = "<script>alert(1)</script>\u202e\x1b[31m'\"><img src=x onerror=alert(1)>"
    page = client.get(sent(client, body=nasty, name=nasty)).text
    assert "<script>alert" not in page and "<img src=x" not in page and "&lt;script&gt;alert(1)" in page


def test_how_often_the_promise_was_kept_is_public(client):
    assert "No answer was due" in client.get("/help/acme/en/promise").text
    sent(client)
    handling.answer(db.session.query(Ticket).one(), "agent:bela", "Bela", "Wake it up.")
    assert "1 of 1 first answers" in client.get("/help/acme/en/promise").text


def test_it_is_there_in_hebrew_too(client):
    page = client.get(CONTACT.replace("/en/", "/he/")).text
    assert 'dir="rtl"' in page and "כתיבה אלינו" in page and "המענה יגיע היום עד 12:00." in page


def test_the_chat_is_no_way_of_the_contact_page_and_one_only_while_somebody_answers(client, app, folder, time):
    folder.site(SITE + TABLES + '[[channels]]\nkind = "chat"\n')
    app.shelf.reread()

    def chat(**asked):
        return client.get("/api/v1/acme/contact", query_string=asked).get_json()["channels"][-1]

    assert (chat()["available"], chat()["promise"]) == (False, None)
    assert "chat" not in client.get("/help/acme/en/contact").text
    bela = takes_chats(app, most=1)
    assert chat()["available"] is True
    Browser(app).start()
    assert (chat()["available"], chat()["position"]) == (True, 2)
    assert Browser(app, "bob").start()["status"] == "queued"
    assert chat()["available"] is False   # one waits already behind the one that she can have
    leaves(app, bela)
    time.at("2026-11-22T10:05+02:00")
    assert chat()["available"] is False


def test_the_ways_tell_who_is_there_and_when_an_answer_comes(client, time):
    ask = "/api/v1/acme/contact?locale=en"
    answer = client.get(ask)
    assert answer.headers["Cache-Control"] == "no-store"
    ticket, mail, phone = answer.get_json()["channels"]
    assert ticket == {"kind": "ticket", "available": True, "promise": {"answer_by_at": "2026-11-22T10:00:00.000Z", "text": "An answer comes today by 12:00."}}
    assert mail == {"kind": "email", "available": True, "promise": None, "link": "mailto:help@acme.test"}
    assert phone["available"]
    assert client.get(ask + "&kind=change").get_json()["channels"][0]["promise"] is None
    time.at("2026-11-26T18:00+02:00")   # Thursday evening
    _, _, phone = client.get(ask).get_json()["channels"]
    assert (phone["available"], phone["opens_at"]) == (False, "2026-11-29T07:00:00.000Z")
    assert client.get(ask, headers={"Authorization": "Bearer x"}).status_code == 401
    assert client.get(ask, headers=visitor("alice")).status_code == 200
