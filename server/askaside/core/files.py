"""Files: those that somebody else writes while we read them, and those of ours that are there whole or not at all."""

import os
import secrets
import stat
import time

_TICK = 2_100_000_000   # nanoseconds; the coarsest clock of a file system, that of FAT, ticks every two seconds


def fresh(mtime_ns):
    """Was a file of this time (nanoseconds, or None) written so lately that another write might leave it the same time?"""
    return isinstance(mtime_ns, int) and abs(time.time_ns() - mtime_ns) < _TICK


def read(path, most):
    """The bytes of the file at `path`, at most `most` and one more, by which it is known to be longer.

    What is no file (a folder, a pipe, a device) is never waited for.

    raises  OSError
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)   # a pipe without a writer would hold us for ever
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(0, "it is a folder")
        if not stat.S_ISREG(mode):
            raise OSError(0, "it is no file")
        with open(handle, "rb", closefd=False) as file:
            return file.read(most + 1)
    finally:
        os.close(handle)


def write(path, data, new=False):
    """Keep `data` at `path` (its folder is made), whole or not at all, also when the power goes. `new`: never in the place of another file.

    raises  OSError, and leaves nothing; FileExistsError where there is one that must stay
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{secrets.token_hex(8)}")
    try:
        with open(made, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if new:
            os.link(made, path)
            made.unlink()
        else:
            os.rename(made, path)
        _sync(path.parent)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def _sync(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
