"""The reports of a site: what is counted and how, the page, and a file that no spreadsheet executes. On both databases alike."""

import csv
import io
import re

import pytest
from cast import visitor
from desk_material import TABLES, browser, opened
from material import SITE

from askaside.core import clock
from askaside.core.db import db
from askaside.desk import reports
from askaside.people import agents
from askaside.tickets import handling, joining, watch
from askaside.tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("office")
BELA, ZONE = "agent:bela@acme.test", "Asia/Jerusalem"


@pytest.fixture
def site(app):
    app.limits.spend = lambda *_: None
    return app.shelf.library("acme").site


def made(site, days=30):
    return reports.made(site, ZONE, clock.now(), days)


def write(client, ticket, body="And now?", who="alice"):
    assert client.post(f"/api/v1/acme/tickets/{ticket.id}/messages", json={"body": body}, headers=visitor(who)).status_code == 201


def told(figures, *names):
    return tuple(figures[name] for name in names)


def test_what_came_was_answered_and_solved_is_told_by_day_team_and_module(client, site, time):
    time.at("2026-11-22T10:00+02:00")
    one, two = opened(client, context={"url": "/invoices/5"}), opened(client, "dana")
    time.at("2026-11-22T11:30+02:00")
    handling.answer(one, BELA, "Bela", "Which?")
    time.at("2026-11-23T10:00+02:00")
    handling.answer(two, BELA, "Bela", "Done.", solve=True)
    found = made(site)
    assert told(found["all"][None], "opened", "solved", "reopened") == (2, 1, 0)
    assert [told(found["time"][day], "opened", "solved") for day in list(found["time"])[:3]] == [(0, 1), (2, 0), (0, 0)]
    assert {team: figures["opened"] for team, figures in found["team"].items()} == {"first": 1, "money": 1}
    assert {module: figures["opened"] for module, figures in found["module"].items()} == {None: 1, "invoices": 1}
    everything = found["all"][None]
    assert [str(everything.took("first", share)) for share in (.5, .9)] == ["1:30:00", "1 day, 0:00:00"] and str(everything.took("resolution", .5)) == "1 day, 0:00:00"
    assert everything.promises("first") == (1, 1) and everything.share("first") == 50 and everything.promises("resolution") == (1, 0) and found["module"]["invoices"].took("resolution", .5) is None


def test_a_promise_that_is_missed_and_still_owed_counts_and_is_told_once(client, site, time):
    opened(client)
    assert made(site)["all"][None].promises("first") == (0, 0)
    time.at("2026-11-22T13:00+02:00")
    assert made(site)["all"][None].promises("first") == (0, 1)
    time.at("2026-11-24T09:59+02:00")
    watch.run(["acme"])
    assert made(site)["all"][None].promises("resolution") == (0, 0), "16 working hours are over at 10"
    time.at("2026-11-25T13:00+02:00")
    watch.run(["acme"])
    assert made(site)["all"][None].promises("resolution") == (0, 1)
    ticket = db.session.query(Ticket).one()
    handling.answer(ticket, BELA, "Bela", "Done.", solve=True)
    assert made(site)["all"][None].promises("first") == made(site)["all"][None].promises("resolution") == (0, 1)


def test_further_lines_and_what_was_opened_again(client, site, time):
    ticket = opened(client)
    write(client, ticket, "More of the same")   # nobody has answered yet: it is the first answer that is owed
    handling.answer(ticket, BELA, "Bela", "Done.", solve=True)
    write(client, ticket, "It is not.")
    handling.answer(ticket, BELA, "Bela", "But now.", solve=True)
    client.post(f"/api/v1/acme/tickets/{ticket.id}/reopen", json={}, headers=visitor("alice"))
    found = made(site)["all"][None]
    assert (found["reopened"], found.promises("next")) == (2, (1, 0))
    time.at("2026-11-22T15:00+02:00")
    watch.run(["acme"])
    assert made(site)["all"][None].promises("next") == (0, 1)


def test_the_stars_and_who_helped_themselves(client, site):
    for stars in (5, 4):
        ticket = opened(client)
        handling.answer(ticket, BELA, "Bela", "Done.", solve=True)
        client.post(f"/api/v1/acme/tickets/{ticket.id}/rating", json={"stars": stars}, headers=visitor("alice"))
    assert made(site)["all"][None].alone is None
    for kind, more in (("open", {}), ("open", {}), ("search", {"text": "print", "found": True}), *[("article", {"article": "mail/write"})] * 6):
        assert client.post("/api/v1/acme/seen", json={"kind": kind, "url": "/mail", "locale": "en", **more}).status_code == 204
    found = made(site)
    assert (found["all"][None].stars, found["all"][None]["rated"], found["all"][None].alone) == (4.5, 2, 75)
    assert told(found["module"]["mail"], "open", "search", "article") == (2, 1, 6) and told(next(iter(found["time"].values())), "article") == (6,)


