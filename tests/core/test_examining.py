"""A stranger's file is read in a process of its own: what is kept of it is a picture and nothing else, and no bomb goes off."""

import io
import json
import subprocess
import sys

import pytest
from files_material import CANARY, HTML, PDF, archive, bomb, docx, drawn, exif, odt, telling
from PIL import Image

from askaside.core import examine
from askaside.core.errors import BadRequest, TooLarge, UnsupportedType
from askaside.core.examining import examined

# Runs the worker and says how it ended, its largest memory in MB, its seconds of work. A small process: a child begins with the memory of its parent.
WATCH = """import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdin=0, stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_maxrss >> 10, used.ru_utime + used.ru_stime]))"""


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind, type_", [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("GIF", "image/png")])
def test_a_picture_is_drawn_anew_and_carries_nothing_else(kind, type_):
    given = telling(kind)
    assert CANARY in given
    found, kept = examined(given)
    assert found == type_ and CANARY not in kept
    assert opened(kept).size == (40, 30) and not opened(kept).getexif()
    red, green, _ = opened(kept).convert("RGB").getpixel((20, 15))
    assert red > 150 > 100 > green


def test_a_photograph_stands_upright_and_forgets_where_it_was_taken():
    given = drawn("JPEG", (40, 30), exif=exif(orientation=6))
    assert opened(given).getexif().get_ifd(0x8825)
    _, kept = examined(given)
    assert opened(kept).size == (30, 40)
    assert not opened(kept).getexif() and b"Exif" not in kept


def test_what_is_clear_stays_clear():
    for given in (drawn(mode="RGBA", color=(1, 2, 3, 0)), drawn("WEBP", mode="RGBA", color=(1, 2, 3, 0)), drawn(mode="P", color=0, transparency=0), drawn("GIF", mode="P", color=0, transparency=0)):
        assert opened(examined(given)[1]).convert("RGBA").getpixel((5, 5))[3] == 0


def test_of_a_picture_that_moves_the_first_stays():
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    made = io.BytesIO()
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:])
    found = opened(examined(made.getvalue())[1])
    assert getattr(found, "n_frames", 1) == 1 and found.convert("RGB").getpixel((4, 4)) == (255, 0, 0)


@pytest.mark.parametrize("mode, color", [("CMYK", (0, 0, 0, 0)), ("L", 9)])
def test_a_jpeg_of_any_colours_is_taken(mode, color):
    assert examined(drawn("JPEG", mode=mode, color=color))[0] == "image/jpeg"


def test_polyglots_are_a_picture_or_refused():
    gif = drawn("GIF")
    script = b"/*" + gif[6:13] + b"*/=1;alert('" + CANARY + b"')//"
    for given in (drawn() + HTML + CANARY, gif + b";alert('" + CANARY + b"')", drawn("JPEG", comment=b"*/alert('" + CANARY + b"')/*"), drawn() + docx() + CANARY, b"GIF89a" + script):
        try:
            type_, kept = examined(given)
        except BadRequest:
            continue
        assert type_ in ("image/png", "image/jpeg") and CANARY not in kept and b"<script" not in kept and b"word/document" not in kept


def test_other_kinds_stay_as_they_are_byte_by_byte():
    for given, type_ in ((PDF + HTML, "application/pdf"), (b"a;b\n", "text/plain"), (docx(), examine.PARTS["word/document.xml"]), (odt(), examine.OPEN + "text")):
        assert examined(given) == (type_, given)


@pytest.mark.parametrize("given", [HTML, b"MZ\0", archive(("a.txt", "x")), docx(("word/vbaProject.bin", "x")), archive(("[Content_Types].xml", "x"), ("run.exe", "x"))],
                         ids=["html", "exe", "zip", "macros", "no document"])
def test_what_is_not_taken_is_refused_and_what_is_taken_said(given):
    with pytest.raises(UnsupportedType, match="PNG, JPEG, GIF, WebP, PDF"):
        examined(given)


@pytest.mark.parametrize("given", [drawn()[:60], drawn("JPEG", (400, 300))[:300], drawn("GIF")[:20], drawn("WEBP")[:30], b"GIF89a", docx()[:-30], b"PK\x03\x04" + b"x" * 100, b"RIFF\0\0\0\0WEBPVP8 "])
def test_a_damaged_file_is_refused(given):
    with pytest.raises(BadRequest, match="damaged"):
        examined(given)


@pytest.mark.parametrize("given", [bomb(), bomb(6000, 6000), docx(("x", b"\0" * (401 << 20))), docx(*((f"{n}", "") for n in range(5000))), drawn("WEBP", (4000, 2600))],
                         ids=["50,000 × 50,000", "36 megapixels", "zip bomb", "5,000 entries", "large webp"])
def test_a_bomb_is_refused_before_it_goes_off(given):
    with pytest.raises(TooLarge):
        examined(given)


def watched(given, kind, tmp_path):
    (tmp_path / "given").write_bytes(given)
    with open(tmp_path / "given", "rb") as file:
        done = subprocess.run([sys.executable, "-I", "-c", WATCH, sys.executable, "-I", examine.__file__, kind], stdin=file, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind, given, code", [
    ("png", bomb(5000, 5000), 3), ("png", bomb(), 4), ("png", drawn(size=(5000, 5000), mode="RGBA", color=(1, 2, 3, 4), compress_level=1), 0),
    ("jpeg", drawn("JPEG", (8000, 6000), exif=exif(6), progressive=True), 0), ("webp", drawn("WEBP", (3800, 2600), method=0), 0),
    ("jpeg", drawn("JPEG", (8000, 6000), subsampling=0, progressive=True), 4), ("zip", docx(*((f"{n}", "") for n in range(60_000))), 4)],
    ids=["a PNG that says 25 megapixels", "bomb", "25 megapixels", "48 megapixels, turned", "webp", "48 megapixels that are held whole", "60,000 entries"])
def test_the_worker_stays_small_and_ends_soon(kind, given, code, tmp_path):
    ended, megabytes, seconds = watched(given, kind, tmp_path)
    assert ended == code
    assert megabytes < 300 and seconds < 5, (megabytes, seconds)
