"""`askaside demo` as a real process, for tests that need one of their own."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

from material import ROOT, share_dictionaries
from ports import free_port

# Puts the script tag into a page, and waits until it has run.
ADD_TAG = """() => new Promise(done => {
    const tag = document.createElement('script');
    Object.assign(tag, {src: '/askaside.js', onload: done}).dataset.site = 'demo';
    document.head.append(tag);
})"""


class Server:
    """`askaside demo` as a process of its own. `program`: how Python is told what to run; `within`: the words of a program that runs it; `environ`: more settings."""

    def __init__(self, folder, content=ROOT / "content", port=None, command="demo", mode="eventlet", program=("-m", "askaside.wsgi"), within=(), environ=None):
        self.port, self.content, self.folder, self.command, self.mode, self.program = port or free_port(), Path(content), Path(folder), command, mode, program
        self.base, self.within, self.environ = f"http://127.0.0.1:{self.port}", within, environ or {}
        self.log = self.folder / "server.log"
        self.process = None

    def start(self, patience=300, ready="/readyz"):
        environ = {**os.environ, "ASKASIDE_PORT": str(self.port), "ASKASIDE_CONTENT_DIR": str(self.content), "ASKASIDE_DATA_DIR": str(self.folder / "var"),
                   "ASKASIDE_ASYNC_MODE": self.mode, **self.environ}
        share_dictionaries(self.folder / "var")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([*self.within, sys.executable, *self.program, *(["--demo"] if self.command == "demo" else [])], env=environ, stdout=log, stderr=log)
        until = time.monotonic() + patience
        while time.monotonic() < until and self.process.poll() is None:
            try:
                self.get(ready)
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(self.log.read_text())

    def after(self, other):
        """Begins with the index that `other` has built: seven seconds of work less, for whom the search is not the point."""
        shutil.copytree(other.folder / "var" / "search", self.folder / "var" / "search", symlinks=True)
        return self

    def get(self, path):
        try:
            with urllib.request.urlopen(self.base + path, timeout=10) as answer:
                return json.loads(answer.read())
        except HTTPError as refused:
            refused.close()
            raise

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(15)
