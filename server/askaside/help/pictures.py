"""How large a picture is, read from the first bytes of its file: a page can then keep the place free while it loads."""

import math
import re
import struct

SOON, MOST = 1 << 16, 1 << 20   # bytes that are read; the second when a JPEG carries a lot before its size
MOST_PIXELS = 100_000           # on a side; beyond, it is no size
MOST_PARTS = 1000               # of a JPEG before its size
WIDE = 1280                     # of an SVG that only has a shape: as browsers do, it takes all the width there is
JPEG = b"\xff\xd8"
_SVG = re.compile(rb"<svg\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_PIXELS = {b"": 1, b"px": 1, b"pt": 96 / 72, b"pc": 16, b"mm": 96 / 25.4, b"cm": 96 / 2.54, b"in": 96, b"em": 16, b"rem": 16}
_LENGTH = re.compile(rb"\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)([a-z]*)\s*")


def size(file):
    """(width, height) in CSS pixels as a browser shows the picture in `file` (binary, at its start): turned as its EXIF says.

    None for what is no PNG, JPEG, GIF, WebP, AVIF or SVG, is cut off, or does not say.
    """
    data = file.read(SOON)
    found = _size(data)
    if found is None and data.startswith(JPEG):
        found = _size(data + file.read(MOST))
    return found


def _size(data):
    reader = next((reader for begin, reader in _READERS.items() if data.startswith(begin)), None)
    if reader is None:
        reader = _avif if data[4:12] in (b"ftypavif", b"ftypavis") else _svg
    try:
        found = reader(data)
    except (struct.error, IndexError, ValueError, OverflowError):
        return None
    return found if found and all(1 <= side <= MOST_PIXELS for side in found) else None


def _png(data):
    return struct.unpack_from(">II", data, 16) if data[12:16] == b"IHDR" else None


def _gif(data):
    return struct.unpack_from("<HH", data, 6)


def _webp(data):
    kind = data[8:16]
    if kind == b"WEBPVP8X":
        return tuple(int.from_bytes(data[at:at + 3], "little") + 1 for at in (24, 27)) if len(data) >= 30 else None
    if kind == b"WEBPVP8L":
        bits = struct.unpack_from("<I", data, 21)[0] if data[20] == 0x2F else None
        return bits is not None and ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"WEBPVP8 ":
        return data[23:26] == b"\x9d\x01\x2a" and tuple(side & 0x3FFF for side in struct.unpack_from("<HH", data, 26))
    return None


def _jpeg(data):
    at, turned = 2, False
    for _ in range(MOST_PARTS):
        if data[at] != 0xFF:
            return None
        mark = data[at + 1]
        if mark == 0xFF or 0xD0 <= mark <= 0xD8:   # a fill byte; marks that carry nothing
            at += 1 if mark == 0xFF else 2
            continue
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return (height, width) if turned else (width, height)
        if mark in (0xD9, 0xDA):
            return None
        length = struct.unpack_from(">H", data, at + 2)[0]
        if mark == 0xE1 and data[at + 4:at + 10] == b"Exif\0\0":
            turned = _turned(data[at + 10:at + 2 + length])
        at += 2 + max(length, 2)
    return None


def _turned(tiff):
    """Does this EXIF say that the picture lies on its side?"""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return False
    try:
        start = struct.unpack_from(order + "I", tiff, 4)[0]
        for at in range(struct.unpack_from(order + "H", tiff, start)[0]):
            tag, _, _, value = struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * at)
            if tag == 0x0112:
                return 5 <= value <= 8
    except struct.error:
        pass   # a damaged EXIF turns nothing, in browsers too
    return False


def _avif(data):
    """The largest of its pictures: smaller ones are tiles, thumbnails or the transparency."""
    sizes = [struct.unpack_from(">II", data, found.end() + 4) for found in re.finditer(rb"ispe", data)]
    return max(sizes, key=math.prod, default=None)


def _svg(data):
    """`width` and `height` of the root in absolute units; where one is missing, in the shape of `viewBox`."""
    root = _SVG.search(data)
    if root is None:
        return None
    told = {name: value[1:-1] for name, value in re.findall(rb"\s(width|height|viewBox)\s*=\s*(\"[^\"]*\"|'[^']*')", root[0])}
    box = [float(part) for part in re.split(rb"[\s,]+", told.get(b"viewBox", b"").strip()) if part]
    ratio = box[2] / box[3] if len(box) == 4 and box[2] > 0 < box[3] else None
    width, height = _pixels(told.get(b"width")), _pixels(told.get(b"height"))
    if ratio and not (width and height):
        width, height = (width, width / ratio) if width else (height * ratio, height) if height else (WIDE, WIDE / ratio)
    return (max(1, round(width)), max(1, round(height))) if width and height else None


def _pixels(text):
    """A length in CSS pixels; None for none, or one that hangs on something else (`100%`, `50vw`)."""
    found = _LENGTH.fullmatch(text or b"x")
    return float(found[1]) * _PIXELS[found[2]] if found and found[2] in _PIXELS else None


_READERS = {b"\x89PNG\r\n\x1a\n": _png, b"GIF87a": _gif, b"GIF89a": _gif, JPEG: _jpeg, b"RIFF": _webp}
