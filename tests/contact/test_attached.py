"""Files on the pages that need neither the product nor JavaScript, and in the letters that lead there."""

import email
import email.policy
import re

import pytest
from files_material import HTML, PDF, drawn, form
from material import SITE

from askaside.core.db import db
from askaside.core.uploads import KeptFile
from askaside.mail.models import OutgoingLetter
from askaside.people import actions as people
from askaside.people import agents
from askaside.tickets import keys
from askaside.tickets.models import Ticket

TABLES = '[[channels]]\nkind = "ticket"\n[[teams]]\nkey = "first"\nmail = "team@acme.test"\n[attachments]\nmax_files = 3\n'
CONTACT = "/help/acme/en/contact"


@pytest.fixture(autouse=True)
def office(app, folder):
    folder.site(SITE + TABLES)
    app.shelf.reread()
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "http://localhost"


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def post(client, link, **fields):
    return client.post(link, **form(**{**hidden(client.get(link).text), **fields}))


def sent(client, **fields):
    answer = post(client, CONTACT, body="The printer sleeps.", **fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def links(page):
    """{name: address} of the files of a page."""
    return {name: address for address, name in re.findall(r'<a href="([^"]+)" download><bdi>([^<]*)</bdi>', page)}


def letter(to):
    row = db.session.query(OutgoingLetter).filter_by(recipient=to).order_by(OutgoingLetter.posted_at.desc()).first()
    return email.message_from_bytes(row.raw, policy=email.policy.default).get_body(["plain"]).get_content()


def test_files_of_the_form_are_on_the_request_and_come_back(client):
    page = client.get(CONTACT).text
    assert 'enctype="multipart/form-data"' in page and re.search(r'<label for="files">.*<input id="files" name="files" type="file" multiple', page, re.S)
    assert "Up to 3 files, at most 10 MB each" in page
    link = sent(client, files=[(PDF, "../scan <1>.pdf"), (drawn(), "screen.png"), (b"", "")])
    found = links(client.get(link).text)
    assert list(found) == ["scan _1_.pdf", "screen.png"]
    answer = client.get(found["scan _1_.pdf"].replace("&amp;", "&"))
    assert answer.data == PDF and answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_team_gets_them_by_the_link_of_its_letter_and_answers_with_a_file(client):
    link = sent(client, files=(PDF, "scan.pdf"))
    told = letter("team@acme.test")
    assert "Attached; the link below leads to it:\nscan.pdf" in told.replace("\r\n", "\n")
    team = re.search(r"http://localhost(/help/\S+)", told)[1]
    assert client.get(links(client.get(team).text)["scan.pdf"]).data == PDF
    assert post(client, team, body="See here.", name="Bela", do="reply", files=(b"how,to\n", "how.csv")).status_code == 303
    assert post(client, team, body="Between us.", do="note", files=(b"secret\n", "note.txt")).status_code == 303
    mine = links(client.get(link).text)
    assert client.get(mine["how.csv"]).data == b"how,to\n" and "note.txt" not in mine
    note = links(client.get(team).text)["note.txt"]
    assert client.get(note).data == b"secret\n"
    asked = mine["how.csv"].split("/files/")[0] + "/files/" + note.split("/files/")[1].split("?")[0] + "?" + mine["how.csv"].split("?")[1]
    assert client.get(asked).status_code == 404


def test_a_confirmed_person_is_told_their_names_and_an_unconfirmed_one_nothing(client):
    link = sent(client, email="alice@acme.test", files=(PDF, "canary.pdf"))
    assert "canary" not in letter("alice@acme.test")
    people.confirm(db.session.query(Ticket).one().requester, "alice@acme.test")
    team = re.search(r"http://localhost(/help/\S+)", letter("team@acme.test"))[1]
    post(client, team, body="See here.", do="reply", files=(b"x", "how.txt"))
    assert "how.txt" in letter("alice@acme.test")
    assert "how.txt" in client.get(link).text


@pytest.mark.parametrize("file, told", [((HTML, "page.pdf"), "This kind of file is not taken."), ((b"x" * 10_000_001, "long.txt"), "This file is too large."),
                                        ((drawn()[:60], "a.png"), "This file is damaged")])
def test_what_is_not_taken_is_said_and_the_words_stay(client, file, told):
    answer = post(client, CONTACT, body="My words", files=file)
    assert answer.status_code == 400 and told in answer.text and "My words</textarea>" in answer.text
    link = sent(client)
    answer = post(client, link, body="My words", files=file)
    assert answer.status_code == 409 and told in answer.text and "My words</textarea>" in answer.text


def test_who_forgot_the_words_need_not_choose_the_files_again(client):
    answer = post(client, CONTACT, body=" ", files=(PDF, "scan.pdf"))
    assert answer.status_code == 400
    kept = re.search(r'name="kept" value="([a-z2-7]{26})" checked> <bdi>scan.pdf', answer.text)[1]
    answer = client.post(CONTACT, **form(**hidden(answer.text), body="Now with words.", kept=kept))
    assert list(links(client.get(answer.headers["Location"]).text)) == ["scan.pdf"]
    assert db.session.query(KeptFile).count() == 1
    answer = post(client, CONTACT, body="Another's", kept=kept)
    assert answer.status_code == 303 and not links(client.get(answer.headers["Location"]).text)


def test_sent_twice_it_is_one_request_with_its_files_once(client, app):
    fields = {**hidden(client.get(CONTACT).text), "body": "The printer sleeps.", "files": (PDF, "scan.pdf")}
    one, two = (client.post(CONTACT, **form(**fields)).headers["Location"] for _ in range(2))
    assert one == two and db.session.query(Ticket).count() == 1
    assert client.post(CONTACT, **form(**{**fields, "body": "Other words", "files": (PDF, "again.pdf")})).status_code == 400
    assert [row.name for row in db.session.query(KeptFile)] == ["scan.pdf"]
    assert len([path for path in app.config["FILES_DIR"].rglob("*") if path.is_file()]) == 1


def test_a_link_opens_its_files_for_its_purpose_only(client):
    mine, other = (sent(client, files=(PDF, "scan.pdf"), name=name) for name in ("Alice", "Dana"))
    path, key = links(client.get(mine).text)["scan.pdf"].split("?key=")
    foreign = links(client.get(other).text)["scan.pdf"].split("/files/")[1].split("?")[0]
    team = keys.sign(db.session.query(Ticket).filter_by(number=1).one(), keys.TEAM, "first")
    for wrong in (path, f"{path}?key=", f"{path}?key={team}",
                  f"{path.replace('/requests/', '/answer/')}?key={key}", f"{path.rpartition('/')[0]}/{foreign}?key={key}", f"{path.replace('/acme/', '/demo/')}?key={key}",
                  f"{path.rpartition('/')[0]}/nope?key={key}"):
        answer = client.get(wrong)
        assert answer.status_code == 404 and b"%PDF" not in answer.data, wrong
    assert client.get(f"{path}?key={key}").data == PDF


def test_the_team_fetches_files_and_those_of_notes_and_an_agent_until_they_answer_no_more(client):
    link, bela = sent(client, files=(PDF, "scan.pdf")), agents.add("bela@acme.test", "Bela", [("acme", "first")])
    ticket = db.session.query(Ticket).one()
    page = f"/help/acme/en/answer/{ticket.id}?key={keys.sign(ticket, keys.TEAM, keys.agent(bela))}"
    assert post(client, page, do="note", body="Look at this.", files=(PDF, "note.pdf")).status_code == 303
    found = links(client.get(page).text)
    assert list(found) == ["scan.pdf", "note.pdf"] and list(links(client.get(link).text)) == ["scan.pdf"]
    assert [client.get(address).data for address in found.values()] == [PDF, PDF]
    file = found["note.pdf"].split("/files/")[1].split("?")[0]
    assert client.get(link.replace("?", f"/files/{file}?")).status_code == 404   # the requester's link opens no file of a note
    agents.retire("bela@acme.test")
    assert [client.get(address).status_code for address in found.values()] == [404, 404]


def test_the_help_is_told_the_limits(client):
    assert client.get("/api/v1/acme/contact").get_json()["attachments"] == {"max_bytes": 10_000_000, "max_files": 3}


def test_a_site_without_files_asks_for_none(client, app, folder):
    folder.site(SITE + TABLES.replace("max_files = 3", "max_files = 0"))
    app.shelf.reread()
    assert 'type="file"' not in client.get(CONTACT).text
    sent(client)
