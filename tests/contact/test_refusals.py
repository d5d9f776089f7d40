"""What is refused on the pages without JavaScript is said in the reader's language, so that they can do something about it."""

import ast
import json
import re

import pytest
from desk_material import TABLES, browser, opened
from desk_material import hidden as fields
from files_material import HTML, PDF, form
from material import ROOT, SITE

from askaside.core import errors
from askaside.core.db import db
from askaside.people import agents
from askaside.tickets import handling, joining, keys, status
from askaside.tickets.models import Ticket

SERVER = ROOT / "server" / "askaside"
REACHED = ("contact", "desk", "chat/answering.py", "people", "tickets", "core/uploads.py", "core/examining.py", "core/limits.py", "core/idempotency.py")
NOT_REACHED = {   # for programs only: JSON, commands, letters
    "contact/routes.py", "desk/live.py", "desk/chat_live.py", "tickets/routes.py", "tickets/inbox.py", "people/agents.py", "people/secrets.py", "people/identity.py"}
SAY_ENOUGH = {"stale", "too_many", "idempotency_conflict", "unsupported_type"}   # codes that mean one thing only
KINDS = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.AskasideError)}
FILES = "[attachments]\nmax_megabytes = 2\nmax_files = 2\n"
ENGLISH = re.compile(r"[A-Za-z]{4,}")


def raised():
    """(file, line, class, word or None, names of the values) of each refusal that the code can make."""
    paths = [path for name in REACHED for path in (sorted((SERVER / name).rglob("*.py")) if (SERVER / name).is_dir() else [SERVER / name])]
    for path in paths:
        name = path.relative_to(SERVER).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                told = {one.arg: one.value for one in node.keywords}
                values = {key.value for key in told["values"].keys} if "values" in told else set()
                words = [told["word"].value] if isinstance(told.get("word"), ast.Constant) else [word for word, _ in (*status.REFUSED.values(), status.CLOSED)] if "word" in told else [None]
                assert "word" not in told or isinstance(told["word"], ast.Constant) or name == "tickets/journal.py", name
                for word in words:
                    yield name, node.lineno, KINDS[node.func.id], word, values


def words(locale):
    return json.loads((ROOT / "widget" / "locales" / f"{locale}.json").read_text("utf-8"))


def texts(word, locale):
    found = words(locale)[f"centre.no.{word}"]
    return list(found.values()) if isinstance(found, dict) else [found]


def test_every_refusal_that_the_pages_can_reach_has_words_of_its_own():
    dumb = [f"{name}:{line}" for name, line, kind, word, _ in raised() if name not in NOT_REACHED and word is None and kind.code not in SAY_ENOUGH]
    assert dumb == []


def test_every_word_of_a_refusal_is_there_and_none_is_left_over():
    asked = {word or kind.code for _, _, kind, word, _ in raised()} | {kind.code for kind in KINDS.values()} | {"large_body"}
    assert asked == {key.removeprefix("centre.no.") for key in words("en") if key.startswith("centre.no.")}


def test_every_place_in_the_words_is_filled_wherever_they_are_said():
    for name, line, kind, word, values in raised():
        for text in texts(word or kind.code, "en"):
            assert set(re.findall(r"\{(\w+)\}", text)) - {"n"} <= values, (name, line)


@pytest.mark.parametrize("locale, letter", [("he", "[\u05d0-\u05ea]"), ("ru", "[\u0400-\u04ff]"), ("sl", "[a-zčšž]"), ("fi", "[a-zäö]")])
def test_each_is_said_in_the_letters_of_the_language(locale, letter):
    english = words("en")
    for key in words(locale):
        if key.startswith("centre.no."):
            for text in texts(key.removeprefix("centre.no."), locale):
                assert len(re.findall(letter, text)) > 10 and text not in str(english[key]), key
                assert locale in ("sl", "fi") or not ENGLISH.search(re.sub(r"\{\w+\}", "", text)), key


@pytest.fixture
def office(app, folder):
    folder.site(SITE + TABLES + FILES)
    app.shelf.reread()


def complaint(page):
    """What a page says in its alert, its entities as letters."""
    return " ".join(re.findall(r'role="alert">([^<]*)<', page.text))


def in_hebrew(text):
    return re.search("[\u05d0-\u05ea]", text) and not ENGLISH.search(text)


@pytest.mark.usefixtures("office")
def test_a_form_says_in_hebrew_what_it_does_not_take_and_the_limit_of_the_site(client):
    contact = "/help/acme/he/contact"

    def sent(**more):
        return complaint(client.post(contact, **form(**{**fields(client.get(contact).text), "body": "x", **more})))

    assert "2 מ״ב" in sent(files=(b"x" * 2_000_001, "long.txt"))
    assert "לכל היותר" in sent(files=[(PDF, f"{n}.pdf") for n in range(3)])
    for said in (sent(files=(HTML, "page.pdf")), sent(body="x" * 20_001), sent(email="nobody"), sent(body=" ")):
        assert in_hebrew(re.sub("PDF|CSV", "", said)), said
    answer = client.post(contact, **form(**fields(client.get(contact).text), body="x", files=[(b"x" * 5_000_000, "long.txt")]), headers={"Accept": "text/html"})
    assert answer.status_code == 413 and "4 מ״ב" in answer.text


