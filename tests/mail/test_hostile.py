"""No bytes at all make a letter raise, hang, or lose a word; and nothing in it is more than text."""

import base64
import random
from collections import Counter

import pytest
from effort import effort
from letters import letter, samples
from payloads import payloads

from askaside.mail import parsing
from askaside.mail.parsing import read
from askaside.mail.quotes import cut

MUTATIONS = 2000
SECONDS = 2   # of work
ROUGH = [b"\x00", b"\xff\xfe", b"\r", b"\n", b"\r\n\r\n", b"--", b"=", b"=?utf-8?B?", b"?=", b"<", b">", b"<!--", b"<blockquote>", b"</div>", b"> ", b"Content-Type: multipart/mixed; boundary=x\r\n",
         b"boundary", b'"', b";", b"charset=utf-7", b"charset=utf-16", b"Content-Transfer-Encoding: base64\r\n", b"\xd7", b"\xe2\x80\xae", b"-- \r\n", b"From: ",
         b"On 23/11/2026 10:15, x wrote:\r\n", b"(" * 50]
OWN = read.__globals__["_read"]


def tame(raw):
    """The Received of `raw`, read without the net that `read` has below it."""
    got, seconds = effort(lambda: OWN(raw, ("help.example",)), SECONDS)
    assert seconds < SECONDS
    assert not Counter(got.words.split()) - Counter(got.text.split())
    assert bool(got.words) == bool(got.text.strip())
    assert "\x00" not in got.text + got.subject + got.from_name and not set("\r\n") & set(got.subject + got.from_name)
    got.text.encode(), got.subject.encode(), got.from_name.encode()
    assert all(one.name and not set("/\\\x00\r\n\u202e") & set(one.name) and not one.name.startswith(".") for one in got.attachments)
    return got


def mixed_letters():
    text = "Content-Type: text/plain; charset=utf-8\n\nHello there.\n\nOn 23/11/2026 10:15, Askaside wrote:\n> Old."
    html = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"<p>Hello <b>there</b>.</p><blockquote type=cite>Old</blockquote>").decode()
    file = "Content-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''%D7%97.pdf\nContent-Transfer-Encoding: base64\n\nQUJD"
    inner = f"Content-Type: multipart/alternative; boundary=IN\n\n--IN\n{text}\n--IN\n{html}\n--IN--"
    yield letter(f"--E\n{inner}\n--E\n{file}\n--E--\n", Content_Type="multipart/mixed; boundary=E", Subject="=?utf-8?B?16nXnNeV150=?= =?windows-1251?Q?=CF=F0?=")
    yield letter("--E\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@example.org\n--E--", Content_Type="multipart/report; report-type=delivery-status; boundary=E")


def mutated(raw, rng):
    for _ in range(rng.randint(1, 6)):
        at, n = rng.randrange(len(raw) + 1), rng.randint(1, 40)
        raw = rng.choice([lambda raw, at, n: raw[:at] + raw[at + n:], lambda raw, at, n: raw[:at] + rng.choice(ROUGH) + raw[at:], lambda raw, at, n: raw[:at] + rng.randbytes(n) + raw[at + n:],
                          lambda raw, at, n: raw[:at] + raw[at:at + n * 20] * 2 + raw[at:], lambda raw, at, n: raw[:at], lambda raw, at, n: raw[:at] + raw[at:].swapcase()])(raw, at, n)
    return raw