def test_joined_requests_and_another_sites_are_left_out(client, app, site, folder):
    folder.site(SITE + TABLES, key="other")
    app.shelf.reread()
    joining.merge(opened(client), opened(client), BELA)
    client.post("/api/v1/other/tickets", json={"body": "canary", "locale": "en"}, headers=visitor("alice"))
    found = made(site)["all"][None]
    assert told(found, "opened", "solved", "first_missed") == (1, 0, 0)


@pytest.mark.parametrize("days, count", [(30, 30), (90, 13)])
def test_the_stretches_are_days_of_the_sites_clock_also_when_it_changes(days, count, client, site, time):
    time.at("2026-11-03T00:30+02:00")   # it went back on 25 October
    bounds = reports.stretches(ZONE, clock.now(), days)
    assert len(bounds) == count + 1 and {f"{bound.astimezone(reports.ZoneInfo(ZONE)):%H:%M}" for bound in bounds} == {"00:00"} and bounds[-1] > clock.now() > bounds[-2]
    assert len({bound.hour for bound in bounds}) == 2
    time.at("2026-10-24T00:30+03:00")
    opened(client)
    time.at("2026-11-03T00:30+02:00")
    found = made(site, days)
    assert [f"{day.astimezone(reports.ZoneInfo(ZONE)):%d %b}" for day, figures in found["time"].items() if figures["opened"]] == [{30: "24 Oct", 90: "22 Oct"}[days]]


@pytest.mark.parametrize("count, median, ninth", [(1, 0, 0), (2, 0, 1), (10, 4, 8), (11, 5, 9), (100, 49, 89)])
def test_the_median_and_nine_of_ten(count, median, ninth):
    figures = reports.Figures()
    figures.times["first_took"] = list(range(count))
    assert [figures.took("first", share).total_seconds() for share in (.5, .9)] == [median, ninth]


def page(app, path="reports", **headers):
    return browser(app, agents.add("olga@acme.test", "Olga", (), [("acme", "observer")]).email).get(f"/desk/acme/{path}", headers=headers)


def test_the_page_says_who_waits_and_what_the_figures_mean(client, app, site, time):
    assert "Nobody waits for a first answer." in page(app).text
    ticket = opened(client, subject="<script>alert(1)</script>")
    answered = opened(client, "dana")
    handling.answer(answered, BELA, "Bela", "Yes.")
    time.at("2026-11-22T15:00+02:00")
    text = page(app, "reports?days=90").text
    assert f'href="/desk/acme/tickets/{ticket.id}"' in text and "1, of them late: 1" in text and "&lt;script&gt;" in text and "<script>alert" not in text
    assert '<a href="?days=90" aria-current="true">The last 90 days</a>' in text and "less than 1 min" in text and ">50%<" in re.sub(r"<meter[^>]*></meter> ", "", text)
    assert not re.search(r"\sstyle=|\son\w+=", text)
    assert "דוחות" in page(app, **{"Accept-Language": "he"}).text and page(app, "reports?days=x").status_code == 200


def lines(app, path="reports.csv"):
    answer = page(app, path)
    assert answer.mimetype == "text/csv" and answer.data.startswith(b"\xef\xbb\xbf") and answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="acme-')
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_the_file_for_spreadsheets_has_the_same(client, app, site, time):
    opened(client, context={"url": "/invoices/5"})
    time.at("2026-11-22T12:00+02:00")
    handling.answer(db.session.query(Ticket).one(), BELA, "Bela", "Yes.")
    found = lines(app)
    assert [row["by"] for row in found] == ["all", *["time"] * 30, "team", "module"] and found[1]["key"] == "2026-11-22"
    assert (found[0]["opened"], found[0]["first_median_minutes"], found[0]["first_promises_kept"], found[0]["resolution_median_minutes"]) == ("1", "120", "1", "")
    assert (found[-1]["key"], found[-1]["title"]) == ("invoices", "Invoices") and len(lines(app, "reports.csv?days=90")) == 16


HOSTILE = ('=cmd|\' /C calc\'!A0', "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", '=HYPERLINK("http://evil.test","x")')


def test_no_cell_is_executed(client, app, folder, site):
    for name in HOSTILE:
        told = next(csv.reader(io.StringIO(reports.table([[name, 5, None, -1.5]]).decode("utf-8-sig"), newline="")))
        assert told == [f"'{name}", "5", "", "-1.5"], name
    assert reports.table([["a,b", 'say "x"', "two\nlines", "חדש"]]).decode("utf-8-sig") == '"a,b","say ""x""","two\nlines",חדש\r\n'
    folder.site(SITE.replace('title = { en = "Invoices", he = "חשבוניות" }', 'title = "=cmd|calc!A0"') + TABLES.replace('key = "money"', 'key = "money"\ntitle = "@SUM(1)"'))
    app.shelf.reread()
    opened(client, context={"url": "/invoices/5"})
    assert [row["title"] for row in lines(app)[-2:]] == ["'@SUM(1)", "'=cmd|calc!A0"]
