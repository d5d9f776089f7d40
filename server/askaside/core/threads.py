"""A server with a thread for each connection, for who does not take greenlets. HTTP/1.1 with lasting connections, and the sockets of simple-websocket.

On Python's own `http.server`, which reads heads well; framing, limits and ends are here. It is stricter than it must be: a proxy in front may read
an odd request differently, and what it takes for the body of one person would be the request of another.
"""

import io
import logging
import socket
import threading
import time
from http.client import LineTooLong
from http.server import BaseHTTPRequestHandler
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from engineio.async_drivers.threading import SimpleWebSocketWSGI
from simple_websocket.errors import SimpleWebsocketError
from werkzeug.serving import DechunkedInput
from wsproto.utilities import ProtocolError

AFTER = "askaside.threads.after"   # in the environment of a request: [what is called when it was answered]
MOST_LINE, MOST_HEAD = 32 << 10, 64 << 10   # bytes of the request line, of all lines of a head
MOST_LEFT, LINGER_SECONDS = 64 << 10, 2   # of a body that nobody read: so much is passed over, and so long is waited before the connection is cut
log = logging.getLogger(__name__)


class _Server(NamedTuple):
    app: object
    name: str
    port: int


def serve(listener, app, most, idle_seconds):
    """Serve `app` (WSGI) to who connects to `listener`: `most` at a time, each at most so many seconds idle. Returns running() → bool, and close(): let
    nobody in any more."""
    server, room, closed = _Server(app, *listener.getsockname()[:2]), threading.BoundedSemaphore(most), threading.Event()
    Handler.timeout = idle_seconds

    def attend(line, address):
        try:
            Handler(line, address, server)
        except OSError:
            pass   # it was cut
        except Exception:
            log.exception("a connection failed")
        finally:
            line.close()
            room.release()

    def accept():
        while not closed.is_set():
            try:
                line, address = listener.accept()
            except OSError:
                time.sleep(0.05)   # too many files are open, or who came has gone
                continue
            if room.acquire(blocking=False):
                threading.Thread(target=attend, args=(_Line(line.family, line.type, line.proto, fileno=line.detach()), address), daemon=True).start()
            else:
                line.close()

    def close():
        closed.set()
        listener.shutdown(socket.SHUT_RDWR)   # wakes who accepts
        listener.close()

    thread = threading.Thread(target=accept, name="connections", daemon=True)
    thread.start()
    return thread.is_alive, close


class _Line(socket.socket):
    """A connection that two threads may write to: what one says is not cut by the other, nor by a reader who is slow."""

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        self._whole = threading.Lock()

    def send(self, data, flags=0):
        with self._whole:
            self.sendall(data, flags)
        return len(data)


class _Head:
    """The lines of a head, as long as they are few."""

    def __init__(self, lines):
        self._lines, self._left = lines, MOST_HEAD

    def readline(self, most=-1):
        line = self._lines.readline(most)
        self._left -= len(line)
        if self._left < 0:
            raise LineTooLong("head")
        return line


class _Body(io.RawIOBase):
    """The `left` bytes that a body has."""

    def __init__(self, lines, left):
        self._lines, self.left = lines, left

    def readable(self):
        return True

    def readinto(self, space):
        count = self._lines.readinto(memoryview(space)[:self.left]) if self.left else 0
        self.left -= count
        return count


