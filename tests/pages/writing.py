"""Writing to us in tests: the form from its button to its end, and what an agent does with it meanwhile."""

import json
import os
import subprocess
import sys

from playwright.sync_api import expect

STORED = "Object.keys(localStorage).filter(key => key.startsWith('askaside:demo:')).map(key => key.slice(14)).sort()"
TICKETS = "**/api/v1/demo/tickets"
HE = {"write": "כתבו לנו", "next": "המשך", "skip": "דילוג", "send": "שליחה"}
EN = {"write": "Write to us", "next": "Next", "skip": "Skip", "send": "Send"}


def words(panel):
    return HE if panel.sheet.get_attribute("dir") == "rtl" else EN


def form(panel, path="/demo/app/en/invoices/2051"):
    """The form, opened from the foot of home."""
    if path:
        panel.goto(path)
        panel.page.click("#help")
    panel.sheet.locator("footer button.card").click()
    expect(body(panel)).to_be_visible()


def body(panel):
    return panel.main.locator("textarea[name=body]")


def last_step(panel, text="The total of invoice 2051 is wrong."):
    """Through the questions to the last one."""
    said = words(panel)
    body(panel).fill(text)
    panel.button(said["next"]).click()
    for _ in range(2):
        panel.button(said["skip"]).click()
    expect(panel.main.locator("[name=email]")).to_be_visible()


def write(panel, text="The total of invoice 2051 is wrong.", **how):
    """All the way, and Send."""
    form(panel, **how)
    last_step(panel, text)
    panel.button(words(panel)["send"]).click()


def written(panel):
    """The number of the request that was confirmed."""
    expect(panel.title).to_contain_text("we have it")
    return int(panel.title.inner_text().split()[0].strip("#"))


def stored(panel):
    """What the browser keeps, beyond the visit."""
    return panel.page.evaluate(STORED)


def kept(panel, name):
    return json.loads(panel.page.evaluate(f"localStorage['askaside:demo:{name}'] || 'null'"))


