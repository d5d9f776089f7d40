"""The letters of tests/mail/letters: `=== name`, then header lines, an empty line, the body; `=== words`, then what the sender newly wrote.

`␠` at the end of a line is a space. What a letter does not say itself is that of an answer to a letter of ours, as plain text.
"""

import re
from pathlib import Path
from typing import NamedTuple

GIVEN = {"From": "Anna Virtanen <anna@example.org>", "To": "help@example.com", "Subject": "Re: Invoice 7", "Message-ID": "<1@example.org>", "In-Reply-To": "<askaside.abcdefgh@help.example>",
         "Date": "Mon, 23 Nov 2026 10:15:00 +0200", "MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit"}


class Sample(NamedTuple):
    name: str
    raw: bytes
    words: str


def letter(body, **headers):
    """The bytes of a letter: `headers` as `Content_Type="text/html"`, None to leave one out."""
    fields = {**GIVEN, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return ("\r\n".join(f"{name}: {value}" for name, value in fields.items() if value is not None) + "\r\n\r\n" + body.replace("\n", "\r\n")).encode()


def samples():
    found = []
    for path in sorted((Path(__file__).parent / "mail" / "letters").glob("*.txt")):
        for piece in re.split(r"^=== ", path.read_text(), flags=re.M)[1:]:
            name, _, content = piece.replace("␠\n", " \n").partition("\n")
            if name == "words":
                found[-1] = found[-1]._replace(words=content.strip("\n"))
                continue
            head, _, body = content.partition("\n\n") if not content.startswith("\n") else ("", "", content[1:])
            fields = {key: value if value != "none" else None for key, _, value in (line.partition(": ") for line in head.split("\n") if line)}
            found.append(Sample(f"{path.stem}: {name}", letter(body, **{key.replace("-", "_"): value for key, value in fields.items()}), ""))
    return found
