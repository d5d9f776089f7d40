"""What a stranger's file is, and the bytes of it that are kept: asked of a process of its own where reading could do harm."""

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from . import aside, examine, file_kinds
from .errors import BadRequest, TooLarge, UnsupportedType

LONGEST_SECONDS = 20     # of waiting; the process may take examine.CPU_SECONDS of work
AT_ONCE = 2              # each may take examine.MEMORY_BYTES
PLAIN = {"pdf": "application/pdf", "text": "text/plain"}
_turn = threading.Semaphore(AT_ONCE)


def examined(data):
    """(media type, bytes to keep) of the file `data`.

    raises  UnsupportedType, TooLarge (more pixels or contents than may be), BadRequest for a damaged one
    """
    kind = aside.run(file_kinds.kind_of, data)
    if kind is None:
        raise UnsupportedType(f"This kind of file is not taken. What is: {file_kinds.ALLOWED}.")
    if kind in PLAIN:
        return PLAIN[kind], data
    with _turn:
        code, told = _process(data, kind)
    if code == examine.UNSUPPORTED:
        raise UnsupportedType(f"This archive is no office document, or one with macros. What is taken: {file_kinds.ALLOWED}.", word="archive")
    if code == examine.DAMAGED:
        raise BadRequest("This file is damaged: it cannot be opened.", word="damaged_file", errors={"file": ["It cannot be opened."]})
    if code:
        raise TooLarge("This file holds too much to be looked at: send a smaller picture, or a part of the document.", word="full_file")
    type_, _, kept = told.partition(b"\n")
    return type_.decode(), kept


def _process(data, kind):
    """(exit code, what it wrote). By files and not by pipes, which would have to be fed and emptied at once."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told:
        aside.run(given.write, data)
        given.seek(0)
        process = subprocess.Popen([sys.executable, "-I", str(Path(examine.__file__)), kind], stdin=given, stdout=told, stderr=subprocess.DEVNULL)
        until = time.monotonic() + LONGEST_SECONDS
        while process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        if process.poll() is None:
            process.kill()
        code = process.wait()
        told.seek(0)
        return code, aside.run(told.read)
