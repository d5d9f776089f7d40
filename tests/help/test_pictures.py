"""How large a picture is, from the first bytes of its file; and pages keep the place free."""

import io
import struct

import pytest
from effort import effort

from askaside.help import pictures


def png(width, height):
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x06\0\0\0"


def jpeg(width, height, *segments, mark=0xC0):
    parts = b"".join(b"\xff" + bytes([kind]) + struct.pack(">H", len(body) + 2) + body for kind, body in segments)
    return b"\xff\xd8" + parts + b"\xff" + bytes([mark]) + struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\0" * 9


def exif(turn, order="<"):
    tiff = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "IH", 8, 2) + struct.pack(order + "HHII", 0x0100, 4, 1, 7) + struct.pack(order + "HHIHH", 0x0112, 3, 1, turn, 0)
    return 0xE1, b"Exif\0\0" + tiff


def webp(kind, body):
    return b"RIFF" + struct.pack("<I", len(body) + 12) + b"WEBP" + kind + struct.pack("<I", len(body)) + body


def avif(*sizes):
    return b"\0\0\0\x1cftypavif" + b"\0" * 16 + b"".join(b"\0\0\0\x14ispe\0\0\0\0" + struct.pack(">II", *size) for size in sizes)


JFIF = (0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
READ = {
    "png": (png(640, 360), (640, 360)),
    "gif": (b"GIF89a" + struct.pack("<HH", 30, 20) + b"\0\0\0", (30, 20)),
    "jpeg": (jpeg(640, 360, JFIF), (640, 360)),
    "progressive jpeg": (jpeg(640, 360, JFIF, (0xDB, b"\0" * 65), mark=0xC2), (640, 360)),
    "jpeg with tables first": (jpeg(640, 360, (0xC4, b"\0" * 20)), (640, 360)),
    "jpeg with fill bytes": (jpeg(640, 360).replace(b"\xff\xc0", b"\xff\xff\xff\xc0"), (640, 360)),
    "jpeg on its side": (jpeg(640, 360, exif(6)), (360, 640)),
    "jpeg on its side, the other order": (jpeg(640, 360, exif(8, ">")), (360, 640)),
    "jpeg on its head": (jpeg(640, 360, exif(3)), (640, 360)),
    "jpeg with a damaged exif": (jpeg(640, 360, (0xE1, b"Exif\0\0II*\0\xff\xff\xff\x7f")), (640, 360)),
    "jpeg with a lot before its size": (jpeg(640, 360, *[(0xE2, b"\0" * 65000)] * 8), (640, 360)),
    "webp": (webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 0x4000 | 64, 48)), (64, 48)),
    "webp without loss": (webp(b"VP8L", b"\x2f" + struct.pack("<I", 63 | 47 << 14)), (64, 48)),
    "webp with more": (webp(b"VP8X", b"\0\0\0\0" + (63).to_bytes(3, "little") + (47).to_bytes(3, "little")), (64, 48)),
    "avif": (avif((64, 48)), (64, 48)),
    "avif of tiles": (avif((512, 512), (900, 700), (64, 48)), (900, 700)),
    "svg": (b'<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg" width="120" height="80.4"/>', (120, 80)),
    "svg in other units": (b'<svg width="1in" height="36pt">', (96, 48)),
    "svg with a box only is as wide as there is place": (b"<svg viewBox='0 0 24 12'>", (1280, 640)),
    "svg with commas": (b'<svg viewBox="0,0,24.0,12" width="2em">', (32, 16)),
    "svg with a width and a box": (b'<svg width="48px" viewBox="0 0 24 12">', (48, 24)),
    "svg with a height and a box": (b'<svg viewBox="0 0 24 12" height="24">', (48, 24)),
    "svg in per cent": (b'<svg width="100%" height="100%" viewBox="0 0 24 12">', (1280, 640)),
    "svg with a sign in a value": (b'<svg id="a>b" width="10" height="20">', (10, 20)),
}
NOT_READ = {
    "nothing": b"", "a text": b"hello", "a page": b"<html><p>svg</p>", "half a png": png(640, 360)[:18], "a png of nothing": png(0, 360), "a png without end": png(1 << 31, 5),
    "a png without head": b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "half a gif": b"GIF89a\x01", "half a jpeg": jpeg(640, 360, JFIF)[:22], "a jpeg without size": b"\xff\xd8\xff\xda\0\x02",
    "a jpeg of noise": b"\xff\xd8" + b"\x12" * 50, "half a webp": webp(b"VP8X", b"")[:20], "an unknown webp": webp(b"ABCD", b"\0" * 30), "webp without mark": webp(b"VP8L", b"\0" * 10),
    "webp without start": webp(b"VP8 ", b"\0" * 20), "an avif without size": avif(), "half an avif": avif((64, 48))[:-6], "svg without size": b"<svg>",
    "svg in letters": b'<svg width="a" height="b">',
    "svg of a flat box": b'<svg viewBox="0 0 24 0">', "svg of a broken box": b'<svg viewBox="0 0 x y">', "svg too large": b'<svg width="1e9" height="5">',
    "svg without end": b'<svg width="5" height="6"'}


@pytest.mark.parametrize("name", READ)
def test_the_size_is_read(name):
    data, size = READ[name]
    assert pictures.size(io.BytesIO(data)) == size


@pytest.mark.parametrize("name", NOT_READ)
def test_what_does_not_say_has_none(name):
    assert pictures.size(io.BytesIO(NOT_READ[name])) is None


@pytest.mark.parametrize("name", READ)
def test_a_file_that_is_cut_off_anywhere_does_no_harm(name):
    data, size = READ[name]
    for end in range(0, min(len(data), 400)):
        assert pictures.size(io.BytesIO(data[:end])) in (None, size, size[::-1], (512, 512))   # the last: the first tile


@pytest.mark.parametrize("piece", [b"<svg ", b"<svg '", b'<svg "<svg \'', b"<svg a", b"\xff\xd8\xff\xe1\0\x02"])
def test_what_is_made_to_be_slow_is_not(piece):
    size, seconds = effort(lambda: pictures.size(io.BytesIO(piece * (1 << 20))), 1)
    assert size is None and seconds < 1


# --- on the pages ------------------------------------------------------------------------------------------------------

def test_a_picture_in_an_answer_has_its_size_for_pages_and_widget(folder, app, client):
    folder.write("acme/mail/a b.png", png(640, 360))
    folder.article("mail/plan.en", "title: Plan", "![One](<a b.png>)\n\n![Two](<a b.png>)\n\n![Gone](gone.png)")
    app.shelf.reread()
    src = 'src="/api/v1/acme/files/mail/a%20b.png"'
    assert f'<img {src} alt="One" width="640" height="360">' in client.get("/api/v1/acme/articles/mail/plan").get_json()["html"]
    page = client.get("/help/acme/en/mail/plan").text
    assert f'<img {src} alt="One" width="640" height="360">' in page
    assert f'<img {src} alt="Two" width="640" height="360" loading="lazy">' in page
    assert 'gone.png" alt="Gone" loading="lazy">' in page


def test_another_picture_under_its_name_brings_its_own_size(folder, app, client):
    folder.write("acme/mail/a.png", png(640, 360))
    folder.article("mail/plan.en", "title: Plan", "![One](a.png)")
    app.shelf.reread()
    folder.write("acme/mail/a.png", png(64, 36) + b"\0" * 10)
    app.shelf.reread()
    assert 'width="64" height="36"' in client.get("/help/acme/en/mail/plan").text
