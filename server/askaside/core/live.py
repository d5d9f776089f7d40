"""The socket server: only a bell. What it rings about is in the database, and read from there."""

from functools import partial

from flask_socketio import SocketIO

from . import http, slow, threads

PATH = "/socket.io/"
PING_SECONDS, PATIENCE_SECONDS = 20, 20
MOST_BYTES = 64 << 10   # of one packet
socketio = SocketIO()


def open_(app, async_mode, allowed):
    """Put the socket server in front of `app`, a Flask application. `async_mode`: eventlet or threading; `allowed(origin) → bool`: may pages of this
    origin connect at all? Each namespace looks at what it is for."""
    socketio.init_app(app, async_mode=async_mode, manage_session=False, cors_allowed_origins=partial(_let_in, allowed), cors_credentials=False, cookie=None, serve_client=False,
                      ping_interval=PING_SECONDS, ping_timeout=PATIENCE_SECONDS, max_http_buffer_size=MOST_BYTES, logger=False, engineio_logger=False)
    if async_mode == "threading":
        socketio.server.eio._async = {**socketio.server.eio._async, "websocket": threads.WebSocket}
    slow.bound(socketio.server.eio)
    app.wsgi_app = partial(_or_gone, app.wsgi_app)


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


def cut(sid, namespace):
    """End the connection `sid`."""
    socketio.server.disconnect(sid, namespace=namespace)


def cut_all():
    """End every connection, waiting for none: who does not read any more would hold up the end."""
    for socket in list(socketio.server.eio.sockets.values()):
        socket.close(wait=False)


def _let_in(allowed, origin, environ):
    """Does a page of this origin get a socket? One of our own address, or one that is allowed."""
    with environ["flask.app"].request_context(environ):
        return origin is not None and (http.host_of(origin) in http.own_hosts() or allowed(origin))
