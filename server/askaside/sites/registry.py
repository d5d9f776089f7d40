"""All sites of the content folder; each swapped whole when its `site.toml` changes."""

from dataclasses import dataclass
from pathlib import Path

from .site import Site
from .site_file import SiteBroken, read


@dataclass(frozen=True)
class Entry:
    """One folder as last seen: `site` is the last good one (or None), `problem` what is wrong with the file now."""

    signature: tuple
    site: Site | None
    problem: SiteBroken | None
    text: str = ""


class Registry:
    """Sites by key. `reread()` looks at the folder again; nothing else touches the disk."""

    def __init__(self, content_dir):
        self.content_dir = Path(content_dir)
        self.entries = {}

    @property
    def sites(self):
        """{key: Site} of all that can be served, the broken ones in their last good version."""
        return {key: entry.site for key, entry in self.entries.items() if entry.site}

    @property
    def problems(self):
        return [entry.problem for entry in self.entries.values() if entry.problem]

    def reread(self):
        """Look again. Returns the keys of what changed, came or went."""
        found = {}
        for path in sorted(self.content_dir.glob("*/site.toml")):
            try:
                stat = path.stat()
            except OSError:
                continue
            found[path.parent.name] = path, (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        changed = {key for key in self.entries if key not in found}
        entries = {}
        for key, (path, signature) in found.items():
            old = self.entries.get(key)
            if old and old.signature == signature:
                entries[key] = old
                continue
            changed.add(key)
            entries[key] = _read(key, path, signature, old)
        self.entries = entries
        return changed


def _read(key, path, signature, old):
    shown = f"{key}/site.toml"
    try:
        text = path.read_text(encoding="utf-8-sig")
        return Entry(signature, read(key, text, shown), None, text)
    except SiteBroken as broken:
        problem = broken
    except UnicodeDecodeError as wrong:
        problem = SiteBroken(shown, 1, f"The file is not UTF-8 (byte {wrong.start}).", "Save it as UTF-8.")
    except OSError as wrong:
        problem = SiteBroken(shown, 1, f"The file cannot be read: {wrong.strerror}.", "Check who may read it.")
    return Entry(signature, old.site if old else None, problem, old.text if old else "")
