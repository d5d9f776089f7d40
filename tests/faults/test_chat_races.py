"""At the very same moment, over sockets of a real server: an end and a line, a hundred times; and one line, a thousand times."""

import json
import sqlite3
from contextlib import closing
from functools import partial

import pytest
from chat_lines import ByPolling, ByWebSocket, ask, connected
from material import ONE_LANGUAGE, Folder
from pages_server import Server

RACES, SOCKETS, EACH = 100, 20, 50
PATIENCE = 120   # seconds; the first of a socket waits for those of all
BOTH = pytest.mark.parametrize("mode", ["eventlet", "threading"])


@pytest.fixture
def server(tmp_path, mode):
    texts = Folder(tmp_path / "content")
    texts.site(ONE_LANGUAGE)
    made = Server(tmp_path, texts.path, command="serve", mode=mode).start(ready="/healthz")
    yield made
    made.stop()
    assert "Traceback" not in made.log.read_text()


@pytest.fixture
def database(server):
    """Ask for rows: database("SELECT …")"""
    def rows(said, *given):
        with closing(sqlite3.connect(server.folder / "var" / "askaside.db", timeout=20)) as found, found:
            return found.execute(said, given).fetchall()
    return rows


def send(line, number, event, **told):
    line.send(f"42/chat,{number}{json.dumps([event, told])}")


def acks(read, count):
    """The next so many answers among the packets that read() gives."""
    found = []
    while len(found) < count:
        packet = read()
        if packet.startswith("43/chat,"):
            found.append(json.loads(packet[packet.index("["):])[0])
    return found


@BOTH
@pytest.mark.parametrize("way", [ByWebSocket, ByPolling])
def test_a_line_that_meets_an_end_is_never_lost(server, database, mode, way):
    tabs, went_on, opened = [], 0, 0
    for race in range(RACES):
        if race % 25 == 0:   # a socket may say sixty at once
            for tab in tabs:
                tab.close()
            tabs = [connected(way(server)) for _ in range(2)]
            conversation = ask(tabs[0], 1000, "chat:start", {"client_id": f"begun {race}", "body": "Hello."})[0]["conversation"]
        sayer, ender = tabs if race % 2 else tabs[::-1]
        if race % 4 > 1:   # and its request is closed: then the next one has it
            database("UPDATE tickets SET status = 'closed' WHERE id = (SELECT ticket_id FROM conversations WHERE id = ?)", conversation)
        both = [(sayer, "chat:message", {"client_id": f"race {race}", "body": f"line {race}"}), (ender, "chat:end", {})]
        for line, event, more in both if race % 3 else both[::-1]:
            send(line, race, event, conversation=conversation, **more)
        (said,), (ended,) = acks(sayer.read, 1), acks(ender.read, 1)
        assert "n" in said and ended == {}
        place = said.get("conversation", conversation)
        assert database("SELECT conversation_id, n FROM chat_messages WHERE client_id = ?", f"race {race}") == [(place, said["n"])]
        if place != conversation:
            assert database("SELECT next_id FROM conversations WHERE id = ?", conversation) == [(place,)]
        went_on += place != conversation
        opened += database("SELECT status FROM conversations WHERE id = ?", place) != [("closed",)]
        conversation = place
    for tab in tabs:
        tab.close()
    print(f"\n{mode}, {way.__name__}: {RACES} races, {went_on} lines went on in the next chat, after {opened} it was open")
    assert went_on > RACES / 5


@BOTH
def test_a_thousand_of_one_line_are_one_line(server, database, mode):
    lines = [connected(ByWebSocket(server)) for _ in range(SOCKETS)]
    conversation = ask(lines[0], 1000, "chat:start", {"client_id": "begun", "body": "Hello."})[0]["conversation"]
    for number in range(EACH):
        for line in lines:
            send(line, number, "chat:message", conversation=conversation, client_id="same", body="And now?")
    told = [one for line in lines for one in acks(partial(line.line.receive, timeout=PATIENCE), EACH)]
    assert len(told) == SOCKETS * EACH and all(one == told[0] and one["n"] == told[0]["n"] for one in told), told[:3]
    assert database("SELECT count(*) FROM chat_messages WHERE body = 'And now?'") == [(1,)]
    assert database("SELECT count(*) FROM ticket_messages WHERE body = 'And now?'") == [(1,)]
    print(f"\n{mode}: {len(told)} sent, one line")
    for line in lines:
        line.close()
