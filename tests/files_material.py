"""Files to send: good ones, and those that are not what they seem."""

import io
import struct
import zipfile
import zlib

from PIL import Image, PngImagePlugin
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

CANARY = b"canary-7f3c"   # stands in every place of a picture that is no picture
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SVG = b'<?xml version="1.0"?>\n<!-- a drawing -->\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def form(**fields):
    """What the test client sends as a form; a field that is (bytes, name) is a file. Its own way leaves a file open for a large one."""
    told = {key: [FileStorage(io.BytesIO(one[0]), one[1], content_type="image/svg+xml") if isinstance(one, tuple) else one for one in (value if isinstance(value, list) else [value])]
            for key, value in fields.items()}
    boundary, body = encode_multipart(told)
    return {"data": body, "content_type": f'multipart/form-data; boundary="{boundary}"'}


def drawn(kind="PNG", size=(40, 30), mode="RGB", color=(200, 30, 30), **more):
    """The bytes of a picture of one colour."""
    made = io.BytesIO()
    Image.new(mode, size, color).save(made, kind, **more)
    return made.getvalue()


def exif(orientation=1):
    """EXIF with a place on earth, and the canary."""
    told = Image.Exif()
    told[0x0112], told[0x010E] = orientation, CANARY.decode()
    told.get_ifd(0x8825).update({1: "N", 2: (31.0, 46.0, 7.0), 3: "E", 4: (35.0, 12.0, 49.0)})
    return told


def telling(kind):
    """A picture with the canary in each place of its kind that is no picture."""
    more = {"exif": exif()}
    if kind == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_text("Comment", CANARY.decode())
        told.add_itxt("XML:com.adobe.xmp", CANARY.decode())
        more |= {"pnginfo": told, "icc_profile": CANARY}
    elif kind == "JPEG":
        more |= {"comment": CANARY, "icc_profile": CANARY}
    elif kind == "WEBP":
        more |= {"xmp": CANARY, "icc_profile": CANARY}
    elif kind == "GIF":
        more = {"comment": CANARY}
    return drawn(kind, **more) + CANARY   # and behind its end


def bomb(width=50_000, height=50_000):
    """A PNG of a few bytes whose head says how large it is drawn."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + chunk(b"IEND", b"")


def archive(*entries, stored=()):
    """A zip of (name, bytes)."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries:
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def docx(*more):
    return archive(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<document/>"), *more)


def odt():
    return archive(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<x/>"), stored=("mimetype",))
