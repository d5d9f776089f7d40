"""All sites of the content folder; each swapped whole when its `site.toml` changes."""

from dataclasses import dataclass, replace
from pathlib import Path

from ..core import files
from .site import Site
from .site_file import SiteBroken, read

MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class Entry:
    """One folder as last seen: `site` is the last good one (or None), `problem` what is wrong with the file now; `settled`:
    another write would have changed its `signature`; `missed`: it was not there, once."""

    signature: tuple
    site: Site | None
    problem: SiteBroken | None
    text: str = ""
    settled: bool = True
    missed: bool = False


class Registry:
    """Sites by key. `reread()` looks at the folder again; nothing else touches the disk. `tables`: see `site_file.read`."""

    def __init__(self, content_dir, tables=None):
        self.content_dir, self.tables = Path(content_dir), tables or {}
        self.entries = {}

    @property
    def sites(self):
        """{key: Site} of all that can be served, the broken ones in their last good version."""
        return {key: entry.site for key, entry in self.entries.items() if entry.site}

    @property
    def problems(self):
        return [entry.problem for entry in self.entries.values() if entry.problem]

    def reread(self):
        """Look again. Returns the keys of what changed, came or went. Gone is what is missing twice in a row, for editors
        replace a file by deleting it first."""
        found = {}
        for path in sorted(self.content_dir.glob("*/site.toml")):
            try:
                stat = path.stat()
            except OSError:
                continue
            found[path.parent.name] = path, (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        entries = {key: replace(old, missed=True) for key, old in self.entries.items() if key not in found and not old.missed}
        changed = self.entries.keys() - found.keys() - entries.keys()
        for key, (path, signature) in found.items():
            old = self.entries.get(key)
            if old and old.signature == signature and old.settled:
                entries[key] = replace(old, missed=False) if old.missed else old
                continue
            entries[key] = now = _read(key, path, signature, old, self.tables)
            if not old or (old.signature, old.text, str(old.problem)) != (signature, now.text, str(now.problem)):
                changed.add(key)
        self.entries = entries
        return changed


def _read(key, path, signature, old, tables):
    shown, settled = f"{key}/site.toml", not files.fresh(signature[0])
    try:
        text = _text(shown, files.read(path, MOST_BYTES))
        return Entry(signature, read(key, text, shown, tables), None, text, settled)
    except SiteBroken as broken:
        problem = broken
    except OSError as wrong:
        problem = SiteBroken(shown, 1, f"The file cannot be read: {wrong.strerror}.", "Check who may read it.")
    except Exception as fault:   # one site that we cannot cope with must not stop all the others
        problem = SiteBroken(shown, 1, f"Reading it failed: {fault!r}.", "This is a fault of Askaside: please report it with the file.")
    return Entry(signature, old.site if old else None, problem, old.text if old else "", settled)


def _text(shown, data):
    if len(data) > MOST_BYTES:
        raise SiteBroken(shown, 1, "The file is longer than 1 MB.", "A site takes some lines: is it the right file?")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as wrong:
        raise SiteBroken(shown, data[:wrong.start].count(b"\n") + 1, f"The file is not UTF-8 (byte {wrong.start}).", "Save it as UTF-8.") from None
