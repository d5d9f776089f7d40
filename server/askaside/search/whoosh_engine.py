"""The embedded engine: an index for each site and locale under the data directory, rebuilt beside the old one.

It is a cache of the articles: whatever happens to it costs time, never an answer. While there is none, the articles
themselves are scanned; while a new one is built, the last good one serves. Several processes may share the folder:
one builds, all follow the file `current`.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from ..core import aside
from . import builder, dictionaries, languages, making, scan

log = logging.getLogger(__name__)
RETRY_SECONDS = 5     # after a build that failed; twice as long each time, up to
LONGEST_RETRY = 300
UNSURE = 0.49         # at most, where the best is not as it was indexed


class Loaded(NamedTuple):
    """An index that serves. `signature`: its files as they were when it was read."""

    index: object
    name: str
    signature: tuple


class Failure(NamedTuple):
    """A build that did not come to an end: of which documents, how often, when it may be tried again (monotonic seconds)."""

    fingerprint: str
    times: int
    again_at: float


class WhooshEngine:
    """Finds in collections. `tend` keeps the indexes equal to them."""

    def __init__(self, folder):
        self.folder = _writable(Path(folder))
        dictionaries.use(self.folder / "dictionaries")
        self._loaded = {}     # {(site, locale): Loaded}
        self._failed = {}     # {(site, locale): Failure}

    def index(self, collection):
        """The Index that serves the Collection now, or None."""
        loaded = self._loaded.get(_key(collection))
        return loaded and loaded.index

    def find(self, collection, question, limit=10):
        """The Found of a Question in a Collection; documents that are gone do not come, changed ones are marked anew."""
        index = self.index(collection)
        if index is None:
            return scan.find(collection, question, limit)
        found = index.find(question, limit)
        if index.fingerprint == collection.fingerprint:
            return found
        hits = tuple(self._renewed(collection, index, hit) for hit in found.hits if hit.id in collection.by_id)
        if hits[:1] == found.hits[:1]:
            return found._replace(hits=hits)
        return found._replace(hits=hits, answered=False, confidence=min(found.confidence, UNSURE) if hits else 0.0)

    def _renewed(self, collection, index, hit):
        document, at = collection.by_id[hit.id], index.numbers[hit.id]
        return hit if document.digest == index.digests[at] else hit._replace(title=(), body=())

    def waiting(self, collections):
        """The collections that have never been indexed, and of which it is not known that this fails."""
        return [c for c in collections if not self.index(c) and _key(c) not in self._failed]

    def current(self, collections):
        """Those whose index holds just what they hold."""
        return [c for c in collections if (index := self.index(c)) and index.fingerprint == c.fingerprint]

    def tend(self, collections):
        """Follow what others have built, and build what is missing. Takes as long as that takes."""
        now = time.monotonic()
        missing = [c for c in self.follow(collections) if not (failure := self._failed.get(_key(c)))
                   or failure.fingerprint != c.fingerprint or failure.again_at <= now]
        if missing:
            self.build(missing)

    def follow(self, collections):
        """Load what has been built for the collections, by whom ever. Returns those that have no index of their own on the disk."""
        missing = []
        for collection in collections:
            key, name = _key(collection), self._current(collection)
            loaded, signature = self._loaded.get(key), self._signature(collection, name)
            if name and (loaded is None or loaded.name != name):   # in place nothing is ever written again: other files of that name are damage
                try:
                    loaded = self._loaded[key] = Loaded(aside.run(self._load, collection, name), name, signature)
                except making.IndexBroken as broken:
                    log.info("search: %s/%s is built anew: %s", *key, broken)
                    signature = None   # what is in memory goes on serving
            if loaded is None or loaded.index.fingerprint != collection.fingerprint or loaded.signature != signature:
                missing.append(collection)
            else:
                self._failed.pop(key, None)
        for key in self._loaded.keys() - set(map(_key, collections)):
            del self._loaded[key]
        return missing

    def build(self, collections):
        """Build the indexes of the collections in a process beside this one, and wait for it."""
        folders, told = [], ""
        for collection in collections:
            try:
                folders.append(aside.run(self._prepared, collection))
            except OSError as wrong:
                told = f"{collection.site}/{collection.locale}: the index was not built: {wrong}"
        if folders:
            told = self._run(folders, collections) or told
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        for collection in self.follow(collections):
            self._note_failure(collection, told)

    def _run(self, folders, collections):
        """Run a builder, and serve each index as soon as it is there; what the builder complained of."""
        command = [sys.executable, "-m", "askaside.search.builder", str(self.folder / "dictionaries"), *map(str, folders)]
        with tempfile.TemporaryFile("w+") as told:
            try:
                process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told,
                                           env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"})
            except OSError as wrong:
                return f"the builder did not start: {wrong}"
            until = time.monotonic() + builder.LONGEST_SECONDS
            while process.poll() is None and time.monotonic() < until:
                time.sleep(0.2)
                self.follow(collections)
            if process.poll() is None:
                process.kill()
            code = process.wait()
            told.seek(0)
            return told.read().strip() or (f"the builder ended with {code}" if code else "")

    def _note_failure(self, collection, told):
        before = self._failed.get(_key(collection))
        times = before.times + 1 if before else 0
        wait = min(RETRY_SECONDS * 2 ** times, LONGEST_RETRY) if told else 1   # nothing said: another process builds it
        self._failed[_key(collection)] = Failure(collection.fingerprint, times, time.monotonic() + wait)
        if told and not before:
            log.warning("search: %s. The articles are scanned meanwhile; it is tried again.", told)

    def _place(self, collection):
        return self.folder / collection.site / collection.locale

    def _prepared(self, collection):
        place = self._place(collection)
        place.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".new-", dir=place))
        builder.write_documents(collection, folder)
        return folder

    def _current(self, collection):
        try:
            return Path((self._place(collection) / builder.CURRENT).read_text().strip()).name or None
        except (OSError, ValueError):
            return None

    def _signature(self, collection, name):
        """Sizes and times of the files of an index; None where they cannot be read."""
        if name is None:
            return None
        try:
            return tuple(sorted((entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
                                for folder in ("", "whoosh") for entry in os.scandir(self._place(collection) / name / folder) if entry.is_file()))
        except OSError:
            return None

    def _load(self, collection, name):
        if not all(map(dictionaries.ready, languages.of(collection.locale).needs)):
            raise making.IndexBroken("a dictionary is missing")   # the builder makes it again: it costs too much in here
        folder = self._place(collection) / name
        try:
            intact = json.loads((folder / builder.SUMS).read_text()) == builder.sums(folder)
        except (OSError, ValueError) as wrong:
            raise making.IndexBroken(f"{folder}: {wrong}") from None
        if not intact:
            raise making.IndexBroken(f"{folder} is not as it was built")
        index = making.load(folder / builder.ARRAYS)
        if index.locale != collection.locale:
            raise making.IndexBroken(f"{folder} is of another language")
        index.warm()
        return index


def _key(collection):
    return collection.site, collection.locale


def _writable(folder):
    """`folder`, or one for this process where it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as wrong:
        spare = Path(tempfile.mkdtemp(prefix="askaside-search-"))
        log.warning("search: %s cannot be written (%s); the indexes are kept in %s", folder, wrong.strerror, spare)
        return spare
