"""When each file of a folder was last committed, as git has it."""

import os
import subprocess


def committed(folder):
    """{path within `folder`: seconds since 1970} of files whose last commit is what lies there; {} without git.

    A file that was changed since is left out: its own time says more.
    """
    log = _git(folder, "log", "--format=%x01%ct", "--name-only", "--no-renames", "--relative", "-z", "--", ".")
    dirty = set((_git(folder, "ls-files", "-z", "--modified", "--", ".") or "").split("\0"))
    times, stamp = {}, None
    for part in (log or "").replace("\n", "\0").split("\0"):
        if part.startswith("\x01") and part[1:].isdecimal():
            stamp = int(part[1:])
        elif part and stamp and part not in dirty:
            times.setdefault(part, stamp)
    return times


def _git(folder, *arguments):
    """Its output, or None when git is absent, refuses, or takes longer than five seconds."""
    try:
        done = subprocess.run(["git", "-C", os.fspath(folder), *arguments], capture_output=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode(errors="replace")
