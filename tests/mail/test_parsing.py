"""What was in a letter, however it was written."""

import base64
from datetime import UTC, datetime

import pytest
from letters import letter

from askaside.mail.parsing import MOST_TEXT, Attachment, read

HTML = "text/html; charset=utf-8"


def mixed(*parts, kind="mixed", edge="EDGE", end=True, **headers):
    body = "".join(f"--{edge}\n{part}\n" for part in parts) + (f"--{edge}--\n" if end else "")
    return letter(body, Content_Type=f'multipart/{kind}; boundary="{edge}"', **headers)


def text(raw):
    return read(raw).text


def html(body, **headers):
    return text(letter(body, Content_Type=HTML, **headers))


PLAIN = "Content-Type: text/plain; charset=utf-8\n\nHello."
PNG = "Content-Type: image/png; name=pic.png\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=pic.png\n\niVBORw0KGgo="


def test_everything_of_a_plain_letter():
    got = read(letter("Hello.\n", References="<0@example.org>\n <askaside.abcdefgh@help.example>".replace("\n", "\r\n"), Cc="Bela <bela@EXAMPLE.org>, carl@example.org",
                      Delivered_To="help+abc@example.com", Authentication_Results="mx.example.com; dmarc=pass"))
    assert got.message_id == "<1@example.org>" and got.in_reply_to == "<askaside.abcdefgh@help.example>" and got.references == ("<0@example.org>", "<askaside.abcdefgh@help.example>")
    assert (got.from_name, got.from_address) == ("Anna Virtanen", "anna@example.org")
    assert got.to == ("help@example.com",) and got.cc == ("bela@example.org", "carl@example.org") and got.delivered_to == ("help+abc@example.com",)
    assert got.subject == "Re: Invoice 7" and got.date == datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
    assert got.text == got.words == "Hello." and got.cut == "" and not got.html_only and got.attachments == () and got.automatic is None and got.bounce is None
    assert got.authentication == ("mx.example.com; dmarc=pass",) and got.problems == ()


@pytest.mark.parametrize("value, subject", [
    ("=?utf-8?B?16nXnNeV150=?=", "שלום"), ("=?iso-8859-1?Q?p=E4iv=E4=E4?=", "päivää"), ("=?windows-1251?B?z/Do4uXy?= there", "Привет there"),
    ("=?utf-8?B?16k=?=\r\n =?utf-8?B?15w=?=", "של"), ("=?utf-8?B?15?= =?utf-8?B?nA==?=", "ל"), ("=?utf-8?q?a_b=3D?=", "a b="), ("=?nonsense?B?YWI=?=", "ab"),
    ("=?utf-8?B?not base64 at all!?=", "=?utf-8?B?not base64 at all!?="), ("שלום", "שלום"), ("=?utf-8?B?", "=?utf-8?B?"), ("", ""), ("a\r\n\tb", "a b"), ("=?utf-8?Q?a=0D=0ABcc:_x?=", "a Bcc: x"),
    ("=?utf-8?Q?=E2=80=AEgnp?=", "gnp"), ("=?iso-8859-8-i?Q?=F9=EC=E5=ED?=", "שלום")])
def test_subjects(value, subject):
    assert read(letter("x", Subject=value)).subject.replace("\ufffd", "") == subject


@pytest.mark.parametrize("value, name, address", [
    ("anna@example.org", "", "anna@example.org"), ('"Virtanen, Anna" <Anna@Example.ORG>', "Virtanen, Anna", "anna@example.org"), ("=?utf-8?B?15DXoNeU?= <a@example.org>", "אנה", "a@example.org"),
    ("=?utf-8?Q?eve=40evil.example=2C?= <a@example.org>", "eve@evil.example,", "a@example.org"), ("anna@example.org (Anna)", "Anna", "anna@example.org"), ("אנה <a@example.org>", "אנה",
    "a@example.org"), ("a@example.org, b@example.org", "", ""), ("Anna", "Anna", ""), ("", "", ""), ("<>", "<>", ""),
    ("a@b@example.org", "a@b@example.org", "")])
def test_senders(value, name, address):
    got = read(letter("x", From=value))
    assert (got.from_name, got.from_address) == (name, address)


@pytest.mark.parametrize("value", ["a@example.org)eve@evil.example", "a@example.org]<eve@evil.example>", "a@example.org <eve@evil.example>", "<a@example.org> <eve@evil.example>",
                                   "a@example.org\x00<eve@evil.example>",
                                   "a@example.org (eve@evil.example)", "a@example.org;eve@evil.example", "=?utf-8?Q?x?= <a@example.org>, =?utf-8?Q?y?= <eve@evil.example>"])