def agent(server, code):
    """Run `code` where the server's database is: `actions`, `ticket(number)` and `rows()` are at hand. What it prints is returned."""
    environ = {**os.environ, "ASKASIDE_CONTENT_DIR": str(server.content), "ASKASIDE_DATA_DIR": str(server.folder / "var")}
    script = f"""
from askaside import settings
from askaside.app import create_app
from askaside.core.db import db
from askaside.tickets import actions, handling
from askaside.tickets.models import Ticket, TicketMessage
app = create_app(settings.read())
def rows():
    return db.session.query(Ticket).order_by(Ticket.number).all()
def ticket(number):
    return db.session.query(Ticket).filter_by(site="demo", number=number).one()
with app.app_context():
    {code}
"""
    done = subprocess.run([sys.executable, "-c", script], env=environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def answer(server, number, text, solve=False, name="Bela"):
    agent(server, f"handling.answer(ticket({number}), 'agent:bela', {name!r}, {text!r}, solve={solve})")


def count(server, text):
    """How many requests begin with `text`."""
    return int(agent(server, f"print(sum(row.subject.startswith({text!r}) for row in rows()))"))


# --- each screen, in the language of the page, with answers made up --------------------------------------------------

SAID = {"en": "Since this morning I can't issue any invoice. It says E42 when I press Issue.", "he": "מהבוקר אי אפשר להפיק חשבוניות. בלחיצה על הפקה מופיע E42."}
TICKET = {"id": "a" * 26, "number": 41, "kind": "fault", "severity": "major", "status": "new", "subject": "", "module": "invoices", "opened_at": "2026-11-22T08:00:00.000Z",
          "changed_at": "2026-11-22T08:00:00.000Z", "answer_by_at": None, "stars": None}
BELA = {"en": "Good morning! The number range of this year is used up. Settings › Numbers, then a new one.", "he": "בוקר טוב! טווח המספרים של השנה נוצל. הגדרות › מספרים, ואז טווח חדש."}


def language(panel):
    return panel.page.evaluate("document.documentElement.lang.slice(0, 2)")


def _ticket(panel, **more):
    soon = panel.page.evaluate("new Date(Date.now() + 26 * 36e5).toISOString()")
    return {**TICKET, "subject": SAID[language(panel)], "answer_by_at": soon, **more}


def _known(panel, **more):
    """Somebody who has written, and what the server knows of it."""
    one, said = _ticket(panel, **more), SAID[language(panel)]
    line = {"author": {"kind": "requester", "name": ""}, "at": "2026-11-22T08:00:00.000Z"}
    messages = [{**line, "n": 1, "body": said}, {"n": 2, "author": {"kind": "agent", "name": "Bela"}, "body": BELA[language(panel)], "at": "2026-11-22T08:40:00.000Z"}]
    progress = [{"step": "received", "at": line["at"]}, {"step": "answered", "at": messages[1]["at"]}, {"step": "solved", "at": line["at"] if one["status"] == "solved" else None}]
    others = [{**one, "id": c * 26, "number": n, "status": status, "subject": subject, "answer_by_at": None} for c, n, status, subject in
              (("b", 38, "pending", "Import of members from last year"), ("c", 29, "open", "Receipts in two languages"), ("d", 12, "solved", "Logo too large on the PDF"))]
    panel.page.route("**/api/v1/demo/tickets?*", lambda route: route.fulfill(json={"tickets": [one, *others], "next": None}))
    panel.page.route("**/api/v1/demo/tickets/*", lambda route: route.fulfill(json={**one, "messages": messages, "progress": progress}))
    panel.page.evaluate("localStorage['askaside:demo:visitor'] = JSON.stringify('A'.repeat(43))")


def _home(panel):
    if not panel.sheet.count() or not panel.sheet.is_visible():
        panel.page.click("#help")
    panel.page.evaluate("Askaside.open('home')")


def writing(panel):
    """The first question, with what may answer it."""
    title = {"en": "E42: the number range of this year is used up", "he": "E42: טווח המספרים של השנה נוצל"}[language(panel)]
    row = {"id": "invoices/send-again", "title": title, "summary": "", "kind": "faq", "module": "invoices", "locale": language(panel), "score": 1, "ranges": {"title": [], "summary": []}}
    panel.page.route("**/search?*", lambda route: route.fulfill(json={"query": "", "cut": False, "corrected": None, "locale": "en", "answered": True, "confidence": 0.9, "results": [row]}))
    _home(panel)
    form(panel, path=None)
    body(panel).fill(SAID[language(panel)])
    expect(panel.main.locator(".offer")).to_be_visible()


def wished(panel):
    """The first question, with what others wish for, too."""
    title = {"en": "A dark mode for the evening, with large letters <b>& all</b>", "he": "מצב כהה לערב, עם אותיות גדולות <b>ועוד</b>"}[language(panel)]
    panel.page.route("**/changes?*", lambda route: route.fulfill(json={"changes": [{"id": "e" * 26, "title": title, "count": 12, "mine": False}], "next": None}))
    _home(panel)
    form(panel, path=None)
    body(panel).fill(SAID[language(panel)])
    expect(panel.main.locator(".offer")).to_contain_text(title)


def missed(panel):
    """The first question, gone on from without a word."""
    _home(panel)
    form(panel, path=None)
    body(panel).fill("")
    panel.button(words(panel)["next"]).click()
    expect(panel.main.locator(".wrong")).to_be_visible()


def fact(panel):
    _home(panel)
    form(panel, path=None)
    body(panel).fill(SAID[language(panel)])
    panel.button(words(panel)["next"]).click()
    expect(panel.main.locator(".big").first).to_be_visible()


def address(panel):
    """The last question, with what goes along and half an address."""
    _home(panel)
    form(panel, path=None)
    last_step(panel, SAID[language(panel)])
    panel.main.locator("[name=email]").fill("tamar@")
    panel.main.locator(".along button").nth(1).click()
    panel.button(words(panel)["send"]).click()
    expect(panel.main.locator(".wrong")).to_be_visible()


def attached(panel):
    """The last question with three files: there, on its way and not taken."""
    long = "a-name-that-is-as-long-as-those-that-cameras-and-scanners-give-to-their-files-2026-11-22.pdf"
    answers = [{"status": 201, "json": {"id": "f" * 26, "name": long, "type": "application/pdf", "size": 2_345_678}},
               {"status": 415, "json": {"code": "unsupported_type", "status": 415, "title": "Unsupported type", "detail": "x"}}]
    panel.page.route("**/api/v1/demo/files", lambda route: route.fulfill(**answers.pop(0)) if answers else route.abort())
    _home(panel)
    form(panel, path=None)
    last_step(panel, SAID[language(panel)])
    for name in ("scan.pdf", "drawing.svg", "screen.png"):
        panel.main.locator("input[type=file]").set_input_files([{"name": name, "mimeType": "x/x", "buffer": b"x"}])
        expect(panel.main.locator(".files li").filter(has=panel.page.locator("progress"))).to_have_count(int(name == "screen.png"))
    expect(panel.main.locator(".files .wrong")).to_be_visible()


def confirmed(panel):
    told = _ticket(panel)
    panel.page.route(TICKETS, lambda route: route.fulfill(status=201, json=told))
    _home(panel)
    write(panel, SAID[language(panel)], path=None)
    expect(panel.main.locator(".promise")).to_be_visible()


def unsent(panel):
    panel.page.route(TICKETS, lambda route: route.abort())
    _home(panel)
    write(panel, SAID[language(panel)], path=None)
    expect(panel.main.locator(".unsent .link")).to_be_visible()
    panel.main.locator(".unsent .link").click()


def refused(panel):
    told = {"status": 400, "code": "bad_request", "detail": "Something in the request is wrong.", "errors": {"email": ["Not a valid email address."]}}
    panel.page.route(TICKETS, lambda route: route.fulfill(status=400, json=told))
    _home(panel)
    write(panel, SAID[language(panel)], path=None)
    expect(panel.main.locator(".problem")).to_be_visible()


def known(panel):
    """Home, for somebody who has written."""
    _known(panel)
    _home(panel)
    panel.main.locator("[data-row=mine]").scroll_into_view_if_needed()


def mine(panel):
    known(panel)
    panel.main.locator("[data-row=mine]").click()
    expect(panel.main.locator(".mine .row")).to_have_count(4)


def followed(panel, **more):
    _known(panel, **more)
    _home(panel)
    panel.main.locator("[data-row=mine]").click()
    panel.main.locator(".mine .row").first.click()
    expect(panel.main.locator(".thread li")).to_have_count(2)


def solved(panel):
    followed(panel, status="solved", answer_by_at=None)
    panel.main.get_by_role("radio").nth(3).check(force=True)
    expect(panel.main.locator(".lit")).to_have_count(4)


SHOWN = [writing, wished, missed, fact, address, attached, confirmed, unsent, refused, known, mine, followed, solved]
