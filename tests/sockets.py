"""WebSockets of visitors by hand, for those who misbehave: a socket that is never read, and one that is read when it pleases."""

import base64
import json
import os
import socket

from cast import visitor


def frame(text):
    """A masked text frame of WebSocket (RFC 6455, 5.2), for a text below 64 kB."""
    data, mask = text.encode(), os.urandom(4)
    length = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0xFE]) + len(data).to_bytes(2)
    return b"\x81" + length + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))


def deaf(port, who, address="127.0.0.1", site="acme"):
    """A socket of the visitor's chat that is open, and is never read again."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(30)
    line.connect(("127.0.0.1", port))
    line.sendall(f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                 f"X-Forwarded-For: {address}\r\nSec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n\r\n".encode())
    line.recv(2000)
    line.sendall(frame(f'40/chat,{json.dumps({"site": site, "visitor": visitor(who)["Authorization"].split()[1]})}'))
    return line


def opened(port, who, address="127.0.0.1"):
    return Line(deaf(port, who, address))


class Line:
    """`send(packet)`, and `read(patience)` → the packets that came within so many seconds, perhaps none."""

    def __init__(self, line):
        self._line, self._held = line, b""

    def send(self, packet):
        self._line.settimeout(30)
        self._line.sendall(frame(packet))

    def read(self, patience):
        self._line.settimeout(patience)
        try:
            more = self._line.recv(1 << 20)
            if not more:
                raise ConnectionResetError("the server has ended it")
            self._held += more
        except TimeoutError:
            pass
        found = []
        while (size := _size(self._held)) and len(self._held) >= size[0] + size[1]:
            head, length = size
            if self._held[0] & 15 == 1:
                found.append(self._held[head:head + length].decode())
            self._held = self._held[head + length:]
        return found


def _size(held):
    """(bytes of the head, bytes of the text) of the frame that `held` begins with; None: too little of it is there."""
    if len(held) < 2:
        return None
    short = held[1] & 127
    head = 2 + {126: 2, 127: 8}.get(short, 0)
    return (head, int.from_bytes(held[2:head]) if head > 2 else short) if len(held) >= head else None
