"""What the bench of the chat runs beside ours: the peers of the research folder beside the checkout, and the load on any of them."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

from material import ROOT
from ports import free_port

LOAD = ROOT.parent / "shared" / "load"   # no part of the repository
BENCH = ROOT / "tests" / "bench"
NODE = {**os.environ, "NODE_PATH": str(ROOT / "widget" / "node_modules")}
PEERS = {"bare Flask-SocketIO": [sys.executable, "-W", "ignore", LOAD / "servers" / "fs_server.py", "eventlet"], "Node socket.io": ["node", LOAD / "servers" / "node_server.js"]}


@contextmanager
def peer(name):
    """(port, process id) of the peer `name` while it lasts."""
    port = free_port()
    process = subprocess.Popen([*map(str, PEERS[name]), str(port)], env=NODE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling", timeout=5).read()
                break
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    raise RuntimeError(f"{name} does not come up") from None
                time.sleep(0.05)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(10)


def on_peer(port, pid, mode, **asked):
    """What sio_load.js measures of the peer: its row."""
    words = [word for name, value in asked.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    return _row(["node", LOAD / "sio_load.js", "--url", f"http://127.0.0.1:{port}", "--pid", str(pid), "--mode", mode, *words])


def on_ours(server, people, mode, **asked):
    """What chat_load.mjs measures of our server (see there): its row."""
    return _row(["node", BENCH / "chat_load.mjs", json.dumps({"port": server.port, "pid": server.process.pid, "people": str(people), "mode": mode, **asked})])


def _row(command):
    done = subprocess.run([*map(str, command)], env=NODE, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0 and done.stdout, done.stderr
    return json.loads(done.stdout)


def sync_ms(folder):
    """How long the disk of `folder` takes to keep 8 kB for sure: the median of 200, in milliseconds."""
    times = []
    with open(folder / "synced", "wb") as file:
        for _ in range(200):
            file.write(b"x" * 8192)
            file.flush()
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - begun) * 1000)
    return sorted(times)[100]


def stolen():
    """Ticks that the host took from this machine so far, and all ticks: figures beside a steal of some percent are worth nothing."""
    with open("/proc/stat") as file:
        fields = [int(field) for field in file.readline().split()[1:]]
    return fields[7], sum(fields)
