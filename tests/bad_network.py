"""A network that fails: a TCP proxy before a server, that cuts what is open, swallows it, or lets nobody in."""

import contextlib
import socket
import threading


class BadNetwork:
    """`with BadNetwork(port) as network:` browsers come in at `network.port`.

    deaf      what is sent is swallowed, both ways, and nothing says so
    away      nobody gets in
    """

    def __init__(self, port):
        self._to, self._open, self.deaf, self.away, self.cuts = port, set(), False, False, 0
        self._door = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._door.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._door.close()
        self.cut()

    def cut(self):
        """Every connection ends, in the middle of whatever is sent."""
        self.cuts += 1
        for one in list(self._open):
            self._end(one)

    def _listen(self):
        with contextlib.suppress(OSError):
            while True:
                one, _ = self._door.accept()
                if self.away:
                    one.close()
                    continue
                try:
                    other = socket.create_connection(("127.0.0.1", self._to))
                except OSError:
                    one.close()
                    continue
                self._open |= {one, other}
                for pair in ((one, other), (other, one)):
                    threading.Thread(target=self._pump, args=pair, daemon=True).start()

    def _pump(self, source, sink):
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                if not self.deaf:
                    sink.sendall(piece)
        for one in (source, sink):
            self._end(one)

    def _end(self, one):
        self._open.discard(one)
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
