"""`python -m askaside.search.builder FOLDER…`: builds an index from the documents in each folder, and puts it in place.

A process of its own: building takes all of a core for seconds, and dictionaries take hundreds of megabytes once. Each
folder is private and new, `SITE/LOCALE/.new-…/` with `documents.jsonl`; when all of it is on the disk, it is renamed and
the file `current` beside it is swapped. Whoever dies on the way leaves nothing but a folder that the next one removes.
"""

import fcntl
import json
import os
import shutil
import sys
import time
import zlib
from contextlib import contextmanager
from pathlib import Path

from . import dictionaries, languages, making
from .engine import Collection, Document

ARRAYS, DOCUMENTS, SUMS, CURRENT = "index.npz", "documents.jsonl", "sums.json", "current"
LONGEST_SECONDS = 600   # a builder that takes longer hangs


def write_documents(collection, folder):
    """What a builder is to build, as lines of JSON."""
    with open(folder / DOCUMENTS, "w", encoding="utf-8") as file:
        file.write(json.dumps({"site": collection.site, "locale": collection.locale}) + "\n")
        file.writelines(json.dumps(document) + "\n" for document in collection.documents)


def read_documents(folder):
    with open(folder / DOCUMENTS, encoding="utf-8") as file:
        about = json.loads(next(file))
        documents = tuple(Document(*(tuple(value) if isinstance(value, list) else value for value in json.loads(line))) for line in file)
    return Collection(about["site"], about["locale"], documents)


def build(collection, folder):
    """Build the index of a Collection in `folder`, through the record of Whoosh. Returns it."""
    from . import record  # only who builds carries Whoosh in memory

    for code in languages.of(collection.locale).needs:
        dictionaries.prepare(code)
    texts = making.cut(collection)
    record.write(collection, texts.counted(), folder / "whoosh")
    index = making.make(collection, texts, record.read(collection, folder / "whoosh"))
    making.save(index, folder / ARRAYS)
    return index


def install(folder, fingerprint):
    """Make the index in `folder` the current one of its site and locale, and drop those before it."""
    place = folder.parent
    name = f"{fingerprint}-{folder.name.removeprefix('.new-')}"
    (folder / DOCUMENTS).unlink(missing_ok=True)
    with open(folder / SUMS, "w") as file:
        json.dump(sums(folder), file)
        file.flush()
        os.fsync(file.fileno())
    _sync(folder)
    os.rename(folder, place / name)
    with open(place / f".{name}", "w") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    os.replace(place / f".{name}", place / CURRENT)
    _sync(place)
    for other in place.iterdir():
        # A new folder may be another process's, which waits or gives way; an old one was left by somebody who died.
        fresh = other.name.startswith(".new-") and other.stat().st_mtime > time.time() - LONGEST_SECONDS
        if other.is_dir() and other.name != name and not fresh:
            shutil.rmtree(other, ignore_errors=True)


def sums(folder):
    """{path: CRC-32} of the files of an index: what it was when it was whole."""
    return {str(path.relative_to(folder)): zlib.crc32(path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file() and path.name != SUMS}


def _sync(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def only_one(place):
    """Whether this process is the only one that builds in `place`. The kernel drops the lock of a process that dies."""
    with open(place / "lock", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def main(folders):
    os.nice(10)   # who waits for an answer goes first
    failed = 0
    for folder in map(Path, folders):
        try:
            with only_one(folder.parent) as alone:
                if alone:
                    collection = read_documents(folder)
                    build(collection, folder)
                    install(folder, collection.fingerprint)
        except Exception as wrong:
            print(f"{folder.parent.parent.name}/{folder.parent.name}: the index was not built: {type(wrong).__name__}: {wrong}", file=sys.stderr)
            failed = 1
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return failed


if __name__ == "__main__":
    dictionaries.use(Path(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
