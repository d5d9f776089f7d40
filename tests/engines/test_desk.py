"""The live desk in Firefox and in WebKit: from the invitation to an answer, with a reload in between."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import mkdtemp

import pytest
from at_desk import LINK, ask, command
from material import ROOT
from pages_server import Server

LONGEST = 120   # seconds
SCREENS = ROOT / "var" / "screens"


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
def test_from_the_invitation_to_an_answer(tmp_path, engine):
    server = Server(tmp_path).start()
    folder = Path(mkdtemp(prefix=f"desk-{engine}-"))
    folder.chmod(0o755)   # the browser is another user
    try:
        ask(server, "The fox is in the henhouse")
        link = re.search(LINK, command(server, "agent", "add", "bela@example.com", "Bela", "--role", "demo/agent"))[0]
        walk = subprocess.run(["node", Path(__file__).with_name("desk.mjs"), engine, link, folder], capture_output=True, text=True, timeout=LONGEST, check=False)
        told = {one["step"]: one["seen"] for one in map(json.loads, walk.stdout.splitlines())}
        assert walk.returncode == 0, walk.stderr[-2000:]
        assert told == {"queue": "The fox is in the henhouse", "thread": "The fox is in the henhouse", "connected": True, "focus": "Let it out", "draft": "Let it out",
                        "sent": "The fox is in the henhouse / Let it out", "noise": []}
        SCREENS.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / f"desk-{engine}.png", SCREENS)
    finally:
        server.stop()
        shutil.rmtree(folder)
