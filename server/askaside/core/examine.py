"""`python -I examine.py KIND`: one file of a stranger's, read where it can do no harm: in a process of its own, with little memory and time.

What comes in on stdin is `KIND` by its first bytes. Out come a line, the media type, and after it the bytes that are kept: a picture
drawn anew, without EXIF or anything else that is no picture; of an office document the same bytes. Exit code 0, or one of REFUSALS.
Imports nothing of ours, so that a start costs a tenth of a second.
"""

import io
import resource
import sys
import zipfile

MEMORY_BYTES = 290 << 20
CPU_SECONDS = 5
MOST_PIXELS = {"png": 25_000_000, "jpeg": 25_000_000, "gif": 25_000_000, "webp": 10_000_000}   # what MEMORY_BYTES has room for
SHRUNK_PIXELS = 120_000_000    # of a JPEG, which can be read at half its size or less
MOST_ENTRIES = 5_000           # of an office document
MOST_UNPACKED = 400 << 20      # bytes that it says to hold
PICTURES = {"png": "PNG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}
DAMAGED, TOO_LARGE, UNSUPPORTED = REFUSALS = (3, 4, 5)
OFFICE = "application/vnd.openxmlformats-officedocument."
# What an office document of Microsoft has inside, and its type.
PARTS = {"word/document.xml": OFFICE + "wordprocessingml.document", "xl/workbook.xml": OFFICE + "spreadsheetml.sheet",
         "ppt/presentation.xml": OFFICE + "presentationml.presentation"}
OPEN = "application/vnd.oasis.opendocument."
OPENS = {OPEN + kind for kind in ("text", "spreadsheet", "presentation")}


class Refused(Exception):
    """`args[0]`: one of REFUSALS."""


def bounded():
    """This process, kept small: what a bomb takes is its own."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEMORY_BYTES, MEMORY_BYTES))


def picture(data, kind):
    """(media type, bytes) of the picture `data` drawn anew, turned as its EXIF says. Of one that moves, the first picture."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None   # counted below, before anything is decoded
    found = Image.open(io.BytesIO(data), formats=(PICTURES[kind],))
    _fit(found, kind)
    if found.getexif().get(0x0112, 1) != 1:   # else no copy is made
        found = ImageOps.exif_transpose(found)
    found.info = {name: value for name, value in found.info.items() if name == "transparency"}
    drawn = io.BytesIO()
    if kind == "jpeg":
        (found if found.mode in ("L", "RGB") else found.convert("RGB")).save(drawn, "JPEG", quality=90, exif=b"")
        return "image/jpeg", drawn.getvalue()
    if kind == "webp":
        (found if found.mode in ("RGB", "RGBA") else found.convert("RGBA")).save(drawn, "WEBP", quality=90, method=1, exif=b"", xmp=b"")
        return "image/webp", drawn.getvalue()
    found.save(drawn, "PNG", compress_level=3, exif=b"")
    return "image/png", drawn.getvalue()


def _fit(found, kind):
    """Decode the picture, a large JPEG at half or a quarter of its size. raises  Refused before anything is decoded that is too large"""
    most, pixels = MOST_PIXELS[kind], found.width * found.height
    if pixels > (SHRUNK_PIXELS if kind == "jpeg" else most):
        raise Refused(TOO_LARGE)
    if pixels > most:
        part = 2 if pixels <= 4 * most else 4
        found.draft(None, (found.width // part, found.height // part))
    try:
        found.load()
    except OSError:
        if pixels > most:
            raise Refused(TOO_LARGE) from None   # a progressive one is held whole while it is read
        raise


def office(data):
    """The media type of an office document by what is inside. Nothing is unpacked but the few bytes that an OpenDocument names itself by."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise Refused(TOO_LARGE)
        names = {entry.filename for entry in entries}
        first = entries[0] if entries else None
        if first and first.filename == "mimetype" and first.file_size < 100 and first.compress_type == zipfile.ZIP_STORED:
            kind = archive.read(first).decode("ascii", "replace")
            if kind in OPENS and not any(name.startswith(("Basic/", "Scripts/")) for name in names):
                return kind
        if "[Content_Types].xml" in names and not any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for name in names):
            return next((kind for part, kind in PARTS.items() if part in names), None)
    return None


def main(kind):
    bounded()
    try:
        data = sys.stdin.buffer.read()
        if kind == "zip":
            type_, kept = office(data), data
            if type_ is None:
                return UNSUPPORTED
        else:
            type_, kept = picture(data, kind)
    except Refused as refused:
        return refused.args[0]
    except MemoryError:
        return TOO_LARGE
    except Exception:
        return DAMAGED   # any exception: decoders fail on hostile bytes in every way there is
    sys.stdout.buffer.write(type_.encode() + b"\n" + kept)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
