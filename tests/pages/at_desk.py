"""An agent at the live desk, and the people who write to it."""

import json
import os
import re
import secrets
import subprocess
import sys
import urllib.request

from cast import visitor
from desk_material import PASSWORD
from playwright.sync_api import expect

LINK = r"http://\S+/desk/invitation/\S+"


def command(server, *words):
    """What `askaside …` prints, run beside the server."""
    environ = {**os.environ, "ASKASIDE_PORT": str(server.port), "ASKASIDE_CONTENT_DIR": str(server.content), "ASKASIDE_DATA_DIR": str(server.folder / "var")}
    return subprocess.run([sys.executable, "-c", "from askaside.cli import main; main()", *words], env=environ, check=True, capture_output=True, text=True).stdout


def ask(server, body, who=None, path="/api/v1/demo/tickets", **more):
    """What a visitor sends, and the answer."""
    told = {"body": body, **({} if "messages" in path else {"locale": "en"}), **more}
    sent = urllib.request.Request(server.base + path, json.dumps(told).encode(), {"Content-Type": "application/json", **visitor(who or secrets.token_hex(8))})
    with urllib.request.urlopen(sent, timeout=20) as answer:
        return json.loads(answer.read())


class Agent:
    """An agent at the live desk, in a browser of their own."""

    def __init__(self, browser, server, name, state=None, base=None, team=None, role="demo/agent", language="en", viewport=None, **options):
        self.server, self.base = server, base or server.base
        self.context = browser.new_context(viewport=viewport or {"width": 1440, "height": 900}, storage_state=state, locale=language, extra_http_headers={"Accept-Language": language}, **options)
        self.noise = []
        self.page = self._page()
        if state is None:
            self.page.goto(re.search(LINK, command(server, "agent", "add", f"{name.lower()}@live.example.com", name, *(("--team", team) if team else ("--role", role))))[0])
            self.page.fill("#password", PASSWORD)
            self.page.click("form.fields button")
            self.page.wait_for_url("**/desk/demo")

    def _page(self):
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.noise.append(str(error)))
        return page

    def open(self, ticket=None):
        self.page.goto(f"{self.base}/desk/demo" + (f"/tickets/{ticket['id']}" if ticket else ""))
        expect(self.page.locator(".live .link:not(.off)")).to_be_attached()
        if ticket:
            expect(self.field).to_be_visible()
        return self

    def again(self):
        """The browser died and was begun anew."""
        self.page.close()
        self.page = self._page()
        return self

    @property
    def field(self):
        return self.page.locator("#desk\\.answer")

    @property
    def thread(self):
        return self.page.locator(".thread li .words")

    @property
    def refusal(self):
        return self.page.locator("#desk\\.refused")

    @property
    def present(self):
        return self.page.locator(".present")

    def button(self, name):
        return self.page.locator(f"[data-as={name}]")