def test_where_readers_would_disagree_about_the_sender_there_is_none(value):
    assert read(letter("x", From=value)).from_address == ""


def test_a_second_sender_without_an_address_is_one_too_many():
    got = read(letter("x").replace(b"To: help", b"From: Anna\r\nTo: help", 1))
    assert got.from_address == "" and got.from_name == "Anna Virtanen"


def test_a_name_that_is_an_address_in_quotes_is_a_name():
    assert read(letter("x", From='"eve@evil.example" <a@example.org>')).from_address == "a@example.org"


def test_two_senders_are_none():
    got = read(letter("x").replace(b"To: help", b"From: eve@evil.example\r\nTo: help", 1))
    assert got.from_address == "" and "more than one sender" in " ".join(got.problems)


@pytest.mark.parametrize("value, moment", [("Mon, 23 Nov 2026 10:15:00 -0000", datetime(2026, 11, 23, 10, 15, tzinfo=UTC)), ("yesterday", None), ("Mon, 99 Nov 2026 10:15:00 +0000", None), ("", None),
                                           ("Mon, 31 Dec 9999 23:00:00 -1200", None), ("23 Nov 2026 10:15 +0200 (EET)", datetime(2026, 11, 23, 8, 15, tzinfo=UTC))])
def test_dates(value, moment):
    assert read(letter("x", Date=value)).date == moment


@pytest.mark.parametrize("charset, written", [("windows-1255", "שלום"), ("iso-8859-8-i", "שלום"), ("koi8-r", "Привет"), ("windows-1250", "račun"), ("iso-8859-15", "päivää €"), ("utf-16", "hei"),
                                              ("x-unknown", "päivää"), ("none-such", "päivää"), ("us-ascii", "päivää"), ('"UTF-8"', "päivää"), ("idna", "päivää"), ("rot13", "hei"),
                                              ("hex", "hei"), ("unicode_escape", "a\\x41"),
                                              ("", "päivää")])
def test_charsets(charset, written):
    name = charset.strip('"').replace("-i", "")
    known = name in ("windows-1255", "iso-8859-8", "koi8-r", "windows-1250", "iso-8859-15", "utf-16")
    raw = letter("BODY", Content_Type=f"text/plain; charset={charset}").replace(b"BODY", written.encode(name if known else "utf-8"))
    assert text(raw) == written


def test_bytes_that_are_not_what_they_are_said_to_be():
    got = read(letter("BODY").replace(b"BODY", "päivää".encode("latin-1")))
    assert got.text.startswith("p") and got.text.endswith("iv\ufffd\ufffd") and got.problems


@pytest.mark.parametrize("body, way, written", [
    ("SGVsbG8=", "base64", "Hello"), ("SGVs bG8", "BASE64", "Hello"), ("S!G@V#sbG8=", "base64", "Hello"), ("SGVsbG", "base64", "Hell"), ("SGVs=SGVs", "base64", "HelHel"), ("!!!", "base64", "!!!"),
    ("p=C3=A4iv=C3=A4=C3=A4", "quoted-printable", "päivää"), ("a=\nb=3D=", "quoted-printable", "ab="), ("=ZZ=4", "quoted-printable", "=ZZ=4"), ("Hello", "x-strange", "Hello"), ("Hello",
    "8bit (as it is)", "Hello")])
def test_encodings(body, way, written):
    assert text(letter(body, Content_Transfer_Encoding=way)) == written


def test_attachments_are_kept_byte_by_byte():
    every = bytes(range(256)) * 40
    got = read(mixed(PLAIN, "Content-Type: application/pdf\nContent-Disposition: attachment;\n filename*=utf-8''%D7%97%D7%A9%D7%91%D7%95%D7%9F.pdf\nContent-Transfer-Encoding: base64\n\n"
                     + base64.encodebytes(every).decode(), PNG))
    assert got.text == "Hello." and got.attachments == (Attachment("חשבון.pdf", "application/pdf", every), Attachment("pic.png", "image/png", b"\x89PNG\r\n\x1a\n"))


