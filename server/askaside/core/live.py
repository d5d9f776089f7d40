"""The socket server: only a bell. What it rings about is in the database, and read from there."""

import logging
import threading
import time
from functools import partial

from flask_socketio import ConnectionRefusedError, SocketIO

from . import counters, http, logs, problems, slow, threads
from .connections import Connection
from .errors import TooMany

PATH = "/socket.io/"
PING_SECONDS, PATIENCE_SECONDS = 20, 20
MOST_BYTES = 64 << 10   # of one packet
LEAVING = "server:leaving"   # told before a server ends: come back, to whoever serves then
FETCH_SECONDS = 1   # for who polls to come for the last answers
IDLE_SECONDS = 30   # for a connection to say whom it wants
LINES = ""   # the namespace, as it were, of connections as such: one may be in several
LINES_TOLD = "askaside.lines"   # among the app's extensions: what was told of them last
log = logging.getLogger(__name__)


class _Sockets(SocketIO):
    """`answering`: how many events are being answered."""

    def __init__(self):
        super().__init__()
        self.answering, self._counting = 0, threading.Lock()

    def _handle_event(self, handler, message, namespace, sid, *args):
        self._count(1)
        try:
            return super()._handle_event(handler, message, namespace, sid, *args)
        finally:
            self._count(-1)

    def _count(self, more):
        with self._counting:
            self.answering += more


socketio = _Sockets()


def open_(app, async_mode, allowed):
    """Put the socket server in front of `app`, a Flask application. `async_mode`: eventlet or threading; `allowed(origin) → bool`: may pages of this
    origin connect at all? Each namespace looks at what it is for."""
    # What one socket says is done in its order, and the next of it is not read before: a hundred at once stand before nobody else.
    socketio.init_app(app, async_mode=async_mode, manage_session=False, cors_allowed_origins=partial(_let_in, allowed), cors_credentials=False, cookie=None, serve_client=False,
                      async_handlers=False, ping_interval=PING_SECONDS, ping_timeout=PATIENCE_SECONDS, max_http_buffer_size=MOST_BYTES, logger=_faults(), engineio_logger=_faults())
    if async_mode == "threading":
        socketio.server.eio._async = {**socketio.server.eio._async, "websocket": threads.WebSocket}
    slow.bound(socketio.server.eio)
    events = socketio.server._handle_event
    socketio.server._handle_event = lambda line, namespace, id, told: events(line, namespace, id, told) if isinstance(told, list) and told and isinstance(told[0], str) else None
    socketio.server._handle_connect = partial(_come_once, {}, socketio.server._handle_connect)
    _count_lines(app, socketio.server.eio)
    app.wsgi_app = partial(_or_gone, app.wsgi_app)


def _come_once(coming, connect, line, namespace, auth):
    """A network may say a handshake twice. The second is nothing new: python-socketio would refuse it, and the browser take that for the answer to its first."""
    namespace = namespace or "/"
    place, mine = (line, namespace), object()
    if coming.setdefault(place, mine) is not mine:
        return
    try:
        if socketio.server.manager.sid_from_eio_sid(line, namespace) is None:
            connect(line, namespace, auth)
    finally:
        del coming[place]


def _faults():
    """The log of the libraries below: of what they say only faults of ours. What is wrong with a packet is its sender's to know, and what is in it nobody's; a
    line that was cut within one is said again by its sender."""
    found = logging.getLogger(f"{__name__}.socketio")
    found.setLevel(logging.ERROR)
    found.filters[:] = [_is_fault]
    return found


def _is_fault(record):
    trace, ours = record.exc_info[2] if record.exc_info else None, False
    while trace and not isinstance(record.exc_info[1], ConnectionError):
        file = trace.tb_frame.f_code.co_filename
        ours, trace = ours or (f"{__package__.partition('.')[0]}/" in file and file != __file__), trace.tb_next
    if record.exc_info and not ours:
        counters.add("broken_packets")
    return ours


