"""The socket server by HTTP."""

import json

import pytest

from askaside.core.live import PATH, socketio


@pytest.mark.parametrize("ask", ["get", "post"])
def test_what_comes_in_the_moment_of_a_sockets_end_is_answered_like_what_comes_later(client, ask):
    sid = json.loads(client.get(f"{PATH}?EIO=4&transport=polling").get_data()[1:])["sid"]
    socketio.server.eio.sockets[sid].closed = True   # ended; nobody has put it away yet
    answers = [getattr(client, ask)(f"{PATH}?EIO=4&transport=polling&sid={sid}") for _ in range(2)]
    assert [(one.status_code, one.mimetype) for one in answers] == [(400, answers[1].mimetype)] * 2
