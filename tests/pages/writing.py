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
from askaside.tickets import actions
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
    agent(server, f"actions.answer(ticket({number}), 'agent:bela', {name!r}, {text!r}, solve={solve})")


def count(server, text):
    """How many requests begin with `text`."""
    return int(agent(server, f"print(sum(row.subject.startswith({text!r}) for row in rows()))"))
