"""The socket server: only a bell. What it rings about is in the database, and read from there."""

from flask_socketio import SocketIO

from . import http

PATH = "/socket.io/"
PING_SECONDS, PATIENCE_SECONDS = 20, 20
MOST_BYTES = 64 << 10   # of one packet
socketio = SocketIO()


def open_(app, async_mode):
    """Put the socket server in front of `app`, a Flask application. `async_mode`: eventlet or threading."""
    socketio.init_app(app, async_mode=async_mode, manage_session=False, cors_allowed_origins=_ours, cookie=None, serve_client=False,
                      ping_interval=PING_SECONDS, ping_timeout=PATIENCE_SECONDS, max_http_buffer_size=MOST_BYTES, logger=False, engineio_logger=False)


def site(key):
    """The room of everybody who follows the site `key`."""
    return f"site {key}"


def ticket(id_):
    """The room of everybody who has the ticket `id_` before them."""
    return f"ticket {id_}"


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


def _ours(origin, environ):
    """Does a page of this origin get a socket? Only one of our own address."""
    with environ["flask.app"].request_context(environ):
        return http.host_of(origin) in http.own_hosts()
