"""What a file is by its bytes; and the name that it is shown by, whatever somebody called it."""

import unicodedata

import pytest
from files_material import HTML, PDF, SVG, docx, drawn

from askaside.core.file_kinds import ENDS, MOST_NAME, clean_name, kind_of


@pytest.mark.parametrize("data, kind", [
    (drawn(), "png"), (drawn("JPEG"), "jpeg"), (drawn("GIF"), "gif"), (drawn("WEBP"), "webp"), (PDF, "pdf"), (docx(), "zip"), (b"", "text"), (b"a,b\r\n1,2\r\n", "text"),
    ("שלום, 2 < 3\n".encode(), "text"), ("שלום".encode("utf-16"), "text"), ("שלום;1\r\n".encode("cp1255"), "text"), (b"\xef\xbb\xbfa;b", "text"), (b"\x1b[31merror\x1b[0m <html> came\n", "text"),
    (HTML, None), (b"\n  <HTML>", None), (b"\xef\xbb\xbf<!-- x --><script >", None), (SVG, None), (b"<svg/onload=alert(1)>", None), ("<svg >".encode("utf-16"), None),
    (b"<?xml version='1.0'?><xsl:stylesheet/>", None), (b"\x7fELF\x02\x01\x01\0", None), (b"MZ\x90\0", None), (b"text with\0NUL", None), (b"\xff\xfe\x00", None), (b"BM\x36\0\0\0", None),
    (b" %PDF-1.7", "text"), (b"<a href=javascript:alert(1)>x</a>", None)])
def test_the_first_bytes_say_what_it_is(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize("name, shown", [
    ("scan.pdf", "scan.pdf"), ("../../etc/passwd", "passwd.pdf"), ("..\\..\\boot.ini", "boot.ini.pdf"), ("/etc/cron.d/x.pdf", "x.pdf"), ("C:\\a\\b.PDF", "b.PDF"), ("\u200b.htaccess", "htaccess.pdf"),
    (".htaccess", "htaccess.pdf"), ("a\0.pdf", "a.pdf"), ("a.pdf\0.exe", "a.pdf.exe.pdf"), ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"), ("a\r\nX-Evil: 1.pdf", "a X-Evil_ 1.pdf"),
    ("CON", "_CON.pdf"), ("aux.pdf", "_aux.pdf"), ("com1.x.pdf", "_com1.x.pdf"), ("", "file.pdf"), (None, "file.pdf"), ("...", "file.pdf"), (".pdf", "pdf.pdf"), ('a"b<c>|d?.pdf', "a_b_c__d_.pdf"),
    ("חשבונית 7.pdf", "חשבונית 7.pdf"), ("e\u0301.pdf", "é.pdf"), ("a. . .pdf", "a.pdf"), ("%2e%2e%2fx.pdf", "_2e_2e_2fx.pdf")])
def test_a_name_is_safe_to_show_and_to_keep(name, shown):
    assert clean_name(name, "application/pdf") == shown


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + ".pdf", "ש" * 300 + ".txt", "a." + "pdf" * 100, ". " * 300 + ".pdf"])
def test_a_long_name_keeps_its_end(name):
    shown = clean_name(name, "application/pdf")
    assert len(shown) <= MOST_NAME + 1 and shown.endswith(".pdf") and len(shown.encode()) < 255


@pytest.mark.parametrize("type_, name, shown", [
    ("text/plain", "run.bat", "run.bat.txt"), ("text/plain", "data.CSV", "data.CSV"), ("text/plain", "page.html", "page.html.txt"), ("image/png", "moving.gif", "moving.png"),
    ("image/jpeg", "photo.jpeg", "photo.jpeg"), ("image/jpeg", "photo.png", "photo.png.jpg"), ("image/png", "image", "image.png")])
def test_a_name_ends_as_its_content_does(type_, name, shown):
    assert clean_name(name, type_) == shown


def test_any_character_anywhere_leaves_a_plain_name():
    for type_ in ENDS:
        for code in [*range(0x300), *range(0x2000, 0x2070), 0xFEFF, 0xFFFE, 0xD800, 0xE000, 0xE0001, 0x10FFFF]:
            shown = clean_name(f"{chr(code)}a{chr(code)}.x{chr(code)}", type_)
            assert shown.endswith(ENDS[type_]) and not shown.startswith((".", " ", "/")), code
            assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs") or c in '/\\<>:"|?*'], code
