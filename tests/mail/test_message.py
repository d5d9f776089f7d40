"""A letter of ours on the wire: readable everywhere, and nobody's words get out of their place."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from payloads import payloads

from askaside.mail.message import MOST_REFERENCES, AddressRefused, Letter, Link, address, compose, new_message_id
from askaside.mail.parsing import read
from askaside.mail.quotes import MARKER

LETTER = Letter(to="anna@example.org", subject="Invoice 7", locale="en", paragraphs=("Hello Anna,\nplease try again.", Link("Your request", "https://help.example/requests/7?a=1&b=2")),
                from_name="Acme help", from_address="help@example.com", message_id=new_message_id("help.example", "abcdefgh"), date=datetime(2026, 11, 23, 10, 15, tzinfo=UTC))
# What a line can be broken with, turned with, or ended with.
BREAKS = ["\r\n", "\n", "\r", "\x00", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\r\n ", "\n\t", "\r\r\n", "%0d%0a", "=0D=0A", "=?utf-8?Q?=0D=0A?=", "=?utf-8?B?DQo=?=",
          "\u202e", "\u202a", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c", "\u200b", "\ufeff", "\ud800", "\x7f", "\x9f", '"', "\\", "<", ">", ",", ";", ":", "(", ")", "@"]
LOOSE = set("\x00\x0b\x0c\x1c\x85\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\ufeff\x7f\x9f\r\n")


def parsed(letter):
    return email.message_from_bytes(compose(letter), policy=email.policy.default)


def texts(letter):
    plain, html = parsed(letter).iter_parts()
    return plain.get_content(), html.get_content()


def test_the_headers():
    letter = parsed(replace(LETTER, reply_to="help+x@example.com", in_reply_to="<2@example.org>", references=("<1@example.org>", "<2@example.org>"), automatic=True))
    assert {name: str(letter[name]) for name in letter if name != "Content-Type"} == {
        "From": "Acme help <help@example.com>", "To": "anna@example.org", "Subject": "Invoice 7", "Date": "Mon, 23 Nov 2026 10:15:00 +0000", "Message-ID": "<askaside.abcdefgh@help.example>",
        "In-Reply-To": "<2@example.org>", "References": "<1@example.org> <2@example.org>", "Reply-To": "help+x@example.com", "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All", "MIME-Version": "1.0"}
    assert letter.get_content_type() == "multipart/alternative" and [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


def test_a_persons_letter_is_not_called_automatic():
    assert "Auto-Submitted" not in parsed(LETTER)
    assert parsed(replace(LETTER, automatic=True))["Auto-Submitted"] == "auto-generated"


def test_every_line_ends_in_crlf_and_is_short():
    raw = compose(replace(LETTER, subject="שלום " * 60, from_name="Ж" * 70, paragraphs=("x" * 5000, "שלום " * 900, "..\n.\nFrom me"), references=tuple(f"<{n}@example.org>" for n in range(99))))
    assert raw.isascii() and b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert all(len(line) <= 78 for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n") if b"=?" in line)


@pytest.mark.parametrize("text", ["Short.", "Много букв и ещё 🙂", "שלום, Anna", "a=b, 100 %\n\n  indented\ttab", "x" * 3000, "https://example.com/" + "y" * 200, ".", "-- \nAnna", "=?utf-8?Q?x?="])
def test_the_words_arrive_as_they_were(text):
    plain, html = texts(replace(LETTER, paragraphs=(text,), subject=text))
    assert plain.replace("\r\n", "\n").rstrip("\n") == text
    for line in text.split("\n"):
        assert line in html
    assert read(compose(replace(LETTER, subject=text[:150].split("\n")[0]))).subject == text[:150].split("\n")[0].strip()


@pytest.mark.parametrize("name", ["Anna", "Anna Ž. Novak", "אנה", 'Anna "the" \\ X', "Acme, Inc. <x@y.example>", "a@b.example", "=?utf-8?Q?x?=", "(Anna)", "Анна" * 20])
def test_names_are_names(name):
    letter = parsed(replace(LETTER, from_name=name, to_name=name))
    assert letter["From"].addresses[0].addr_spec == "help@example.com" and len(letter["From"].addresses) == 1
    assert letter["To"].addresses[0].addr_spec == "anna@example.org" and len(letter["To"].addresses) == 1
    assert read(compose(replace(LETTER, from_name=name))).from_name == name


@pytest.mark.parametrize("locale, way", [("en", "ltr"), ("he", "rtl"), ("he-IL", "rtl"), ("ru", "ltr"), ("ar", "rtl")])
def test_language_and_direction(locale, way):
    html = texts(replace(LETTER, locale=locale))[1]
    assert f'<html lang="{locale}" dir="{way}">' in html and html.count('<p dir="auto"') == 2
    assert f'dir="{"rtl" if way == "ltr" else "ltr"}">' in texts(replace(LETTER, locale=locale, direction="rtl" if way == "ltr" else "ltr"))[1]


def test_a_link_leads_there_in_both():
    plain, html = texts(LETTER)
    assert "Your request\r\nhttps://help.example/requests/7?a=1&b=2" in plain.replace("\r\n", "\n").replace("\n", "\r\n")
    assert '<a href="https://help.example/requests/7?a=1&amp;b=2">Your request</a>' in html


def test_nothing_is_fetched():
    seen = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attributes):
            seen.update([tag, *(f"{tag} {name}" for name, _ in attributes)])

    html = texts(LETTER)[1]
    Tags().feed(html)
    assert seen <= {"html", "html lang", "html dir", "head", "meta", "meta charset", "meta name", "meta content", "title", "style", "body", "body dir", "p", "p dir", "br", "a", "a href"}
    assert "url(" not in html and "@import" not in html and "prefers-color-scheme:dark" in html


@pytest.mark.parametrize("locale", [*MARKER, "de", "he-IL"])
def test_the_line_to_write_above(locale):
    plain, html = texts(replace(LETTER, locale=locale, marker=True))
    assert plain.split("\n")[0].strip() == MARKER.get(locale[:2], MARKER["en"]) and MARKER.get(locale[:2], MARKER["en"]) in html
    assert "##-" not in texts(LETTER)[0]


@pytest.mark.parametrize("sign", BREAKS, ids=[ascii(one) for one in BREAKS])
def test_no_words_get_out_of_a_header(sign):
    evil = f"Anna{sign}Bcc: eve@evil.example{sign}{sign}<script>"
    raw = compose(replace(LETTER, subject=evil, from_name=evil, to_name=evil, references=("<1@example.org>", f"<2{sign}Bcc:x@evil.example>"), locale="en" + sign))
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert "Bcc" not in letter and set(letter.keys()) <= {"From", "To", "Subject", "Date", "Message-ID", "References", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type"}
    assert [one.addr_spec for one in letter["From"].addresses] == ["help@example.com"] and [one.addr_spec for one in letter["To"].addresses] == ["anna@example.org"]
    got = read(raw)
    assert not set(got.subject + got.from_name) & LOOSE and "Bcc: eve" in got.subject


@pytest.mark.parametrize("sign", [one for one in BREAKS if one not in ('%0d%0a', '=0D=0A')] + [" ", "\xe9", ""], ids=ascii)
def test_what_should_be_an_address_is_one_or_refused(sign):
    for field in ("to", "from_address", "reply_to"):
        with pytest.raises(AddressRefused):
            compose(replace(LETTER, **{field: f"anna{sign}@x@example.org" if sign == "" else f"an{sign}na@example.org"}))
    with pytest.raises(AddressRefused):
        compose(replace(LETTER, message_id=f"<a{sign or ' '}b@"))
    with pytest.raises(AddressRefused):
        compose(replace(LETTER, in_reply_to=f"a{sign}b@example.org"))


@pytest.mark.parametrize("wrong", ["", "anna", "@example.org", "anna@", ".anna@example.org", "an..na@example.org", "anna@example.org ", "a" * 65 + "@example.org", "anna@\u2028.org",
                                   "אנה@example.org"])
def test_no_address(wrong):
    with pytest.raises(AddressRefused):
        address(wrong)


def test_a_domain_in_letters_of_its_own():
    assert address("anna@Bücher.example") == "anna@xn--bcher-kva.example"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://x y", "https://x\r\n", "", "ftp://x"])
def test_links_lead_to_the_web_only(url):
    with pytest.raises(AddressRefused):
        compose(replace(LETTER, paragraphs=(Link("x", url),)))


def test_a_date_without_a_zone_and_a_strange_direction_are_refused():
    with pytest.raises(ValueError):
        compose(replace(LETTER, date=datetime(2026, 11, 23)))
    with pytest.raises(ValueError):
        compose(replace(LETTER, direction='ltr" onload="x'))


@pytest.mark.parametrize("token", ["", "short", "a b c d e f", "abcdefgh\r\n", "abc@defgh", "a" * 65])
def test_a_message_id_is_made_of_plain_letters(token):
    with pytest.raises(AddressRefused):
        new_message_id("help.example", token)


def test_script_in_words_names_and_subjects_stays_text():
    class Alive(HTMLParser):
        def handle_starttag(self, tag, attributes):
            assert tag in {"html", "head", "meta", "title", "style", "body", "p", "br", "a"}
            assert not any(name.startswith("on") for name, _ in attributes)
            assert tag != "a" or dict(attributes)["href"].startswith("https://help.example/")

    for _, text in payloads():
        one = Alive()
        raw = compose(replace(LETTER, subject=text, from_name=text, to_name=text, paragraphs=(text, Link(text, "https://help.example/"))))
        one.feed(email.message_from_bytes(raw).get_payload(1).get_payload(decode=True).decode())
        one.close()


def test_a_long_thread_keeps_its_first_and_newest():
    every = tuple(f"<{n}@example.org>" for n in range(100))
    kept = str(parsed(replace(LETTER, references=every))["References"]).split()
    assert len(kept) == MOST_REFERENCES and kept[0] == every[0] and kept[-1] == every[-1]


def test_letters_that_turn_the_reading_do_not_go_out():
    plain, html = texts(replace(LETTER, paragraphs=("a\u202egnp.exe\x00\x1b[31m\ud800",)))
    assert plain.strip() == "agnp.exe[31m\ufffd" and "\u202e" not in html