@pytest.mark.parametrize("said, name", [
    ('filename="a b.txt"', "a b.txt"), ("filename=\"=?utf-8?B?16nXnNeV150=?=.txt\"", "שלום.txt"), ("filename*0*=utf-8''p%C3%A4; filename*1=iv.txt", "päiv.txt"),
    ('filename="../../etc/passwd"', "passwd"),
    ('filename="C:\\\\temp\\\\x.exe"', "x.exe"), ('filename=".htaccess"', "htaccess"), ("filename*=utf-8''%E2%80%8B.htaccess", "htaccess"), ("filename*=utf-8''a%E2%80%AEgnp.exe", "agnp.exe"),
    ('filename=""', "attachment-1.pdf"), ("filename*=nonsense''%ff", "ÿ"), ('filename="a\x00b<i>.txt"', "a b_i_.txt"), ("filename*=utf-8''x%0D%0ASet-Cookie:a", "x Set-Cookie_a"),
    ('filename="' + "x" * 300 + '.jpeg"', "x" * 115 + ".jpeg"), ('filename="שלום.txt"', "שלום.txt"), ('filename=".."', "attachment-1.pdf"), ("filename*5=x", "x")])
def test_names_of_files(said, name):
    got = read(mixed(PLAIN, f"Content-Type: application/pdf\nContent-Disposition: attachment; {said}\n\nx"))
    assert [one.name.replace("\ufffd", "ÿ") for one in got.attachments] == [name]


def test_of_two_ways_to_say_it_the_plain_one_is_read():
    got = read(mixed("Content-Type: text/plain\n\nHello.", f"Content-Type: {HTML}\n\n<p>Hello <b>you</b>.</p>", kind="alternative"))
    assert got.text == "Hello." and not got.html_only and got.attachments == ()


@pytest.mark.parametrize("plain", ["", "  \n", "Your reader shows no HTML."])
def test_an_empty_plain_text_beside_html_is_not_the_letter(plain):
    long = "I cannot open the invoice of November since this morning, and my colleague sees the same with another browser. What can we do about it? " * 2
    got = read(mixed(f"Content-Type: text/plain\n\n{plain}", f"Content-Type: {HTML}\n\n<p>{long}</p>", kind="alternative"))
    assert got.text == long.strip() and got.html_only


def test_pictures_in_the_html_are_attachments():
    related = f"Content-Type: multipart/related; boundary=IN\n\n--IN\nContent-Type: {HTML}\n\n<p>See <img src=cid:1 alt=screen></p>\n--IN\nContent-Type: image/png\nContent-ID: <1>\n\nPNG\n--IN--"
    got = read(mixed("Content-Type: text/plain\n\nSee", related, kind="alternative"))
    assert got.text == "See" and [(one.name, one.data) for one in got.attachments] == [("attachment-1.png", b"PNG")]
    assert read(mixed(related)).text == "See [screen]"


def test_texts_around_a_picture_are_one_letter():
    got = read(mixed("Content-Type: text/plain\n\nBefore.", PNG, "Content-Type: text/plain\n\nAfter."))
    assert got.words == "Before.\n\nAfter." and len(got.attachments) == 1


def test_two_alternatives_side_by_side_are_both_read():
    one = "Content-Type: multipart/alternative; boundary=A\n\n--A\nContent-Type: text/plain\n\n{0}\n--A\nContent-Type: text/html\n\n<p>{0}</p>\n--A--"
    assert text(mixed(one.format("First."), PNG, one.format("Second."))) == "First.\n\nSecond."


def test_a_letter_in_a_letter_is_kept_whole():
    got = read(mixed(PLAIN, "Content-Type: message/rfc822\n\nSubject: Inner\n\nInner words."))
    assert got.text == "Hello." and got.attachments == (Attachment("attachment-1.eml", "message/rfc822", b"Subject: Inner\r\n\r\nInner words."),)


def test_winmail_and_text_files_are_attachments():
    got = read(mixed(PLAIN, "Content-Type: application/ms-tnef; name=winmail.dat\n\nx", "Content-Type: text/plain; name=log.txt\n\nline",
        "Content-Type: text/plain\nContent-Disposition: attachment\n\nline",
                     "Content-Type: text/calendar; method=REQUEST\n\nBEGIN"))
    assert got.text == "Hello." and [one.name for one in got.attachments] == ["winmail.dat", "log.txt", "attachment-3.txt", "attachment-4.ics"]


