"""Content files broken in every way that came to mind, made by rule from a seed: where each is wrong is known."""

import random
from typing import NamedTuple

HEAD = ["title: A good title", "kind: faq", "order: 3", "keywords: [one, two]", "errors: [E1]", "video: https://video.test/5", "draft: false", "updated: 2026-03-04"]

# Each stands in the front matter as one line more, and makes the file unusable. What it sets is taken out of the head.
LINES = [
    "asks: a: b", 'asks: "never closed', "asks: 'never closed", "asks: [a, b", "asks: {a, b", "\tasks: a", "asks:\t- a\n\t- b", "asks: @at", "asks: `tick`", "asks: %percent",
    "asks: ]", "asks: }", "asks: ,",
    'asks: "a" b', r'asks: "\q"', r'asks: "\ud83d"', r'asks: "\0"', r'asks: "\e[31m"', "asks: a\x01b", "asks: a\x7fb", "asks: [a,, b]", "asks: [a] b", "asks: >9x", "asks: |- x",
    "asks: {a: b}", "asks: {a: {b: c}}",
    "asks: [[a]]", "asks: [{a: b}]", "asks: &x a", "asks: *x", "asks: !tag a", "asks: !!python/object/apply:os.system [id]", "asks: !!binary aGk=", "asks: !<x> a",
    "a: &a [x, x]", "<<: *a", "titel: A", "Title: A", "page: /a", '"": a', "~: a", "1: a", "[a]: b", "{a: b}: c", ": a", "? a", "- a", "just words", "  kind: faq",
    "title: A second title", "kind: giude", "kind: [faq, guide]",
    "kind: about", "order: first", "order: 1.5", "order: 1e9", "order: 99999999999", "order: " + "9" * 100_000, "order: [1, 2]", "draft: maybe", "draft: yes", "draft: TRUE",
    "updated: soon", "updated: 2026-13-45", "updated: 2026-02-30",
    "updated: 0001-01-01T00:00:00+23:59", "updated: 9999-12-31T23:59:59-23:59", "video: http://video.test", "video: javascript:alert(1)", 'video: "https://[x"',
    "video: https://a℀b", "video: //video.test/x", "pages: invoices",
    "pages: [/a*b]", 'pages: ["/{ID}"]', 'pages: ["/{id"]', "pages: [/a?b=c]", "pages: [/(a+)+?$]", "pages: [/a b]", "pages: [/*/a]", "pages: [" + "/a" * 40 + "]",
    "pages: [/" + "a" * 600 + "]", r"pages: ['/a\b']", "pages: ['']",
    "keys: [Upper]", "keys: [a b]", "keys: ['']", "keys: [" + "k" * 65 + "]", "related: [send]", "related: [../../etc/passwd]", "related: [a/b/c]", "audience: [Gold plan]",
    "asks: " + "[" * 5000, "asks: " + "{a: " * 2000, "asks: " + "- " * 5000]
ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


class Broken(NamedTuple):
    """A file's name within the module, its bytes, the line that is wrong (None: the file as a whole, told at line 1)."""

    name: str
    data: bytes
    line: int | None
    kind: str


def front_matters(seed=4, places=3):
    """[Broken] of each of LINES at some `places` of the head, with different line ends, some with a byte order mark."""
    rng, found = random.Random(seed), []
    for bad in LINES:
        name = bad.strip('"~{[:- \t').partition(":")[0]
        head = [line for line in HEAD if bad.startswith("title") or line.partition(":")[0] != name or bad.startswith("  ")]
        title, rest = head[0], head[1:]
        for _ in range(places):
            rng.shuffle(rest)
            at = rng.randrange(1, len(rest) + 1)
            lines = ["---", title, *rest[:at], bad, *rest[at:], "---", "", "The answer."]
            end = rng.choice(list(ENDS))
            data = ("\ufeff" * rng.randrange(2) + ENDS[end].join(lines) + ENDS[end]).encode()
            found.append(Broken(f"y{len(found):03}.en.md", data, at + 3, f"{bad[:40]!r}, {end}"))
    return found