class Handler(BaseHTTPRequestHandler):
    protocol_version, disable_nagle_algorithm = "HTTP/1.1", True

    def handle_one_request(self):
        self.close_connection = True   # unless all goes well
        self.requestline = self.request_version = self.command = ""
        self.raw_requestline = self.rfile.readline(MOST_LINE + 1)
        if len(self.raw_requestline) > MOST_LINE:
            self.send_error(414)
        elif self.raw_requestline and self._understood():
            self._answer()

    def _understood(self):
        lines, self.rfile = self.rfile, _Head(self.rfile)
        try:
            if not self.parse_request():
                return False
        finally:
            self.rfile = lines
        lengths, codings = self.headers.get_all("Content-Length", []), self.headers.get_all("Transfer-Encoding", [])
        if len(lengths) + len(codings) > 1 or any(not (one.isascii() and one.isdecimal() and len(one) < 16) for one in lengths) or any(one.lower() != "chunked" for one in codings):
            self.send_error(400)
            return False
        return True

    def handle_expect_100(self):
        self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return True

    def _answer(self):
        self.close_connection |= self.request_version != "HTTP/1.1"
        body = DechunkedInput(self.rfile) if "Transfer-Encoding" in self.headers else _Body(self.rfile, int(self.headers.get("Content-Length", 0)))
        environ, sent = self._environ(body), _Sent(self)
        try:
            told = self.server.app(environ, sent.start)
            try:
                for piece in told:
                    sent.write(piece, len(piece) if hasattr(told, "__len__") and len(told) == 1 else None)
                sent.end()
            finally:
                getattr(told, "close", lambda: None)()
        except OSError:
            self.close_connection = True   # it was cut, or it was a socket and has ended
            return
        except Exception:
            log.exception("a request failed")
            self.close_connection = True
            if not sent.begun:
                self.send_error(500)
            return
        finally:
            for done in environ[AFTER]:
                done()
        self._pass_over(body)

    def _pass_over(self, body):
        """What is left of a body, so that the next request can begin. Of a long one the answer at least arrives before the line is cut."""
        left = body.left if isinstance(body, _Body) else int(not body._done)
        if left and isinstance(body, _Body) and left <= MOST_LEFT and not self.close_connection:
            self.rfile.read(left)
        elif left:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(LINGER_SECONDS)
            until = time.monotonic() + LINGER_SECONDS
            while time.monotonic() < until and self.rfile.read1(MOST_LEFT):
                pass

    def _environ(self, body):
        path, _, query = self.path.partition("?")
        environ = {"wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BufferedReader(body), "wsgi.errors": io.StringIO(), "wsgi.multithread": True,
                   "wsgi.multiprocess": False, "wsgi.run_once": False, "werkzeug.socket": self.connection, "REQUEST_METHOD": self.command, "SCRIPT_NAME": "",
                   "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
                   "RAW_PATH_INFO": path, "QUERY_STRING": query, "REMOTE_ADDR": self.client_address[0], "REMOTE_PORT": str(self.client_address[1]), "SERVER_NAME": self.server.name,
                   "SERVER_PORT": str(self.server.port), "SERVER_PROTOCOL": self.request_version, AFTER: []}
        if "Transfer-Encoding" in self.headers:
            environ["wsgi.input_terminated"] = True
        for name, value in self.headers.items():
            if "_" not in name:   # it would pass for another one
                key = name.upper().replace("-", "_")
                key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
                environ[key] = f"{environ[key]},{value}" if key in environ else value
        return environ

    def version_string(self):
        return "Askaside"

    def log_message(self, *told):
        """What is wrong with a request is the asker's to know."""


class WebSocket(SimpleWebSocketWSGI):
    """What engineio takes for a WebSocket: a message that is too long is not gathered first, and what is no handshake is refused."""

    def __init__(self, handler, server):
        super().__init__(handler, server, max_message_size=server.max_http_buffer_size)

    def __call__(self, environ, start_response):
        try:
            return super().__call__(environ, start_response)
        except ConnectionError:   # its way to say to werkzeug's server that all has been said; engineio would never take the connection for ended
            return []
        except (SimpleWebsocketError, ProtocolError):
            start_response("400 Bad Request", [("Content-Length", "0"), ("Connection", "close")])
            return [b""]


class _Sent:
    """An answer on its way."""

    def __init__(self, handler):
        self._handler, self._head, self.begun, self._chunks = handler, None, False, False

    def start(self, status, headers, exc_info=None):
        if exc_info and self.begun:
            raise exc_info[1].with_traceback(exc_info[2])
        self._head = status, headers
        return self.write

    def write(self, piece, length=None):
        """`length`: of all pieces, where it is known."""
        if not piece:
            return
        head = b"" if self.begun else self._begin(length)
        self._handler.wfile.write(head + (b"%x\r\n%b\r\n" % (len(piece), piece) if self._chunks else piece if not self._empty else b""))

    def end(self):
        if self._head is None:   # it was a socket
            self._handler.close_connection = True
        elif not self.begun:
            self._handler.wfile.write(self._begin(0))
        elif self._chunks:
            self._handler.wfile.write(b"0\r\n\r\n")

    def _begin(self, length):
        handler, (status, headers) = self._handler, self._head
        names = {name.lower(): value for name, value in headers}
        self.begun, self._empty = True, handler.command == "HEAD" or status[:3] in ("204", "304") or status[0] == "1"
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
        if "date" not in names:
            lines.append(f"Date: {handler.date_time_string()}")
        if "content-length" not in names and not self._empty:
            self._chunks = length is None and handler.request_version == "HTTP/1.1"
            handler.close_connection |= length is None and not self._chunks
            if length is not None:
                lines.append(f"Content-Length: {length}")
            elif self._chunks:
                lines.append("Transfer-Encoding: chunked")
        handler.close_connection |= names.get("connection", "").lower() == "close"
        if handler.close_connection and "connection" not in names:
            lines.append("Connection: close")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")
