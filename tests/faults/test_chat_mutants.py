"""Four faults planted in the server or in the tabs, each of which a small storm must tell; and the same storm on the code as it is, which tells nothing."""

import json

import pytest
from chat_storm import ChatStorm
from planted import planted

KILLS = 10
UNIQUE = 'sa.UniqueConstraint("author_id", "client_id", name="uq_chat_messages_author_client")'
# name: (what is planted in the server: [(file, what stands there, what stands there instead), …], and in the tabs, what is wrong then)
MUTANTS = {
    "none": ([], None, None),
    "acknowledged before it is committed": ([   # the next one waits for its turn, not in the database, where it would stop everyone
        ("core/db.py", "    queue, done = db.session.info.setdefault(", "    _turn.acquire()\n    queue, done = db.session.info.setdefault("),
        ("core/db.py", "        db.session.commit()\n", """
        import threading
        import time
        made = db.session()
        made.flush()
        db.session.registry.clear()
        threading.Thread(target=lambda: (time.sleep(0.1), made.commit(), made.close(), _turn.release())).start()
"""),
        ("core/db.py", "    except BaseException:\n        db.session.rollback()\n", "    except BaseException:\n        db.session.rollback()\n        _turn.release()\n"),
        ("core/db.py", "def _begin(connection):\n", "import threading\n\n_turn = threading.Lock()\n\n\ndef _begin(connection):\n")], None, "lost"),
    "looked up, then inserted, without a unique key": ([   # as a cache in memory does it
        ("chat/models.py", f",\n                      {UNIQUE}", ", "), ("migrations/versions/2026_11_23_people_chat.py", f",\n        {UNIQUE}", ""),
        ("chat/queries.py", 'def message(id_):\n    """The ChatMessage of an event."""\n    return db.session.get(ChatMessage, id_)\n', """
_said = {}


def message(id_):
    found = db.session.get(ChatMessage, id_)
    _said[found.author_id, found.client_id] = id_
    return found
"""),
        ("chat/queries.py", "    return db.session.scalar(sa.select(ChatMessage).where(ChatMessage.author_id == author.id, ChatMessage.client_id == client_id))",
         "    known = _said.get((author.id, client_id))\n    return known and db.session.get(ChatMessage, known)")], None, "doubled"),
    "caught up by time": ([], "catch-up by time", "lists unlike the database's"),
    "asked before it is in the room": ([], "replay before join", "lists unlike the database's"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_the_storm_tells_each_fault_and_nothing_else(tmp_path, name):
    changes, of_tabs, what = MUTANTS[name]
    environ = {"PYTHONPATH": planted(tmp_path / "mutant", changes)} if changes else {}
    storm = ChatStorm(tmp_path, "websocket", every=500, mutant=of_tabs, **environ)
    try:
        storm.blow(lambda so_far: so_far.kills >= KILLS, patience=20 if changes else 90)
        wrong, figures = storm.account()
    finally:
        storm.close()
    told = {one: n for one, n in wrong.items() if n}
    print(f"\n{name}: {told or 'nothing'}; {json.dumps(figures)}")
    assert what in told if what else not told, told
