"""`askaside demo` with a chat and an agent in it: Bela is there, and does what a test says, so that what happens is pushed as it is in life.

It is a program of its own (chat_agent.py), for the agent has to be where the sockets are.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from material import ROOT, share_dictionaries
from pages_server import Server


class ChatServer(Server):
    def __init__(self, folder, origins=()):
        content = Path(folder) / "content"
        if not content.exists():
            shutil.copytree(ROOT / "content", content)
            site = content / "demo" / "site.toml"
            site.write_text(site.read_text().replace("origins = [", f"origins = [{''.join(json.dumps(one) + ', ' for one in origins)}"))
        super().__init__(folder, content)

    def start(self, patience=300, ready="/readyz"):
        environ = {**os.environ, "ASKASIDE_PORT": str(self.port), "ASKASIDE_CONTENT_DIR": str(self.content), "ASKASIDE_DATA_DIR": str(self.folder / "var")}
        share_dictionaries(self.folder / "var")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([sys.executable, str(Path(__file__).with_name("chat_agent.py")), "--demo"], env=environ, stdout=log, stderr=log)
        until = time.monotonic() + patience
        while time.monotonic() < until and self.process.poll() is None:
            try:
                self.get(ready)
                self.agent("seat", status="available")
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(self.log.read_text())

    def agent(self, does, **told):
        """What Bela does: take, read, typing, away (make it a request) {conversation}; say {conversation, body}; seat {status}; free {} of all chats; busy {seconds}. Looked up for tests: all,
        story {conversation}, sockets; leave: as
        a server does before it ends."""
        asked = urllib.request.Request(f"{self.base}/test/agent/{does}", json.dumps({"client_id": secrets.token_hex(8), **told}).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return json.loads(answer.read())

    def lines(self, body=None):
        """[(conversation, n, body, [name of a file])] of all that was said; of one `body` only."""
        return [tuple(one) for one in self.agent("all") if body in (None, one[2])]
