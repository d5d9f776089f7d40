"""The shelf: the libraries of all sites, kept equal to the content folder.

`reread()` is called twice a second. It looks at names, times and sizes, reads what is new, and swaps a site's library
whole. A broken file costs nothing else: its last good version stays, and its problem is told once. A file that is gone
is believed gone when it is missing twice in a row, for editors replace a file by deleting it first.
"""

import hashlib
import logging
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ..core import aside, clock, events
from ..core import files as files_
from ..core import locale as locales_
from ..core.errors import NotFound
from ..sites.registry import Registry
from . import history, library, pictures
from .article import MOST_BYTES, Article, read
from .events import LibraryChanged
from .front_matter import KEY, ArticleBroken

log = logging.getLogger(__name__)
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
LAST_SECOND = 253_402_300_799   # of the year 9999; a file may say that it is from later


class Picture(NamedTuple):
    """A picture beside the articles, as last seen; `size` is its (width, height) in CSS pixels, or None."""

    path: Path
    signature: tuple
    size: tuple | None


@dataclass(frozen=True)
class File:
    """One file as last seen. `article` is its last good version, `problem` what is wrong with it now; `settled`: another
    write would have changed its `signature`."""

    signature: tuple
    article: Article | None = None
    problem: ArticleBroken | None = None
    missed: bool = False
    settled: bool = True


class Shelf:
    """Libraries by site key. `libraries` is swapped whole, so a reader never sees half a change."""

    def __init__(self, content_dir, tables=None):
        self.registry = Registry(content_dir, tables)
        self.libraries = {}
        self.scores = {}          # {site: {id: share}}, set by votes.fold
        self._files = {}          # {site: {path within the site: File}}
        self._twice = {}          # {site: {path within the site: ArticleBroken}} of files that claim what another file is
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
        broken += [problem for twice in self._twice.values() for problem in twice.values() if problem]
        return sorted(broken, key=lambda problem: (problem.path, problem.line))

    def reread(self, tell=True):
        """Look at the folder and serve what changed; with `tell`, log what is wrong. Returns the keys of the changed sites."""
        fresh, files, twice = aside.run(self._look)
        gone = self.libraries.keys() - fresh.keys()
        changed = [key for key, new in fresh.items() if new is not self.libraries.get(key)]
        self.libraries, self._files, self._twice, self.loaded = fresh, files, twice, True
        if tell:
            self._tell()
        for key in [*changed, *gone]:
            events.react_after(LibraryChanged(key))
        return [*changed, *gone]

    def _look(self):
        """(libraries, files, twice) as the folder has them now. Runs aside."""
        moved = self.registry.reread()
        libraries, files, twice = {}, {}, {}
        for key, site in self.registry.sites.items():
            folder = self.registry.content_dir / key
            old = {} if key in moved else self._files.get(key, {})
            current, notice = self.libraries.get(key), site.notice_at(clock.now())
            known, found, new = self._read_folder(site, folder, old, self._files.get(key, {}), current.files if current else {})
            files[key] = known
            if current and not new and key not in moved and found == current.files and notice == current.notice \
                    and self.scores.get(key, {}) == current.scores:
                libraries[key], twice[key] = current, self._twice[key]
                continue
            twice[key] = _claimed_twice(key, known)
            times = history.committed(folder)
            articles = [_dated(f, folder, path, times) for path, f in known.items() if f.article and path not in twice[key]]
            libraries[key] = library.build(site, self.registry.entries[key].text, articles, found,
                                           dict(self.scores.get(key, {})), notice)
        return libraries, files, twice

    def _read_folder(self, site, folder, old, last, seen):
        """({path: File}, {module/name: Picture}, did anything change). `last` gives last good versions, `seen` the pictures of before."""
        known, found, new = {}, {}, False
        for path, entry, outside in _scan(folder):
            if path.lower().endswith(PICTURES):
                found[path] = _picture(entry, seen.get(path))
                continue
            signature, before = _signature(entry), old.get(path)
            same = before and before.signature == signature and not before.missed
            if same and before.settled:
                known[path] = before
                continue
            good = last[path].article if path in last else None
            now = _read_file(site, entry, path, outside, signature, good, before if same else None)
            if now is None:
                continue   # it went away meanwhile
            known[path] = now
            new = new or not same or (before.article, str(before.problem)) != (now.article, str(now.problem))
        for path, file in old.items():
            if path not in known:
                if file.missed:
                    new = True
                else:
                    known[path] = replace(file, missed=True)
        return known, dict(sorted(found.items())), new

    def _tell(self):
        """Log each problem when it appears, and when it is gone."""
        now = {str(problem) for problem in self.problems}
        for text in sorted(now - self._told):
            log.error("content: %s", text)
        for text in sorted(self._told - now):
            log.info("content: put right: %s", text)
        self._told = frozenset(now)


