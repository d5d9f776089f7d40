"""The wheel as others get it: packed from a copy of the checkout, installed into an environment of its own."""

import os
import shutil
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from contextlib import contextmanager
from pathlib import Path

from material import ROOT

STATIC = "server/askaside/static"


def copy(folder, built=True):
    """A copy of the checkout in `folder`: what git has or would take, with the built widget or without."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    if built:
        names += [str(path.relative_to(ROOT)) for path in (ROOT / STATIC).rglob("*") if path.is_file()]
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return folder


def pack(tree, into, *targets, check=True):
    """Build `targets` (sdist, wheel) of `tree` into a new folder, where there is no Node. The finished process."""
    into.mkdir()
    chosen = [word for target in targets for word in ("--target", target)]
    return subprocess.run([sys.executable, "-m", "hatchling", "build", *chosen, "--directory", str(into)], cwd=tree, check=check,
                          capture_output=True, text=True, env={"PATH": str(into), "SOURCE_DATE_EPOCH": "1700000000"})


def unpack(sdist, folder):
    """The tree inside an sdist."""
    shutil.unpack_archive(sdist, folder, filter="data")
    return next(folder.iterdir())


def install(wheel, folder):
    """An environment in `folder` with the wheel; what it depends on is borrowed from the environment of the tests. Its `bin`."""
    venv.create(folder, symlinks=True)
    site = sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)})
    Path(site, "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    subprocess.run([sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install", "--quiet", "--disable-pip-version-check",
                    "--no-deps", "--no-index", str(wheel)], check=True)
    return folder / "bin"


@contextmanager
def started(command, folder, environ, url, patience=120):
    """Run `command` in `folder` until it is left; it is entered once `url` answers. The process; its `log` is a file."""
    log = folder.parent / f"{folder.name}.log"
    with open(log, "ab") as file:
        process = subprocess.Popen(command, cwd=folder, env=environ, stdout=file, stderr=file)
    process.log = log
    try:
        until = time.monotonic() + patience
        while not _answers(url):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text())
            time.sleep(0.05)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(15)


def _answers(url):
    try:
        with urllib.request.urlopen(url, timeout=10):
            return True
    except OSError as refused:
        getattr(refused, "close", lambda: None)()
        return False


def environ(bin, **more):
    """What a person's shell would have who has nothing but that environment."""
    return {"PATH": str(bin), "HOME": os.environ.get("HOME", "/"), **more}
