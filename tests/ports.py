"""Ports for servers under test, below the range that the system hands out by itself. Each worker of a run has its own, and none is given twice in a while: that
of a server that is down for a moment is not another's."""

import os
import socket
from itertools import cycle

FIRST, EACH, WORKERS = 15_000, 3400, 5
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
_ports = cycle(FIRST + _worker * EACH + (os.getpid() * 7 + n) % EACH for n in range(EACH))


def free_port():
    """A port that nobody listens at."""
    for _ in range(EACH):
        port = next(_ports)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no free port")
