"""A real server whose process is killed and started again and again: `forked_server.py`, from the outside."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from ports import free_port


class Forked:
    """`live(point)` starts a life, `ended()` says whether it is over; `environ`: settings, and where another copy of the code is."""

    def __init__(self, folder, environ):
        self.port, self.log, self.slow = free_port(), Path(folder) / "server.log", Path(folder) / "disk-is-slow"
        self.base = f"http://127.0.0.1:{self.port}"
        self.lives, self.pid = 0, None
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen([sys.executable, "-P", str(Path(__file__).with_name("forked_server.py"))], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                             stderr=log, env={**os.environ, **environ, "ASKASIDE_PORT": str(self.port), "ASKASIDE_LOG_LEVEL": "WARNING"})

    def live(self, point=None, hurry=False, ready="/healthz"):
        """Start a life and wait until it answers, or is over. `point`: what it dies of."""
        self._process.stdin.write(json.dumps({"point": point, "hurry": hurry, "slow": str(self.slow)}) + "\n")
        self._process.stdin.flush()
        self.pid, self.lives = int(self._process.stdout.readline()), self.lives + 1
        until = time.monotonic() + 60
        while not self.ended() and time.monotonic() < until:
            try:
                with urllib.request.urlopen(self.base + ready, timeout=10):
                    return self
            except OSError:
                time.sleep(0.02)
        if not self.ended():
            raise RuntimeError(self.log.read_text())
        return self

    def ended(self):
        """Is the life over? (Its process is gone, or nobody has yet asked how it ended.)"""
        try:
            return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except OSError:
            return True

    def wait(self, seconds):
        """How the life ended, as `os.waitpid` says it, within so many seconds; None: it has not."""
        until = time.monotonic() + seconds
        while not self.ended():
            if time.monotonic() > until:
                return None
            time.sleep(0.01)
        status, self.pid = int(self._process.stdout.readline()), None
        return status

    def kill(self):
        if self.pid:
            if not self.ended():
                os.kill(self.pid, signal.SIGKILL)
            self.wait(20)

    def close(self):
        self.kill()
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()
