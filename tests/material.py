"""What tests are made of: a content folder to write in, and the least site."""

from pathlib import Path

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
