"""`askaside serve` that can be started hundreds of times: one interpreter has everything imported, and forks for each life.

A life has an application, a database, a loop and threads of its own; only the imports are shared. A line on stdin starts one, as JSON:
{"point": "room.module:function" that it dies of (kill -9) right after that has done its work, or null,
 "hurry": whether letters are fetched and delivered, and promises looked after, five times a second,
 "slow": a file; while it is there, the disk takes 30 s to keep an attachment}. On stdout: its process id, then how it ended.
`posix` is what `os` was before it was patched: this process waits without a loop.
"""

import ctypes
import importlib
import json
import os
import posix
import sys

from askaside import wsgi  # and nothing before it that it must patch

SLOW_SECONDS = 30
HURRIED = 0.2


def die_after(point):
    module, _, path = point.partition(":")
    owner = importlib.import_module(f"askaside.{module}")
    *outer, name = path.split(".")
    for one in outer:
        owner = getattr(owner, one)
    whole = getattr(owner, name)
    setattr(owner, name, lambda *given, **named: (whole(*given, **named), posix.kill(posix.getpid(), 9)))


def hurry():
    for name in ("arriving", "read", "post", "promises"):
        whole = getattr(wsgi.jobs, name)
        setattr(wsgi.jobs, name, lambda app, whole=whole: [job._replace(seconds=HURRIED) for job in whole(app)])


def slow_disk(flag):
    """As a disk does it: the call is in the system, and lets other threads run, not other greenlets of its own."""
    fsync, libc = os.fsync, ctypes.CDLL(None)

    def slowly(handle):
        if os.path.exists(flag) and "/files/" in os.readlink(f"/proc/self/fd/{handle}"):
            libc.sleep(SLOW_SECONDS)
        fsync(handle)

    os.fsync = slowly


def live(told):
    ctypes.CDLL(None).prctl(1, 9)   # PR_SET_PDEATHSIG: nobody outlives the test
    if told["hurry"]:
        hurry()
    if told["slow"]:
        slow_disk(told["slow"])
    if told["point"]:
        die_after(told["point"])
    wsgi.main()


if __name__ == "__main__":
    for line in sys.stdin:
        told = json.loads(line)
        child = posix.fork()
        if child == 0:
            live(told)
            posix._exit(1)
        print(child, flush=True)
        print(posix.waitpid(child, 0)[1], flush=True)
