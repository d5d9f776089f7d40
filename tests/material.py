"""What tests are made of: a content folder to write in, and the least site."""

import re
from pathlib import Path

from askaside.search.engine import Document

ROOT = Path(__file__).parent.parent
SITE = """
name = "Acme"
locales = ["en", "he"]
origins = ["https://app.acme.test"]
measure = true

[[modules]]
key = "invoices"
title = { en = "Invoices", he = "חשבוניות" }
pages = ["/invoices", "/invoices/*"]

[[modules]]
key = "mail"
title = { en = "Mail", he = "דיוור" }
pages = ["/mail", "/mail/*"]
"""


ONE_LANGUAGE = re.sub(', he = "[^"]*"', "", SITE).replace('"en", "he"', '"en"')


def share_dictionaries(data_dir):
    """Let a server under test use the dictionaries of the one before: making them takes ten seconds and more."""
    kept = ROOT / ".make" / "dictionaries"
    kept.mkdir(parents=True, exist_ok=True)
    folder = Path(data_dir) / "search"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "dictionaries").exists():
        (folder / "dictionaries").symlink_to(kept)


def models_only(name, kind, parents):
    """For Alembic: what the models say of a database. The index of words is the database's own."""
    return kind != "table" or not name.startswith("ticket_words")


class Folder:
    """A content folder to write in."""

    def __init__(self, path):
        self.path = path

    def site(self, text=SITE, key="acme"):
        self.write(f"{key}/site.toml", text)

    def article(self, name, head="title: A title", body="An answer.", site="acme"):
        """`name`: invoices/send.en"""
        self.write(f"{site}/{name}.md", f"---\n{head}\n---\n\n{body}\n")

    def write(self, name, text):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text, encoding="utf-8")
        return path


def document(id_, title, body="", names=(), exact=(), group="help"):
    """One text to be found."""
    return Document(id_, f"{title}|{body}|{names}|{exact}", group, title, tuple(names), tuple(exact), body)


def told(findings):
    """Findings of a doctor as lines."""
    return [str(finding) for finding in findings]


def faults(findings):
    """Those of them that are not ok, as one text."""
    return "\n".join(line for line in told(findings) if not line.startswith("ok: "))
