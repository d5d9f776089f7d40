"""A browser that does not read: so much waits for it and no more, then its connection is ended. It comes back, and asks for what it missed."""

import logging

MOST_WAITING = 500   # packets, behind those that the system's own buffers hold: megabytes
log = logging.getLogger(__name__)


def bound(engine):
    """From now on nothing piles up in the Engine.IO server `engine` for who does not read."""
    send = engine.send_packet

    def send_or_cut(sid, packet):
        socket = engine.sockets.get(sid)
        if socket is None or socket.queue.qsize() < MOST_WAITING:
            send(sid, packet)
        elif not getattr(socket, "is_cut", False):
            socket.is_cut = True
            engine.start_background_task(_cut, socket)   # not here: its farewell is nothing that who sends should wait for

    engine.send_packet = send_or_cut


def _cut(socket):
    log.warning("a connection is ended: %d packets wait, and nobody reads", socket.queue.qsize())
    socket.close(wait=False, abort=True)
    while not socket.queue.empty():
        socket.queue.get(block=False)
    socket.queue.put(None)   # for who writes them out: this was all
