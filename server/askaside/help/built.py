"""Is the built widget whole: the tag's file, the parts that it names, their packed twins, the words? Yields Findings."""

import base64
import gzip
import hashlib
import json
import re
import zlib

from ..core.findings import ok, wrong

PART = re.compile(r"\b[a-z]+-([A-Za-z0-9]{6})\.js\b")
VERSION = re.compile(r'var \w+="([A-Za-z0-9]{6})"')
FIRST = ("panel", "known")   # what askaside.js asks for by its version, which is made of them and of the words
AGAIN = "Build it again (`make setup`), or install the wheel again (`pip install --force-reinstall --no-deps`)."


def findings(folder):
    """What is to be said of the built files in `folder`."""
    try:
        embed = (folder / "askaside.js").read_text("utf-8")
    except OSError:
        yield wrong("The widget is not built: there is no askaside.js.", "Run `make setup`, or install a wheel: it carries the widget.")
        return
    broken, seen, waiting = [], set(), ["askaside.js", *first(embed)]
    while waiting:
        name = waiting.pop()
        seen.add(name)
        if fault := _fault(folder, name):
            broken.append(f"{name} {fault}")
        else:
            waiting += {found[0] for found in PART.finditer((folder / name).read_text("utf-8"))} - seen
    if not first(embed):
        broken.append("askaside.js names no panel")
    broken += _words(folder)
    if broken:
        yield wrong(f"The built widget is not whole: {'; '.join(broken)}.", AGAIN)
    else:
        yield ok(f"The widget is built: {len(seen)} files, {len(list((folder / 'locales').glob('*.json')))} languages.")


def first(embed):
    """The names of the parts that the text of askaside.js asks for; none where it is not ours."""
    version = VERSION.search(embed)
    return [f"{kind}-{version[1]}.js" for kind in FIRST] if version else []


def _fault(folder, name):
    """What is wrong with a script and its packed twins, or None."""
    try:
        whole = (folder / name).read_bytes()
        if (part := PART.fullmatch(name)) and part[1] != _hash(_versioned(folder, part[1]) if name.startswith(FIRST) else whole):
            return "is not as it was built"
        if gzip.decompress((folder / f"{name}.gz").read_bytes()) != whole:
            return "has another twin for gzip"
        if not (folder / f"{name}.br").stat().st_size:
            return "has an empty twin for brotli"
    except OSError as missing:   # gzip's own complaint is one, too
        return "is missing, or a packed twin of it" if missing.errno else "has a broken twin for gzip"
    except (EOFError, zlib.error):
        return "has a broken twin for gzip"
    return None


def _versioned(folder, version):
    """What the version is made of."""
    return b"".join(path.read_bytes() for path in [*(folder / f"{kind}-{version}.js" for kind in FIRST), *sorted((folder / "locales").glob("*.json"))])


def _hash(whole):
    """As the build names it."""
    return re.sub("[-_=]", "", base64.urlsafe_b64encode(hashlib.sha256(whole).digest()).decode())[:6]


def _words(folder):
    """The languages whose words cannot be read."""
    files = sorted((folder / "locales").glob("*.json"))
    for path in files:
        try:
            told = json.loads(path.read_text("utf-8"))
            if not told["first"] or not told["later"]:
                yield f"locales/{path.name} has no words"
        except (OSError, ValueError, TypeError, KeyError):
            yield f"locales/{path.name} cannot be read"
    if "en.json" not in {path.name for path in files}:
        yield "locales/en.json is missing"
