"""A connection ends with what it came with, and nobody has too many of them."""

import pytest
import sqlalchemy as sa
from cast import product, visitor
from chat_material import Browser

from askaside.chat import live
from askaside.core import live as lines
from askaside.core.connections import MOST_OF_PERSON, Connections
from askaside.core.db import db
from askaside.people import secrets

pytestmark = pytest.mark.usefixtures("office")


def test_a_connection_whose_token_has_ended_is_cut(app, alice, time):
    signs = product()
    soon, later = Browser(app, header=signs(sub="soon", minutes=1)), Browser(app, header=signs(sub="later", minutes=10))
    live.review()
    assert soon.connected and later.connected
    time.at("2026-11-22T10:01:59.500+02:00")   # a clock may be a minute off
    live.review()
    assert soon.connected
    time.at("2026-11-22T10:02+02:00")
    live.review()
    assert (soon.connected, later.connected, alice.connected) == (False, True, True)


def test_a_connection_is_cut_whose_secret_is_retired_or_whose_site_takes_it_no_more(app, folder, alice):
    signs, others = product(), product()
    former, new = Browser(app, header=signs(sub="bob")), Browser(app, header=others(sub="bob"))
    secrets.retire("acme", live.current_app.connections.get(next(sid for sid, one in app.connections.of("/chat") if one.known.kid)).known.kid)
    live.review()
    assert (former.connected, new.connected, alice.connected) == (False, True, True)
    text = (folder.path / "acme" / "site.toml").read_text()
    folder.site(f'identity = "enforce"\n{text}')
    app.shelf.reread()
    live.review()
    assert (new.connected, alice.connected) == (True, False)
    folder.site(f'identity = "off"\n{text}')
    app.shelf.reread()
    live.review()
    assert not new.connected and app.connections.of("/chat") == []


def test_however_many_there_are_the_database_is_asked_once(app):
    app.connections = Connections(1000, 1000)
    signs, asked = product(), []
    there = [Browser(app, header=signs(sub=f"person {n}")) for n in range(30)]
    sa.event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    app.extensions.pop("askaside.secrets")
    live.review()
    assert len(asked) == 1 and all(one.connected for one in there)


def test_a_person_has_so_many_windows_and_closing_one_makes_room(app, alice):
    windows = [Browser(app) for _ in range(MOST_OF_PERSON - 1)]
    assert all(one.connected for one in windows)
    many = Browser(app)
    assert not many.connected and Browser(app, "dana").connected
    windows[0].socket.disconnect("/chat")
    assert Browser(app).connected and not Browser(app).connected
    assert not any("error" in one.say("chat:start", {"client_id": "a", "body": "Still here."}) for one in (alice, windows[5]))


def test_an_address_has_so_many_connections(app):
    app.connections = Connections(most_of_person=100, most_of_address=3)
    assert [Browser(app, f"visitor {n}").connected for n in range(5)] == [True, True, True, False, False]


def test_who_is_refused_is_told_how_long_to_wait(app):
    app.connections = Connections(most_of_address=0)
    seen = []
    refuse = lines.refused
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "refused", lambda wrong: seen.append(refuse(wrong)) or seen[-1])
        assert not Browser(app).connected
    assert seen[0].error_args == {"message": "too_many", "data": {"retry_after_seconds": 30}}
    answer = app.test_client().get("/socket.io/?EIO=4&transport=polling", headers=visitor("alice"))
    assert answer.status_code == 401 and answer.get_json()["code"] == "too_many" and answer.get_json()["retry_after_seconds"] == 30


def test_a_connection_that_wants_nobody_is_ended(app):
    with app.test_client() as client:
        client.get("/socket.io/?EIO=4&transport=polling")
    (line, one), = app.connections.of(lines.LINES)
    lines.review(app)
    assert line in lines.socketio.server.eio.sockets
    app.connections._open[line] = one._replace(known=one.known - lines.IDLE_SECONDS - 1)
    lines.review(app)
    assert lines.socketio.server.eio.sockets[line].closed and app.connections.of(lines.LINES) == []
