"""A hundred cuts of the network while people write: the desk's queue comes to be that of a fresh load each time."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from at_desk import Agent
from material import ROOT
from pages_server import Server
from playwright.sync_api import expect, sync_playwright
from test_desk_live import cuts

ROUNDS = 100


def test_the_queue_after_a_hundred_cuts(tmp_path):
    expect.set_options(timeout=60_000)
    server = Server(tmp_path).start()
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        browser = playwright.chromium.launch(executable_path=str(ROOT / "tests" / "pages" / "chromium.sh"), env={**os.environ, "CHROMIUM": "chromium"}, args=["--disable-gpu"])
        first = Agent(browser, server, "Vera")
        state = first.context.storage_state()
        noise = []

        def at_desk(name, base):
            agent = Agent(browser, server, name, state, base)
            noise.append(agent.noise)
            return agent

        cuts(server, at_desk, ROUNDS)
        assert noise == [[]]
        browser.close()
    server.stop()
    print(f"\n{ROUNDS} cuts: the queue equal to a fresh load each time")