def _scan(folder):
    """(path within the site, DirEntry, does a link bring it from elsewhere?) of each article and picture: <module>/<file>,
    sorted. Pictures from elsewhere are passed over, and what is no file or cannot be asked for."""
    root = os.path.realpath(folder)
    try:
        modules = sorted((e for e in os.scandir(folder) if not e.name.startswith(".") and _is(e.is_dir)), key=lambda e: e.name)
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
            outside = (entry.is_symlink() or module.is_symlink()) and not os.path.realpath(entry.path).startswith(root + os.sep)
            if name.endswith(PICTURES) and (outside or not _is(entry.is_file) or not _utf8(name)):
                continue
            yield f"{module.name}/{entry.name}", entry, outside


def _is(ask):
    try:
        return ask()
    except OSError:   # a link that leads to itself
        return False


def _utf8(name):
    return not any("\ud800" <= c <= "\udfff" for c in name)


def _signature(entry):
    try:
        stat = entry.stat()
        return stat.st_mtime_ns, stat.st_size, stat.st_ino
    except OSError:
        return None, -1, -1


def _picture(entry, before):
    """The Picture of a file; what did not change since `before` is not read again."""
    signature = _signature(entry)
    if before and before.signature == signature:
        return before
    size = None
    with suppress(OSError), open(entry.path, "rb") as file:   # one that is gone: who asks for it is told so
        size = pictures.size(file)
    return Picture(Path(entry.path), signature, size)


def _read_file(site, entry, path, outside, signature, good, before):
    """The File of an article's file, read now, or None when it is gone. `good` is its last good version, `before` the File of
    the same signature, or None."""
    shown, settled = f"{site.key}/{path}", not files_.fresh(signature[0])
    try:
        if outside:
            raise ArticleBroken(shown, 1, 1, "This is a link that leads out of the folder.", "Put the file itself here.")
        module, slug, locale = _names(site, path, shown)
        if signature[1] > MOST_BYTES:
            raise ArticleBroken(shown, 1, 1, f"The file is {signature[1] >> 20} MB.",
                                "An article is at most 1 MB; move pictures into files.")
        data = files_.read(entry.path, MOST_BYTES)
        if before and before.article and not before.problem and hashlib.sha256(data).hexdigest() == before.article.digest:
            return replace(before, settled=settled)
        return File(signature, read(site.key, module, slug, locale, data, shown), settled=settled)
    except ArticleBroken as broken:
        problem = broken
    except IsADirectoryError:
        problem = ArticleBroken(shown, 1, 1, "This is a folder, not a file.", "Rename it: only articles end in .md.")
    except OSError as wrong:
        if isinstance(wrong, FileNotFoundError) and not entry.is_symlink():
            return None
        problem = ArticleBroken(shown, 1, 1, f"The file cannot be read: {wrong.strerror}.", "Check who may read it.")
    except Exception as fault:   # one file that we cannot cope with must not stop all the others
        problem = ArticleBroken(shown, 1, 1, f"Reading it failed: {fault!r}.", "This is a fault of Askaside: please report it with the file.")
    return File(signature, good, problem, settled=settled)


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


def _claimed_twice(key, known):
    """{path: ArticleBroken} of files that are, in their locale, the article that another file is: `send.EN.md` beside
    `send.en.md`. None for one that is about to be gone."""
    claims, found = {}, {}
    for path, file in known.items():
        if file.article:
            claims.setdefault((file.article.id, file.article.locale), []).append(path)
    for (id_, locale), paths in claims.items():
        stays = min(paths, key=lambda path: (known[path].missed, path != f"{id_}.{locale}.md", path))
        for path in set(paths) - {stays}:
            found[path] = None if known[path].missed else ArticleBroken(
                f"{key}/{path}", 1, 1, f"This is {id_} in {locale}, and so is {key}/{stays}.", "Keep one of the two files.")
    return found


def _dated(file, folder, path, times):
    """The article with its `updated`: as written, else its last commit, else the file's time."""
    if file.article.updated:
        return file.article
    stamp = times.get(path) or (file.signature[0] or 0) / 1e9
    return replace(file.article, updated=datetime.fromtimestamp(int(min(max(stamp, 0), LAST_SECOND)), UTC))
