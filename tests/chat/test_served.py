"""A chat with the program as it is served, from a page of a product: by WebSocket and by polling, a kill and a start between a line and the next."""

import json
import urllib.request

import pytest
from cast import visitor
from chat_lines import ORIGIN, ByPolling, ByWebSocket, ask, connected
from material import ONE_LANGUAGE, Folder
from pages_server import Server


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
@pytest.mark.parametrize("way", [ByWebSocket, ByPolling])
def test_what_is_acknowledged_is_there_after_a_kill(tmp_path, way, mode):
    texts = Folder(tmp_path / "content")
    texts.site(ONE_LANGUAGE)
    server = Server(tmp_path, texts.path, mode=mode).start(ready="/healthz")
    try:
        line = connected(way(server))
        begun, pushed = ask(line, 1, "chat:start", {"client_id": "a1", "body": "Hello."})
        assert (begun["n"], begun["status"]) == (1, "away") and [name for name, _ in pushed] == ["chat:changed", "chat:message", "chat:changed"]
        line.close()
        server.process.kill()
        server.process.wait()
        server.start(ready="/healthz")
        line = connected(way(server))
        assert ask(line, 1, "chat:start", {"client_id": "a1", "body": "Hello."}) == (begun, [])
        told, pushed = ask(line, 2, "chat:message", {"conversation": begun["conversation"], "client_id": "a2", "body": "Still there?"})
        assert told["n"] == 2 and pushed[0][1]["n"] == 2
        asked = urllib.request.Request(f"{server.base}/api/v1/acme/conversations/{begun['conversation']}/messages?after=1", headers={**ORIGIN, **visitor("alice")})
        line.close()
        assert [one["body"] for one in json.loads(urllib.request.urlopen(asked, timeout=10).read())["messages"]] == ["Still there?"]
    finally:
        server.stop()
    assert "Traceback" not in server.log.read_text()
