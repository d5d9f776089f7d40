"""The shelf: the libraries of all sites, kept equal to the content folder.

`reread()` is called twice a second. It looks at names, times and sizes, reads what is new, and swaps a site's library
whole. A broken file costs nothing else: its last good version stays, and its problem is told once. A file that is gone
is believed gone when it is missing twice in a row, for editors replace a file by deleting it first.
"""

import logging
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ..core import aside, clock, events
from ..core import locale as locales_
from ..core.errors import NotFound
from ..sites.registry import Registry
from . import history, library
from .article import MOST_BYTES, Article, read
from .events import LibraryChanged
from .front_matter import KEY, ArticleBroken

log = logging.getLogger(__name__)
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")


class Picture(NamedTuple):
    """A picture beside the articles, as last seen."""

    path: Path
    signature: tuple


@dataclass(frozen=True)
class File:
    """One file as last seen. `article` is its last good version, `problem` what is wrong with it now."""

    signature: tuple
    article: Article | None = None
    problem: ArticleBroken | None = None
    missed: bool = False


class Shelf:
    """Libraries by site key. `libraries` is swapped whole, so a reader never sees half a change."""

    def __init__(self, content_dir):
        self.registry = Registry(content_dir)
        self.libraries = {}
        self.scores = {}          # {site: {id: share}}, set by votes.fold
        self._files = {}          # {site: {path within the site: File}}
        self._told = frozenset()
        self.loaded = False

    def library(self, key):
        """The library of the site `key`.

        raises  NotFound
        """
        found = self.libraries.get(key)
        if found is None:
            raise NotFound(f"There is no site {key!r:.80} here.")
        return found

    @property
    def problems(self):
        """Everything wrong with the content now: SiteBroken and ArticleBroken, by place."""
        broken = self.registry.problems + [f.problem for files in self._files.values() for f in files.values() if f.problem]
        return sorted(broken, key=lambda problem: (problem.path, problem.line))

    def reread(self, tell=True):
        """Look at the folder and serve what changed; with `tell`, log what is wrong. Returns the keys of the changed sites."""
        fresh, files = aside.run(self._look)
        gone = self.libraries.keys() - fresh.keys()
        changed = [key for key, new in fresh.items() if new is not self.libraries.get(key)]
        self.libraries, self._files, self.loaded = fresh, files, True
        if tell:
            self._tell()
        for key in [*changed, *gone]:
            events.react_after(LibraryChanged(key))
        return [*changed, *gone]

    def _look(self):
        """(libraries, files) as the folder has them now. Runs aside."""
        moved = self.registry.reread()
        libraries, files = {}, {}
        for key, site in self.registry.sites.items():
            folder = self.registry.content_dir / key
            old = {} if key in moved else self._files.get(key, {})
            known, pictures, new = self._read_folder(site, folder, old, self._files.get(key, {}))
            files[key] = known
            current, notice = self.libraries.get(key), site.notice_at(clock.now())
            if current and not new and key not in moved and pictures == current.files and notice == current.notice \
                    and self.scores.get(key, {}) == current.scores:
                libraries[key] = current
                continue
            times = history.committed(folder)
            articles = [_dated(f, folder, path, times) for path, f in known.items() if f.article]
            libraries[key] = library.build(site, self.registry.entries[key].text, articles, pictures,
                                           dict(self.scores.get(key, {})), notice)
        return libraries, files

    def _read_folder(self, site, folder, old, last):
        """({path: File}, {module/name: Picture}, did anything change). `last` gives last good versions."""
        known, pictures, new = {}, {}, False
        for path, entry in _scan(folder):
            if path.lower().endswith(PICTURES):
                pictures[path] = Picture(Path(entry.path), _signature(entry))
                continue
            signature, before = _signature(entry), old.get(path)
            if before and before.signature == signature and not before.missed:
                known[path] = before
                continue
            new = True
            good = last[path].article if path in last else None
            known[path] = _read_file(site, Path(entry.path), path, signature, good)
        for path, file in old.items():
            if path not in known:
                if file.missed:
                    new = True
                else:
                    known[path] = replace(file, missed=True)
        return known, dict(sorted(pictures.items())), new

    def _tell(self):
        """Log each problem when it appears, and when it is gone."""
        now = {str(problem) for problem in self.problems}
        for text in sorted(now - self._told):
            log.error("content: %s", text)
        for text in sorted(self._told - now):
            log.info("content: put right: %s", text)
        self._told = frozenset(now)


def _scan(folder):
    """(path within the site, DirEntry) of each article and picture: <module>/<file>, sorted. Links that lead out of the
    folder are passed over."""
    root = os.path.realpath(folder)
    try:
        modules = sorted((e for e in os.scandir(folder) if not e.name.startswith(".") and e.is_dir()), key=lambda e: e.name)
    except OSError:
        return
    for module in modules:
        try:
            entries = sorted(os.scandir(module.path), key=lambda e: e.name)
        except OSError:
            continue
        for entry in entries:
            name = entry.name.lower()
            if entry.name.startswith(".") or not name.endswith((".md", *PICTURES)):
                continue
            if (entry.is_symlink() or module.is_symlink()) and not os.path.realpath(entry.path).startswith(root + os.sep):
                continue
            yield f"{module.name}/{entry.name}", entry


def _signature(entry):
    try:
        stat = entry.stat()
        return stat.st_mtime_ns, stat.st_size, stat.st_ino
    except OSError:
        return None, -1, -1


def _read_file(site, full, path, signature, good):
    """The File of an article's file, read now; `good` is its last good version."""
    shown = f"{site.key}/{path}"
    try:
        module, slug, locale = _names(site, path, shown)
        if signature[1] > MOST_BYTES:
            raise ArticleBroken(shown, 1, 1, f"The file is {signature[1] >> 20} MB.",
                                "An article is at most 1 MB; move pictures into files.")
        return File(signature, read(site.key, module, slug, locale, full.read_bytes(), shown))
    except ArticleBroken as broken:
        return File(signature, good, broken)
    except IsADirectoryError:
        problem = ArticleBroken(shown, 1, 1, "This is a folder, not a file.", "Rename it: only articles end in .md.")
    except OSError as wrong:
        problem = ArticleBroken(shown, 1, 1, f"The file cannot be read: {wrong.strerror}.", "Check who may read it.")
    return File(signature, good, problem)


def _names(site, path, shown):
    """(module, slug, locale) of `invoices/send-again.he.md`."""
    module, _, name = path.partition("/")
    slug, _, tag = name[:-3].rpartition(".")
    if not slug:
        raise ArticleBroken(shown, 1, 1, "The name has no locale.", f"Call it {tag}.{site.default_locale}.md.")
    if not KEY.fullmatch(slug) or not KEY.fullmatch(module):
        raise ArticleBroken(shown, 1, 1, f"{module}/{slug} is no id.", "Folder and file names are a-z, 0-9 and -.")
    locale = locales_.tidy(tag)
    if locale not in site.locales:
        raise ArticleBroken(shown, 1, 1, f"`{tag}` is no locale of this site.", f"site.toml has {', '.join(site.locales)}.")
    if site.module(module) is None:
        raise ArticleBroken(shown, 1, 1, f"`{module}` is no module of this site.", f'Add [[modules]] with key = "{module}" to site.toml.')
    return module, slug, locale


def _dated(file, folder, path, times):
    """The article with its `updated`: as written, else its last commit, else the file's time."""
    if file.article.updated:
        return file.article
    stamp = times.get(path) or (file.signature[0] or 0) / 1e9
    return replace(file.article, updated=datetime.fromtimestamp(int(stamp), UTC))
