"""A real server with the demo, a real Chromium, and the panel as a person sees it."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from at_chat import asks, talkers  # noqa: F401  (fixtures)
from at_desk import Agent
from material import ROOT
from pages_server import Server
from playwright.sync_api import expect, sync_playwright

expect.set_options(timeout=20_000)   # a busy machine may be slow, never wrong
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("server")).start()
    yield made
    made.stop()


@pytest.fixture
def editable(server, tmp_path):
    """A server whose content may be written to."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    made = Server(tmp_path, tmp_path / "content").after(server).start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)   # the browser is another user
        made = playwright.chromium.launch(executable_path=str(Path(__file__).with_name("chromium.sh")), args=QUIET, downloads_path=folder)
        yield made
        made.close()


class Panel:
    """The panel on a page: what a person sees of it and does with it."""

    def __init__(self, page, base):
        self.page, self.base = page, base
        self.sheet = page.locator("ask-aside .sheet")
        self.main = self.sheet.locator("main")
        self.title = self.sheet.locator("h1")
        self.rows = self.sheet.locator("main .row")
        self.field = self.sheet.locator(".field input")
        self.status = self.sheet.locator("[role=status]").first

    def goto(self, path):
        self.page.goto(self.base + path)
        self.page.locator("ask-aside").wait_for(state="attached")   # by then the global is there

    def open(self, path="/demo/pages/en/invoices"):
        self.goto(path)
        self.page.click("#help")
        expect(self.rows.first).to_be_visible()

    def group(self, name):
        """The titles under a heading."""
        return self.main.locator("section").filter(has=self.page.get_by_role("heading", name=name, exact=True)).locator(".row")

    def button(self, name, exact=True):
        return self.sheet.get_by_role("button", name=name, exact=exact)

    def titles(self):
        """The first line of every row on the screen."""
        return self.rows.locator(".row-text").evaluate_all("nodes => nodes.map(n => n.firstChild.textContent)")

    def until(self, true):
        """Waits until an expression of the page, or a function of ours, is true. (A page's policy may forbid `wait_for_function` its eval.)"""
        for _ in range(400):
            if self.page.evaluate(true) if isinstance(true, str) else true():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never true: {true}")

    def focused(self):
        """What has the focus: its label or text, through our shadow root."""
        return self.page.evaluate("""() => {
            let at = document.activeElement;
            while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
            return at && (at.getAttribute('aria-label') || at.textContent || at.nodeName).trim();
        }""")


@pytest.fixture
def visit(browser, server):
    """`visit(width=…, dark=…)` → a Panel on a fresh browser profile, of the browser `of`, else of ours. Its `noise` is what appeared in the console."""
    contexts = []

    def make(width=1280, height=800, dark=False, base=None, script=None, of=browser, **options):
        context = of.new_context(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", **options)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        panel = Panel(page, base or server.base)
        panel.noise, panel.asked = [], []
        page.on("console", lambda message: panel.noise.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: panel.noise.append(f"error: {error.stack or error}"))
        page.on("request", lambda request: panel.asked.append(request.url))
        return panel

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def panel(visit):
    """A Panel that is open, without movement."""
    made = visit(reduced_motion="reduce")
    made.open()
    return made


@pytest.fixture(scope="session")
def states(browser, server):
    """{name: what their browser keeps after signing in}"""
    found = {}
    for name in ("Vera", "Milo"):
        agent = Agent(browser, server, name)
        found[name] = agent.context.storage_state()
        agent.context.close()
    return found


@pytest.fixture
def at_desk(browser, server, states):
    """`at_desk("Vera")` → an Agent who has signed in. Nothing may have gone wrong in their page."""
    made = []

    def make(name, base=None):
        state = states[name]
        made.append(Agent(browser, server, name, state, base))
        return made[-1]

    yield make
    for agent in made:
        agent.context.close()
    assert [line for agent in made for line in agent.noise] == []
