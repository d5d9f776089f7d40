"""The network that fails in our tests leaves nothing of itself to the next one."""

import os
import socket
from contextlib import closing

from bad_network import BadNetwork


def open_files():
    return set(os.listdir("/proc/self/fd"))


def test_nothing_is_left_open_whoever_comes_in_the_moment_of_its_end():
    before = open_files()
    with closing(socket.create_server(("127.0.0.1", 0), backlog=500)) as deaf:   # takes everybody, and reads nothing
        for round_ in range(20):
            with BadNetwork(deaf.getsockname()[1]) as network:
                browsers = [socket.create_connection(("127.0.0.1", network.port)) for _ in range(6)]
                for browser in browsers[:3]:
                    browser.sendall(b"x" * 200_000)
                if round_ % 3 == 0:
                    network.away = True
                    network.cut()
                    browsers.append(socket.create_connection(("127.0.0.1", network.port)))
            for browser in browsers:
                browser.close()
    assert not open_files() - before