def _or_gone(inner, environ, start_response):
    """What comes for a session in the moment of its end is answered like what comes later; python-engineio would fail."""
    try:
        return inner(environ, start_response)
    except KeyError as gone:
        if gone.args[0] not in ("Session is disconnected", "Session not found"):
            raise
        start_response("400 BAD REQUEST", [("Content-Type", "text/plain")])
        return [b'"Invalid session"']


def site(key):
    """The room of everybody who follows the site `key`."""
    return f"site {key}"


def ticket(id_):
    """The room of everybody who has the ticket `id_` before them."""
    return f"ticket {id_}"


def person(site, key):
    """The room of the browsers of the person `key` (of a Caller) within the site `site`."""
    return f"person {site} {key}"


def ring(name, told, room, namespace):
    """Tell who is in `room`. Nobody may be, and nobody has to hear it: they ask for what they missed."""
    socketio.emit(name, told, to=room, namespace=namespace)


def anyone(room, namespace):
    """Is somebody in `room`?"""
    return next(iter(socketio.server.manager.get_participants(namespace, room)), None) is not None


def cut(sid, namespace):
    """End the connection `sid`."""
    socketio.server.disconnect(sid, namespace=namespace)


def refused(wrong):
    """What a handshake is refused with: its code, and where waiting helps, how long."""
    told = problems.ack(wrong)["error"]
    return ConnectionRefusedError(told["code"], *({"retry_after_seconds": seconds} for seconds in [told.get("retry_after_seconds")] if seconds))


def review(app):
    """Connections that have not said whom they want for a while are ended."""
    eio, now = socketio.server.eio, time.monotonic()
    wanted = {line for rooms in list(socketio.server.manager.rooms.values()) for line in list(rooms.get(None, {}).values())}
    for line, one in app.connections.of(LINES):
        if line not in wanted and now - one.known > IDLE_SECONDS and line in eio.sockets:
            eio.sockets[line].close(wait=False)


def told(app):
    """How many there are, into the log, where that changed."""
    now = {"open": app.connections.count(), **{word: sum(number for labels, number in counters.counts(f"sockets_{word}") if labels["namespace"] != "any") for word in ("opened", "closed")}}
    if now != app.extensions.get(LINES_TOLD, {"open": {}, "opened": 0, "closed": 0}):
        app.extensions[LINES_TOLD] = now
        logs.tell(log, "INFO", "sockets", opened=now["opened"], closed=now["closed"], chat=now["open"].get("/chat", 0), desk=now["open"].get("/desk", 0))


def leave(seconds):
    """Tell every browser that we go, give the answers that are under way, and end the connections: in so many seconds, whoever does not read."""
    until = time.monotonic() + seconds
    for namespace in list(socketio.server.manager.get_namespaces()):
        socketio.emit(LEAVING, {}, namespace=namespace)
    eio = socketio.server.eio
    while socketio.answering and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.05)   # an answer is sent a moment after it is known
    fetched = min(until, time.monotonic() + FETCH_SECONDS)
    while any(not socket.upgraded and not socket.queue.empty() for socket in list(eio.sockets.values())) and time.monotonic() < fetched:
        time.sleep(0.02)
    eio.handlers.pop("disconnect", None)   # nobody has to hear of it any more, and for each all rooms would be looked through
    for socket in list(eio.sockets.values()):
        socket.close(wait=False)
    while any(socket.upgraded for socket in list(eio.sockets.values())) and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.05)   # the last of it is on its way


def _count_lines(app, eio):
    """Each connection counts, before it says whom it wants."""
    came, went = eio.handlers["connect"], eio.handlers["disconnect"]

    def comes(line, environ):
        with app.request_context(environ):
            address = http.client_address()
        try:
            app.connections.take(line, Connection(LINES, None, address, time.monotonic()))
        except TooMany as many:
            return problems.ack(many)["error"]
        return came(line, environ)

    def goes(line, reason):
        app.connections.leave(line)
        return went(line, reason)

    eio.on("connect", comes)
    eio.on("disconnect", goes)


def _let_in(allowed, origin, environ):
    """Does a page of this origin get a socket? One of our own address, or one that is allowed."""
    with environ["flask.app"].request_context(environ):
        return origin is not None and (http.host_of(origin) in http.own_hosts() or allowed(origin))