@pytest.mark.parametrize("part", range(4))
def test_damaged_letters(part):
    rng, letters = random.Random(part), [*(sample.raw for sample in samples()), *mixed_letters()]
    for _ in range(MUTATIONS // 4):
        tame(mutated(rng.choice(letters), rng))


def test_random_bytes():
    rng = random.Random(5)
    for _ in range(200):
        tame(rng.randbytes(rng.randint(0, 3000)))


@pytest.mark.parametrize("raw", [
    letter("x" * 10_000_000), letter("<p>" + "x" * 10_000_000, Content_Type="text/html"), letter("> " * 400_000), letter(">" * 900_000), letter("On " * 300_000),
    letter("On 2026 10:15 wrote:\n" * 40_000),
    letter("From: x\n" * 100_000), letter("From: a@b.example\nSent: x\nTo: y\n" * 30_000), letter("-- \n" * 200_000), letter("________\n" * 100_000), letter("> a\nb\n" * 100_000),
    letter("##-" * 300_000),
    letter("-----" * 200_000), letter("a@" * 400_000), letter("<a@b." * 80 + "\n" + "On " + "<a@b." * 60 + "\n" * 9), letter(("On 1.1.2026, " + "a " * 150 + "\n") * 3000),
    letter("Sent from my " * 60_000),
    letter("<div>" * 59_000, Content_Type="text/html"), letter("<div>" * 300_000, Content_Type="text/html"), letter("<blockquote>" * 30_000 + "x", Content_Type="text/html"),
    letter("<b><i><a>" * 15_000, Content_Type="text/html"),
    letter("<a href=x>" * 50_000, Content_Type="text/html"), letter("<table><tr><td>" * 15_000, Content_Type="text/html"), letter("<!--" * 250_000, Content_Type="text/html"),
    letter("<![CDATA[" * 100_000, Content_Type="text/html"),
    letter("&" * 1_000_000, Content_Type="text/html"), letter("<p style='" + "display:" * 100_000 + "'>x", Content_Type="text/html"), letter("x", Subject="=?utf-8?B?" * 100_000),
    letter("x", Subject="a" * 1_000_000),
    letter("x", From="(" * 100_000), letter("x", From="<" * 100_000), letter("x", From="a@b.example," * 50_000), letter("x", To='"' * 99_999), letter("x", References="<a@b> " * 100_000),
    letter("x", Content_Type="text/plain;" + "a=b;" * 100_000),
    letter("x", Content_Type='text/plain; a="' + '\\"' * 50_000), letter("x", Date="1 " * 100_000), letter("\n".join(["--E\n\nx"] * 10_000), Content_Type="multipart/mixed; boundary=E"),
    letter("".join(f"--{n}\nContent-Type: multipart/mixed; boundary={n + 1}\n\n" for n in range(5000)), Content_Type="multipart/mixed; boundary=0"),
    letter("--" * 500_000, Content_Type="multipart/mixed; boundary=-"),
    letter("=" * 1_000_000, Content_Transfer_Encoding="quoted-printable"), letter("=" * 1_000_000, Content_Transfer_Encoding="base64"), letter("A=" * 500_000, Content_Transfer_Encoding="base64"),
    b"A: b\r\n" * 300_000, b"A:" + b"\r\n b" * 300_000, b":" * 100_000, b"\r" * 500_000, letter("a \n" * 200_000, Content_Type="text/plain; format=flowed"),
    letter("x" * 500_000, Content_Type="text/plain; charset=punycode"),
    letter("+AAA-" * 100_000, Content_Type="text/plain; charset=utf-7"), letter("+2AA-", Content_Type="text/plain; charset=utf-7"),
    # As much as is still looked at.
    letter("\n".join(f"{name}: " + "a" * 380 + "@" for name in ("From", "Sent", "To", "Cc")) * 4900), letter(("On 1.1.2026, " + "a" * 80 + "\n") * 19_000), letter("-- \n" * 19_999),
    letter("> a\nb\n" * 9_900),
    letter("Sent from my iPhone\n\n" * 9_900), letter("________\n" * 19_000), letter("On 1.1.2026 10:15, A <a@b.example> wrote\n" * 19_000),
    letter("-----Original Message-----\nFrom: a@b.example\n" * 9_000),
    letter(("<div>" * 499 + "</div>" * 499) * 29, Content_Type="text/html"), letter("<div>" * 499 + "<p>x" * 29_000, Content_Type="text/html"),
    letter("<blockquote type=cite>x</blockquote>" * 14_900, Content_Type="text/html"),
    letter("<table><tr><td>" * 499 + "<tr><td>x" * 14_000, Content_Type="text/html"), letter("<b>" * 499 + "<p>x</b>" * 14_000, Content_Type="text/html")], ids=range(64))
def test_letters_made_to_hang(raw):
    tame(raw)


def test_ten_thousand_parts_are_bounded_and_kept():
    raw = letter("\n".join(f"--E\nContent-Type: image/png\n\npart {n}" for n in range(10_000)) + "\n--E--", Content_Type="multipart/mixed; boundary=E")
    got = tame(raw)
    assert len(got.attachments) <= 501 and b"part 9999" in got.attachments[-1].data and got.problems


def test_many_texts_are_bounded_and_kept():
    raw = letter("\n".join(f"--E\nContent-Type: text/html\n\ntext {n}" + "<p>x" * 4_000 for n in range(60)) + "\n--E--", Content_Type="multipart/mixed; boundary=E")
    got = tame(raw)
    assert "text 0" in got.text and len(got.attachments) == 60 - parsing.MOST_TEXTS and b"text 59" in got.attachments[-1].data and got.problems


def test_a_letter_deep_in_letters_is_kept():
    raw = letter("".join(f"--{n}\nContent-Type: multipart/mixed; boundary={n + 1}\n\n" for n in range(40)) + "--40\n\nat the bottom", Content_Type="multipart/mixed; boundary=0")
    got = tame(raw)
    assert b"at the bottom" in got.attachments[-1].data and got.problems


def test_what_nobody_foresaw_is_kept_as_it_came(monkeypatch):
    monkeypatch.setattr(parsing.mime, "split", lambda raw: 1 / 0)
    got = read(b"Subject: x\n\nbody \xff")
    assert "body" in got.words and got.words == got.text and "ZeroDivisionError" in got.problems[0]


def test_script_in_names_subjects_and_files_is_text():
    for _, evil in payloads():
        line = " ".join(evil.encode("ascii", "ignore").decode().split())
        coded = f"=?utf-8?B?{base64.b64encode(evil.encode()).decode()}?="
        got = tame(letter(f"--E\nContent-Type: text/html; charset=utf-8\n\n<p>Hello</p>{evil}\n--E\nContent-Type: application/pdf; name=\"{coded}\"\n\nx\n--E--",
                          Subject=coded, From=f"{coded} <anna@example.org>",
                          Content_Type="multipart/mixed; boundary=E", Message_ID=f"<{line}@x>", To=line.replace(":", "")))
        assert got.from_address == "anna@example.org" and got.words.startswith("Hello")
        assert got.automatic is None


def test_no_line_is_lost_however_lines_are_mixed():
    rng = random.Random(11)
    kinds = ["> old", ">> older", "words", "more words here", "", "-- ", "On 23/11/2026 10:15, Askaside wrote:", "Askaside <help@example.com> wrote:", "From: Askaside <help@example.com>",
        "Sent: 23 November 2026 10:15",
             "To: Anna", "Subject: x", "-----Original Message-----", "________________", "Sent from my iPhone", "##- Write above -##", "пн, 23 нояб. 2026 г. в 10:15, A <a@b.example>:",
                 "Begin forwarded message:"]
    for _ in range(3000):
        text = "\n".join(rng.choice(kinds) for _ in range(rng.randint(1, 14)))
        words, rest = cut(text, reply=rng.random() < .5, forwarded=rng.random() < .1)
        assert Counter((words + "\n" + rest).split()) == Counter(text.split()), text
        assert bool(words) == bool(text.strip()), text
