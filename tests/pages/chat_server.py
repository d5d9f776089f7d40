"""`askaside demo` with an agent in it: somebody is there for a chat, and does what a test says, so that what happens is pushed as it is in life.

It is a program of its own (chat_agent.py), for the agent has to be where the sockets are.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from material import share_dictionaries
from pages_server import Server


class ChatServer(Server):
    def start(self, patience=300, ready="/readyz"):
        environ = {**os.environ, "ASKASIDE_PORT": str(self.port), "ASKASIDE_CONTENT_DIR": str(self.content), "ASKASIDE_DATA_DIR": str(self.folder / "var")}
        share_dictionaries(self.folder / "var")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([sys.executable, str(Path(__file__).with_name("chat_agent.py")), "--demo"], env=environ, stdout=log, stderr=log)
        until = time.monotonic() + patience
        while time.monotonic() < until and self.process.poll() is None:
            try:
                self.get(ready)
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(self.log.read_text())

    def agent(self, does, **told):
        """What the agent does: say {conversation, body}, read {conversation}, typing {conversation}, take {conversation}, away {conversation}, end {conversation}, all {} → every line,
        sockets {} → how many are open, leave {}: as a server that is about to end."""
        asked = urllib.request.Request(f"{self.base}/test/agent/{does}", json.dumps(told).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return json.loads(answer.read())

    def lines(self, body=None):
        """[(conversation, n, body)] of all that was said; of one `body` only."""
        return [tuple(one) for one in self.agent("all") if body in (None, one[2])]