@pytest.mark.usefixtures("office")
def test_who_has_to_wait_is_told_how_long(client, app, monkeypatch):
    monkeypatch.setattr(app.limits, "_rules", {**app.limits._rules, "ticket_address": (1, 1 / 40)})
    contact, answers = "/help/acme/he/contact", []
    for _ in range(2):
        answers.append(client.post(contact, data={**fields(client.get(contact).text), "body": "x"}))
    assert re.search("(40|3[0-9]) שניות", complaint(answers[1]))   # less, where the machine is slow


@pytest.mark.usefixtures("office")
def test_a_requester_is_refused_in_hebrew(client):
    ticket = opened(client, locale="he")
    link = f"/help/acme/he/requests/{ticket.id}?key={keys.sign(ticket, keys.REQUESTER, ticket.requester_id)}"
    before = fields(client.get(link).text)
    handling.answer(ticket, "agent:bela", "Bela", "See here.")
    for told in ({**before, "body": "Mine"}, {"do": "rate", "stars": "3"}, {"do": "rate"}, {"do": "reopen"}, {"body": " "}):
        assert in_hebrew(complaint(client.post(link, data=told))), told
    old = client.get(link.replace("key=", "key=x"), headers={"Accept": "text/html"})
    assert old.status_code == 404 and "90" in old.text


@pytest.mark.usefixtures("office")
def test_a_closed_request_keeps_the_words_and_can_be_opened_again(client):
    ticket = opened(client, locale="he")
    link = f"/help/acme/he/requests/{ticket.id}?key={keys.sign(ticket, keys.REQUESTER, ticket.requester_id)}"
    ticket.status = "closed"
    db.session.commit()
    answer = client.post(link, data={"body": "My words"})
    assert in_hebrew(complaint(answer)) and "My words</p>" in answer.text
    assert client.post(link, data={"do": re.search(r'name="do" value="(reopen)"', answer.text)[1]}).status_code == 303
    assert db.session.get(Ticket, ticket.id).status == "open"


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("at_the_desk", [True, False])
def test_who_answers_is_refused_in_hebrew(client, app, at_the_desk):
    bela = agents.add("bela@acme.test", "Bela", [("acme", "first")])
    mine, other, done = (opened(client, who) for who in ("alice", "bob", "carl"))
    handling.answer(done, "agent:bela", "Bela", "Done.", solve=True)
    joining.link(opened(client, "dana"), mine, "agent:bela")
    page = f"/desk/acme/tickets/{mine.id}" if at_the_desk else f"/help/acme/he/answer/{mine.id}?key={keys.sign(mine, keys.TEAM, keys.agent(bela))}"
    at = browser(app, bela.email) if at_the_desk else client
    hebrew = {"Accept-Language": "he"}
    hidden = fields(at.get(page, headers=hebrew).text)
    tries = [{"do": "merge", "other": "99"}, {"do": "merge", "other": str(other.number)}, {"do": "link", "other": str(done.number)}, {"do": "link", "other": str(other.number)},
             {"do": "release"}, {"do": "reply", "body": " "}, {"do": "nonsense"}, {"do": "reply", "body": "x", "seen": "0"}, *([{"do": "assign", "agent": "x"}] if at_the_desk else [])]
    said = {str(told): complaint(at.post(page, data={**hidden, **told}, headers=hebrew)) for told in tries}
    assert all(in_hebrew(text) for text in said.values()), said
    assert "99" in next(iter(said.values())) and len(set(said.values())) >= len(tries) - 1


@pytest.mark.usefixtures("office")
def test_the_desk_is_refused_in_hebrew_too(client, app):
    agents.add("bela@acme.test", "Bela", [("acme", "first")])
    bela, hebrew = browser(app, "bela@acme.test"), {"Accept-Language": "he", "Accept": "text/html"}
    told = [client.get("/desk/invitation/nonsense", headers=hebrew), bela.post("/desk/password", data={"csrf": "x"}, headers=hebrew),
            bela.get("/desk/acme?after=x", headers=hebrew), client.post("/desk/password", headers=hebrew), bela.post("/desk/sign-out", headers={**hebrew, "Origin": "https://evil.test"})]
    for answer in told:
        hint = re.search(r"<h1>([^<]*)</h1>\s*<p>([^<]*)</p>", answer.text)
        assert answer.status_code in (400, 401, 403, 404) and in_hebrew(hint[1]) and in_hebrew(hint[2]), answer.text
