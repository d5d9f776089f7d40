"""A person at the keyboard: the fenced examples of an article, and a shell to type them into."""

import os
import re
import signal
import subprocess
import textwrap
from typing import NamedTuple

from material import ROOT

STAYS = re.compile(r"askaside (demo|serve)\b|-m http\.server\b")   # does not come back until it is stopped
READY = re.compile(r"Askaside is at|Serving HTTP on")
DONE = "--done--"


class Fence(NamedTuple):
    """An example: its language, its text, and the paragraph above it."""

    language: str
    text: str
    above: str

    @property
    def names(self):
        """What stands as code in the paragraph above."""
        return re.findall(r"`([^`]+)`", self.above)


def fences(article):
    """The examples of an article of the manual (`start/install`), in their order."""
    text = page(article)
    found = []
    for match in re.finditer(r"^( *)```(\w*)\n(.*?)^\1```", text, re.M | re.S):
        above = text[:match.start()].rstrip().rpartition("\n\n")[2].splitlines()
        found.append(Fence(match[2], textwrap.dedent(match[3]), above[-1].strip()))
    return found


def page(article):
    return (ROOT / "content" / "askaside" / f"{article}.en.md").read_text("utf-8")


def prose(text):
    """The words of an article's text that are read, not typed."""
    return re.findall(r"\w[\w’'./:-]*", re.sub(r"^( *)```.*?^\1```$", "", text.split("---\n", 2)[-1], flags=re.M | re.S))


class Terminal:
    """A shell in `folder`. What it has shown so far is `shown`."""

    def __init__(self, folder, environ):
        self.shown = ""
        self.shell = subprocess.Popen(["bash", "--norc"], cwd=folder, env={**environ, "PYTHONUNBUFFERED": "1"}, text=True, bufsize=1,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)

    def type(self, line):
        """Type a line; wait until it is done, or until what it starts is ready.

        raises  RuntimeError when it fails, with what it has shown
        """
        stays = STAYS.search(line)
        self.shell.stdin.write(f"{line}\n" + ("" if stays else f"echo {DONE}$?\n"))
        told = []
        for row in self.shell.stdout:
            told.append(row)
            if stays and READY.search(row):
                break
            if row.startswith(DONE) and not stays:
                if row.strip() != f"{DONE}0":
                    raise RuntimeError(f"{line}: {''.join(told)}")
                break
        else:
            raise RuntimeError(f"{line}: {''.join(told)}")
        self.shown += "".join(told)

    def interrupt(self):
        """Ctrl+C: stop what runs in front, and have the shell back."""
        os.killpg(self.shell.pid, signal.SIGINT)
        self.type("true")

    def close(self):
        """Close the window."""
        if self.shell.poll() is None:
            os.killpg(self.shell.pid, signal.SIGTERM)
            self.shell.stdin.close()
        self.shell.wait(15)
        self.shell.stdout.close()
