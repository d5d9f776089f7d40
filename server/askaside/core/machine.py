"""What of the machine stops a server sooner or later: packages, folders, room, memory, clock, limits. Each yields Findings."""

import os
import re
import resource
import shutil
import sys
import tempfile
import time
import zoneinfo
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from .findings import ok, warning, wrong

OLDEST_PYTHON = (3, 11)
RIVALS = {"whoosh-reloaded": "Whoosh"}   # installs over the files of the other
ROOM, LITTLE_ROOM = 50 << 20, 500 << 20   # bytes: below the first nothing can be kept for long
FILES = 4096          # open at a time; each connection is one
AHEAD_SECONDS = 300   # a file of the future: more than clocks drift
# File systems over a network: SQLite's locks and its shared memory do not hold there.
NETWORK = re.compile(r"nfs\d?|cifs|smb\d?|smbfs|9p|afs|ceph|glusterfs|lustre|davfs|vboxsf|prl_fs|fuse\.(?:sshfs|glusterfs|s3fs|rclone|gcsfuse|davfs2?)")


def python(version=sys.version_info):
    shown = ".".join(map(str, version[:3]))
    if tuple(version) < OLDEST_PYTHON:
        yield wrong(f"Python is {shown}.", "It must be 3.11 or newer: make the environment anew with a newer one.")
    else:
        yield ok(f"Python {shown}.")


def packages(name="askaside"):
    """Is what the distribution `name` needs installed, in versions that it was tried with?"""
    found = []
    for requirement in map(Requirement, metadata.requires(name) or []):
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        remedy = f'Run `pip install "{requirement.name}{requirement.specifier}"`.'
        try:
            installed = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            yield wrong(f"The package {requirement.name} is not installed.", remedy)
            continue
        found.append(f"{requirement.name} {installed}")
        if not requirement.specifier.contains(installed, prereleases=True):
            yield wrong(f"The package {requirement.name} is {installed}; needed is {requirement.specifier}.", remedy)
    for rival, ours in RIVALS.items():
        if any(True for _ in metadata.distributions(name=rival)):
            yield wrong(f"The package {rival} is installed over {ours}.", f"Run `pip uninstall {rival}`, then `pip install --force-reinstall {ours}`.")
    told = [row for row in found if row.lower().startswith(("eventlet ", "whoosh "))]
    yield ok(f"{name} {metadata.version(name)} with {len(found)} packages, of them {', '.join(told)}.")


def folder(path, mounts=Path("/proc/mounts")):
    """Can the program keep things in the folder `path`? It need not be there yet; then its parent is looked at."""
    there = next(place for place in (path.absolute(), *path.absolute().parents) if place.exists())
    try:
        if not there.is_dir():
            raise NotADirectoryError(0, f"{there} is a file")
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as refused:
        yield wrong(f"The folder {path}/ cannot be written: {refused.strerror}.", "Give it to the user who runs the server, or set ASKASIDE_DATA_DIR to another.")
        return
    yield ok(f"The folder {path}/ can be written." if there == path.absolute() else f"The folder {path}/ is made at the first start.")
    yield from _not_ours(path)
    kind = file_system(there, mounts)
    if NETWORK.fullmatch(kind):
        yield wrong(f"The folder {path}/ lies on a network file system ({kind}), where the locks of SQLite do not hold.", "Set ASKASIDE_DATA_DIR to a disk of this machine.")
    yield from _room(path, there)


def _not_ours(path):
    """A start as another user leaves files that the server cannot write."""
    if os.geteuid() == 0 and path.exists() and (owner := path.stat().st_uid) != 0:
        yield warning(f"You are root, and {path}/ belongs to user {owner}: root may do what the server may not.", f"Run `sudo -u '#{owner}' askaside doctor`.")
    closed = [entry.name for entry in sorted(path.iterdir(), key=str) if not os.access(entry, os.W_OK)] if path.is_dir() else []
    if closed:
        yield wrong(f"In {path}/ these cannot be written: {', '.join(closed[:5])}.", "A start as another user made them: give them to the user who runs the server (`chown`).")


def file_system(path, mounts=Path("/proc/mounts")):
    """The kind of the file system that `path` (absolute) lies on, as the kernel calls it; empty where it does not tell."""
    try:
        rows = [line.split()[1:3] for line in mounts.read_text().splitlines()]
    except OSError:
        return ""
    here = str(path.resolve()).rstrip("/") + "/"
    fitting = [(len(point), at, kind) for at, (point, kind) in enumerate(rows) if here.startswith(point.replace(r"\040", " ").rstrip("/") + "/")]
    return max(fitting, default=(0, 0, ""))[2]


def _room(path, there):
    free, stat = shutil.disk_usage(there).free, os.statvfs(there)
    files = stat.f_favail if stat.f_files else ROOM   # some kinds do not count files
    shown = f"{free >> 20} MB and {'any number of' if not stat.f_files else stat.f_favail} files are left for {path}/."
    if free < ROOM or files < 100:
        yield wrong(shown, "Make room: votes cannot be kept on a full disk.")
    elif free < LITTLE_ROOM or files < 1000:
        yield warning(shown, "Make room: indexes and database grow.")
    else:
        yield ok(shown)


def memory(needed_mb, what, info=Path("/proc/meminfo"), limit=Path("/sys/fs/cgroup/memory.max")):
    """Is there memory for `what`, in megabytes? Nothing is said where the machine does not tell."""
    try:
        rows = dict(re.findall(r"^(MemAvailable|SwapFree): *(\d+) kB", info.read_text(), re.M))
        left = sum(map(int, rows.values())) >> 10
    except OSError:
        return
    if limit.is_file() and (most := limit.read_text().strip()).isdecimal():
        left = min(left, int(most) >> 20)
    if left < needed_mb:
        yield warning(f"{left} MB of memory are free; {what} takes {needed_mb}, once.", "Add memory or swap for it, or copy `search/dictionaries/` from a machine that has them.")


def clock(newest=(), now=time.time, zone="Europe/Ljubljana"):
    """Does the clock go, as far as the times of files tell (`newest`: paths that the program wrote), and are there time zones?"""
    behind = [path for path in [Path(__file__), *newest] if path.exists() and path.stat().st_mtime > now() + AHEAD_SECONDS]
    shown = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(now()))
    if behind:
        yield wrong(f"The clock says {shown}, and {behind[0].name} was written after that.", "Set the clock: switch on time synchronisation (`timedatectl set-ntp true`).")
    else:
        yield ok(f"The clock says {shown}.")
    try:
        zoneinfo.ZoneInfo(zone)
    except zoneinfo.ZoneInfoNotFoundError:
        yield warning("There are no time zones here.", "Run `apt-get install tzdata` or `pip install tzdata`.")


def open_files(limit=None):
    """How many connections this shell would let a server have (`limit`: files, soft)."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0] if limit is None else limit
    if 0 <= limit < FILES:
        yield warning(f"{limit} files may be open at a time here, so about {max(limit - 50, 0)} connections.", "Allow more: `ulimit -n 65536`, or `LimitNOFILE=65536` in the systemd unit.")
    else:
        yield ok(f"{limit if limit > 0 else 'Any number of'} files may be open at a time.")
