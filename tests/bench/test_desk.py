"""The live desk with 10,000 open requests: from the click to the queue on the screen, scrolling and writing, with the CPU as it is and slowed 4 ×."""

import os
import statistics
import time

import pytest
from desk_material import PASSWORD
from material import ROOT, SITE, Folder
from pages_server import Server
from playwright.sync_api import expect, sync_playwright
from queue_material import TABLES, fill

from askaside import cli
from askaside.app import create_app
from askaside.core.db import db
from askaside.people import agents, sessions
from askaside.settings import Settings

ROUNDS = 12
WATCH = """window.long = []; new PerformanceObserver(l => l.getEntries().forEach(e => long.push(e.duration))).observe({type: 'longtask', buffered: true});"""
# A click on a filter, and the moment in which other rows stand on the screen.
CLICKED = """words => new Promise(done => {
    const link = [...document.querySelectorAll('.whose a')].find(one => one.textContent === words), begun = performance.now();
    const painted = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
    const watch = new MutationObserver(() => { watch.disconnect(); painted(); });
    watch.observe(document.querySelector('.groups'), {subtree: true, childList: true, characterData: true});
    link.click();
})"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    tmp = tmp_path_factory.mktemp("desk")
    folder = Folder(tmp / "content")
    folder.site(SITE + TABLES)
    folder.article("invoices/send.en", "title: Send an invoice")
    settings = Settings(content_dir=folder.path, data_dir=tmp / "var")
    app = create_app(settings)
    cli.upgrade_database(settings)
    with app.app_context():
        app.shelf.reread()
        fill(app)
        agents.add("bela@acme.test", "Bela", [("acme", "first")])
        link = agents.invite("bela@acme.test")
        sessions.accept(link, PASSWORD)
        db.session.remove()
        db.engine.dispose()
    server = Server(tmp, folder.path, command="serve").start(ready="/healthz")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(ROOT / "tests" / "pages" / "chromium.sh"), env={**os.environ, "CHROMIUM": "chromium"}, args=["--disable-gpu"])
        yield browser, server
        browser.close()
    server.stop()


def signed_in(browser, server):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en", extra_http_headers={"Accept-Language": "en"})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(f"{server.base}/desk/sign-in")
    page.fill("#email", "bela@acme.test")
    page.fill("#password", PASSWORD)
    page.click("form.fields button")
    page.wait_for_selector(".live a[data-row]")
    return page


def test_how_soon_colleagues_see_each_other(desk):
    """From a line, and from the first letter of a draft, to the other's screen."""
    browser, server = desk
    bela, again = signed_in(browser, server), signed_in(browser, server)
    address = bela.locator("a[data-row]").first.get_attribute("href")
    for page in (bela, again):
        page.goto(server.base + address)
        page.wait_for_selector("#desk\\.answer")
    lines, told = bela.locator(".thread > li"), []
    for at in range(10):
        again.locator("#desk\\.answer").fill(f"Line {at}")
        before = lines.count()
        begun = time.perf_counter()
        again.locator("[data-as=note]").click()
        expect(lines).to_have_count(before + 1)
        told.append((time.perf_counter() - begun) * 1000)
        expect(again.locator("#desk\\.answer")).to_have_value("")
    for page in (bela, again):
        page.context.close()
    print(f"\na line of one agent is on the other's screen after: median {statistics.median(told):.0f} ms, worst of {len(told)} {max(told):.0f}")
    assert len(told) == 10


@pytest.mark.parametrize("slow", [1, 4])
def test_what_the_desk_costs(desk, slow):
    browser, server = desk
    page = signed_in(browser, server)
    context = page.context
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    page.wait_for_timeout(500)
    page.evaluate("long.length = 0")
    times = sorted(page.evaluate(CLICKED, words) for _ in range(ROUNDS // 2) for words in ("Mine", "All"))
    clicks = page.evaluate("long.splice(0)")
    for _ in range(6):
        shown = page.locator("a[data-row]").count()
        page.click(".list button.more")
        expect(page.locator("a[data-row]").nth(shown + 40)).to_be_attached(timeout=20_000)   # one that moved meanwhile is there once
    more = page.evaluate("long.splice(0)")
    for _ in range(30):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(40)
    scrolled = page.evaluate("long.splice(0)")
    page.locator("a[data-row]").first.click()
    page.wait_for_selector("#desk\\.answer")
    page.wait_for_timeout(500)
    opened = page.evaluate("long.splice(0)")
    page.locator("#desk\\.answer").press_sequentially("The range of numbers is used up; open the next one.", delay=60)
    typed = page.evaluate("long.splice(0)")
    context.close()
    told = {"clicking": clicks, "more rows": more, "scrolling": scrolled, "opening": opened, "writing": typed}
    print(f"\nCPU ÷ {slow}: click → queue on the screen, median of {len(times)} {statistics.median(times):.0f} ms, worst {times[-1]:.0f}; with about 350 rows, long tasks: "
          + ", ".join(f"{name} {len(long)} (longest {max(long, default=0):.0f} ms)" for name, long in told.items()))
    assert len(times) == ROUNDS