def whole_files(seed=5):
    """[Broken] of files that are no articles at all."""
    rng = random.Random(seed)
    good = "---\ntitle: A good title\n---\n\nThe answer.\n"
    long = "\n".join(f"Line {n}." for n in range(40))
    found = [("empty", b"", None), ("only blanks", b" \n\t\n", None), ("a byte order mark only", b"\xef\xbb\xbf", None), ("no front matter", b"Hello\n", None),
        ("never closed", b"---\ntitle: x\n" + long.encode(), None),
             ("closed with a blank before", b"---\ntitle: x\n ---\nText\n", None), ("no title", b"---\nkind: faq\n---\n", None),
             ("a title of nothing", b"---\nkind: faq\ntitle:\n---\n", 3), ("a title of blanks", b"---\ntitle: '  '\n---\n", 2),
             ("nothing at the top", b"---\n---\nText\n", None), ("JSON", b'{"title": "x"}', None), ("TOML", b"+++\ntitle = 'x'\n+++\n", None),
             ("a page", b"<!doctype html><title>x</title>", None), ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None),
             ("a program", b"\x7fELF\x02\x01\x01\0", None), ("an archive", b"PK\x03\x04\x14\0", None),
             ("a conflict of git", b"---\n<<<<<<< HEAD\ntitle: a\n=======\ntitle: b\n>>>>>>> x\n---\n", 2), ("a list at the top", b"---\n- title: x\n---\n", 2)]
    found += [(f"in {code}", good.encode(code), None) for code in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-7") if code != "utf-7"]
    for _ in range(10):
        at = rng.randrange(5, 40)
        lines = [*good.split("\n")[:4], *long.split("\n")]
        for what, piece in (("NUL", b"a\0b"), ("not UTF-8", rng.choice([b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"caf\xe9"]))):
            rows = [line.encode() for line in lines]
            rows[at] = piece
            found.append((f"{what} in line {at + 1}", b"\n".join(rows), at + 1))
    found += [("random bytes", rng.randbytes(rng.randrange(10, 5000)), None) for _ in range(20)]
    found += [("bombs", b"---\na: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (n, n, n - 1, n - 1) for n in range(98, 120)) + b"title: *w\n---\n", 2),
        ("50 MB", b"---\ntitle: x\n---\n" + b"x" * (50 << 20), None),
              ("a little too long", b"---\ntitle: x\n---\n" + b"x" * (1 << 20), None), ("a name of a megabyte", b"---\n" + b"k" * 1_000_000 + b": 1\n---\n", 2),
              ("deep lists", b"---\ntitle: x\n---\n" + b"- " * 30_000 + b"\n", 5),
              ("brackets", b"---\ntitle: x\n---\n\n" + b"[" * 100_000, 5), ("a hundred thousand lines", b"---\ntitle: x\n---\n" + b"a\n" * 100_000, 20_004)]
    return [Broken(f"w{n:03}.en.md", data, line, kind) for n, (kind, data, line) in enumerate(found)]


def names():
    """[Broken] of good texts under names that no article can have."""
    good = b"---\ntitle: A good title\n---\n"
    wrong = ["no-locale.md", "x.fr.md", "x.xx-YY.md", "Upper.en.md", "under_score.en.md", "two words.en.md", "-dash.en.md", "a.b.en.md", "é.en.md", "שלום.en.md", ".en.md", "x..md",
        "n" * 65 + ".en.md", "n" * 249 + ".en.md", "new\nline.en.md",
             "esc\x1b[31m.en.md", "turned\u202e.en.md", "quote'\".en.md", "<img src=x onerror=alert(1)>.en.md", "%2e%2e.en.md", "x\\..\\..\\x.en.md", b"bad\xff\xfe.en.md",
             b"\xed\xa0\x80.en.md"]
    return [Broken(name, good, None, f"the name {name[:20]!r}") for name in wrong if name != ".en.md"]   # that one is hidden
