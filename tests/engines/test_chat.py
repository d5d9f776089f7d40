"""A chat in Firefox and in WebKit: answered, cut off and back, through a reload, counted on the `?`, and gone at the log-out."""

import json
import shutil
import subprocess
from pathlib import Path
from tempfile import mkdtemp
from threading import Timer

import pytest
from chat_server import ChatServer
from material import ROOT

LONGEST = 240   # seconds
SCREENS = ROOT / "var" / "screens"


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
def test_a_chat_from_the_first_line_to_the_log_out(tmp_path, engine):
    server, told = ChatServer(tmp_path).start(), []

    def answer():
        [id_] = {conversation for conversation, *_ in server.lines()}
        server.agent("take", conversation=id_)
        server.agent("read", conversation=id_)
        server.agent("say", conversation=id_, body="Good **morning**!")

    does = {"answer": answer, "stop": server.stop, "start": server.start}
    folder = Path(mkdtemp(prefix=f"chat-{engine}-"))
    folder.chmod(0o755)   # the browser is another user
    walk = subprocess.Popen(["node", Path(__file__).with_name("chat.mjs"), engine, server.base, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    limit = Timer(LONGEST, walk.terminate)
    limit.start()
    try:
        for line in walk.stdout:
            said = json.loads(line)
            if "ask" in said:
                does[said["ask"]]()
                walk.stdin.write("done\n")
                walk.stdin.flush()
            else:
                told.append((said["step"], said["seen"]))
        assert walk.wait(20) == 0, told
        assert told == [("received", 1), ("read and answered", 2), ("kept on this device", 3), ("sent by itself", 3), ("there after a reload", 3), ("noise", [])]
        assert [body for _, _, body, _ in server.lines()] == ["I get E42", "Good **morning**!", "Found it", "Good **morning**!"]
    finally:
        limit.cancel()
        walk.terminate()
        walk.stdin.close()
        walk.stdout.close()
        server.stop()
        SCREENS.mkdir(parents=True, exist_ok=True)
        for picture in folder.glob("*.png"):
            shutil.copy(picture, SCREENS)
        shutil.rmtree(folder, ignore_errors=True)