@pytest.mark.parametrize("source, expected", [
    ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"), ("<div>a</div><div>b</div>", "a\nb"), ("a &lt;b&gt; &amp;amp; &nbsp;c", "a <b> &amp; \u00a0c"), ("<ul><li>a</li><li>b</li></ul>",
    "- a\n- b"),
    ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"), ("<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc"), ("x<script>alert(1)</script><style>p{}</style>y", "xy"),
    ('<a href="https://x.example/a?b=1">the page</a>.', "the page (https://x.example/a?b=1)."), ('<a href="https://x.example/">https://x.example</a>', "https://x.example"),
    ('<a href="mailto:a@x.example">a@x.example</a>', "a@x.example"), ('<a href="javascript:alert(1)">go</a>', "go"), ('<a href="https://x.example"><img src=x></a>', "https://x.example"),
    ('<span style="display:none">hidden</span>seen', "seen"), ('<div style="mso-hide:all;x:y">a<b>b</b></div>c', "c"), ("<p hidden>a</p>b", "b"), ('<p style="font-size:0px">a</p>b', "b"),
    ('<p style="font-size:0.9em">a</p>', "a"), ('<p style="opacity:0.5">a</p>', "a"), ("<!-- no --><title>t</title>a", "a"), ("<html><head><meta x></head><body>a</body></html>", "a"),
    ("a<br><br><br>b", "a\n\nb"),
    ("<p>unclosed <b>bold<p>next", "unclosed bold\n\nnext"), ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"), ("<o:p>a</o:p>", "a"), ("<textarea>x</textarea>a", "a"), ("<h2>T</h2>a<hr>b", "T\n\na\nb")])
def test_html_becomes_lines(source, expected):
    assert html(source) == expected


def test_html_names_its_own_charset():
    raw = letter("BODY", Content_Type="text/html").replace(b"BODY", b'<meta charset="windows-1251">' + "Привет".encode("cp1251"))
    assert text(raw) == "Привет"


def test_flowed_lines_are_joined():
    raw = "a \nb\n\n c\n> d \n> e\n>> f \n> g\n-- \nname \nx"
    flowed = "text/plain; charset=utf-8; format=flowed"
    assert text(letter(raw, Content_Type=flowed)).split("\n") == ["a b", "", "c", "> d e", ">> f ", "> g", "-- ", "name x"]
    assert text(letter("a \nb", Content_Type=flowed + "; delsp=yes")) == "ab"


@pytest.mark.parametrize("raw, words", [
    (b"", ""), (b"\n", ""), (b"just words\nand more", "just words\nand more"), (b"\r\nbody", "body"), (b"Subject: x", ""), (b"Subject: x\n\nbody", "body"), (b"Subject: x\r\rbody", "body"),
    (b"From eve Mon Nov 23\nSubject: x\n\nbody", "body"), (b"Subject: x\nno header here\n\nbody", "no header here\n\nbody"), (b"\x00\x01\x02\xff", "\ufffd"), (b"Subject: x\n\na\x00b\x1b[31m",
    "ab[31m"),
    (b"Content-Type: multipart/mixed\n\nbody", "body"), (b"Content-Type: multipart/mixed; boundary=x\n\nbody", "body"), (b"Content-Type: multipart/mixed; boundary=x\n\npre\n--x\n\nbody", "body"),
    (b"Content-Type: multipart/mixed; boundary=x\n\n--x\nbody without head\n--x--", "body without head"), (b"Content-Type: nonsense\n\nbody", "body"),
    (b"Content-Type: text/plain; charset*=x\n\nbody", "body"),
    (b"Content-Type: text/plain; boundary\n\nbody", "body"), (b"Content-Type: multipart/mixed; boundary=\"\"\n\nbody", "body")])
def test_broken_letters(raw, words):
    assert read(raw).words.replace("\x7f", "") in (words, words.replace("\ufffd", "\xff"), words.replace("\ufffd", "ÿ"))


def test_a_letter_that_ends_in_the_middle_says_so():
    got = read(mixed(PLAIN, PNG, end=False))
    assert got.text == "Hello." and got.attachments[0].data == b"\x89PNG\r\n\x1a\n" and got.problems == ("The letter ends in the middle.",)


def test_too_long_a_text_is_a_file_as_well():
    got = read(letter("x" * (MOST_TEXT + 5)))
    assert len(got.text) == MOST_TEXT and len(got.attachments[0].data) == MOST_TEXT + 5 and got.problems


def test_what_a_person_forgot_to_say():
    got = read(b"From: anna@example.org\n\nHello.")
    assert (got.message_id, got.subject, got.date, got.references) == ("", "", None, ()) and got.words == "Hello."
