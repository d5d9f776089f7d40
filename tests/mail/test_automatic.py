"""Letters that no person wrote are known by their signs, kept like others, and never answered by themselves."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from letters import letter

from askaside.mail.message import Letter, compose, new_message_id
from askaside.mail.parsing import read

OURS = ("help.example",)


def kind(body="Hello.", **headers):
    return read(letter(body, **headers), OURS).automatic


@pytest.mark.parametrize("headers, found", [
    ({}, None), ({"Auto_Submitted": "no"}, None), ({"Auto_Submitted": "No; x"}, None), ({"Precedence": "first-class"}, None), ({"Return_Path": "<anna@example.org>"}, None),
    ({"Auto_Submitted": "auto-replied"}, "auto-reply"), ({"Auto_Submitted": "auto-generated (cron)"}, "auto-reply"), ({"Auto_Submitted": 'auto-replied; owner-email="a@b"'}, "auto-reply"),
    ({"Auto_Submitted": "AUTO-NOTIFIED"}, "auto-reply"), ({"Precedence": "auto_reply"}, "auto-reply"), ({"Precedence": "Bulk"}, "list"), ({"Precedence": "junk"}, "list"), ({"Precedence": "list"},
    "list"),
    ({"List_Id": "<x.example.org>"}, "list"), ({"List_Unsubscribe": "<mailto:x@example.org>"}, "list"), ({"X_Autoreply": "yes"}, "auto-reply"), ({"X_Autorespond": "x"}, "auto-reply"),
    ({"X_Auto_Response_Suppress": "DR, OOF"}, "auto-reply"), ({"Return_Path": "<>"}, "auto-reply"), ({"Preference": "auto_reply"}, "auto-reply"),
    ({"Precedence": "bulk", "Auto_Submitted": "auto-replied"}, "auto-reply"), ({"Content_Type": 'multipart/report; report-type=disposition-notification; boundary="x"'}, "auto-reply"),
    ({"From": "MAILER-DAEMON@mx.example.org"}, "bounce"), ({"From": "Postmaster <postmaster@example.org>"}, "bounce"), ({"X_Failed_Recipients": "anna@example.org"}, "bounce"),
    ({"Content_Type": 'multipart/report; report-type="delivery-status"; boundary="x"'}, "bounce"), ({"Content_Type": 'multipart/report; boundary="x"', "Return_Path": "<>"}, "bounce"),
    ({"Message_ID": "<askaside.abcdefgh@help.example>"}, "loop"), ({"Message_ID": "<askaside.abcdefgh@HELP.example>"}, "loop"), ({"Message_ID": "<askaside.abcdefgh@other.example>"}, None),
    ({"Message_ID": "<a.person@help.example>"}, None), ({"X_Loop": "help.example"}, "loop"), ({"X_Loop": "other.example"}, None)])
def test_signs(headers, found):
    assert kind(**headers) == found


@pytest.mark.parametrize("subject", ["Automatic reply: Invoice 7", "Out of Office: x", "תשובה אוטומטית: חשבונית", "Samodejni odgovor: Račun", "Автоматический ответ: Счёт",
    "Automaattinen vastaus: Lasku",
                                     "Automatische Antwort: Rechnung", "Réponse automatique : facture"])
def test_a_subject_is_a_hint_and_no_more(subject):
    assert kind(Subject=subject) == "auto-reply"   # and it answers a letter of ours
    assert kind(Subject=subject, In_Reply_To=None) is None
    assert kind(Subject=subject, In_Reply_To=None, From="no-reply@example.org") == "auto-reply"
    assert kind(Subject="About: " + subject) is None


@pytest.mark.parametrize("subject", ["Re: Invoice 7", "I am out of money", "The automatic reply is wrong", "Poissa tolaltani"[:3], "Absolutely"])
def test_people_write_such_subjects(subject):
    assert kind(Subject=subject) is None


def test_every_letter_of_ours_that_comes_back_is_a_loop():
    ours = Letter("anna@example.org", "Received", "en", ("We have it.",), "Acme", "help@example.com", new_message_id("help.example", "abcdefgh"), datetime(2026, 11, 23, tzinfo=UTC))
    assert read(compose(ours), OURS).automatic == "loop"
    # Through a helper that gives it another id, it is still nothing to answer.
    assert read(compose(replace(ours, message_id="<1@example.org>", automatic=True)), OURS).automatic == "auto-reply"


def test_nothing_is_lost_of_an_automatic_letter():
    got = read(letter("I am away until Monday.", Auto_Submitted="auto-replied"), OURS)
    assert got.automatic and got.words == "I am away until Monday." and got.in_reply_to == "<askaside.abcdefgh@help.example>"


DSN = """--x
Content-Type: text/plain

Your message could not be delivered.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; anna@example.org
Original-Recipient: rfc822;a@example.org
Action: Failed
Status: 5.1.1
--x
Content-Type: {kind}

From: help@example.com
Message-ID:
 <askaside.ijklmnop@help.example>
Subject: Invoice 7
--x--
"""
REPORT = {"Content_Type": 'multipart/report; report-type=delivery-status; boundary="x"', "From": "MAILER-DAEMON@mx.example.org", "In_Reply_To": None, "Return_Path": "<>"}


@pytest.mark.parametrize("inner", ["message/rfc822", "text/rfc822-headers"])
def test_a_bounce_says_whom_it_missed_and_which_letter(inner):
    got = read(letter(DSN.format(kind=inner), **REPORT), OURS)
    assert got.automatic == "bounce" and got.bounce == ("anna@example.org", "failed", "5.1.1", "<askaside.ijklmnop@help.example>")
    assert got.words == "Your message could not be delivered." and len(got.attachments) == 2


def test_a_bounce_without_a_report():
    body = "Sorry.\n\n------ This is a copy of your message ------\nMessage-ID: <askaside.ijklmnop@help.example>\nSubject: x\n"
    got = read(letter(body, X_Failed_Recipients="anna@example.org, b@example.org", In_Reply_To=None), OURS)
    assert got.bounce == ("anna@example.org", None, None, "<askaside.ijklmnop@help.example>")


def test_a_bounce_that_says_nothing():
    got = read(letter("Sorry.", From="MAILER-DAEMON@mx.example.org", In_Reply_To=None), OURS)
    assert got.automatic == "bounce" and got.bounce == (None, None, None, None) and got.words == "Sorry."


def test_a_late_letter_is_not_a_lost_one():
    got = read(letter(DSN.format(kind="message/rfc822").replace("Action: Failed", "Action: delayed"), **REPORT), OURS)
    assert got.bounce.action == "delayed"


def test_the_letter_that_came_back_is_the_one_in_the_report():
    body = DSN.format(kind="message/rfc822").replace("could not be", "<askaside.otherone@help.example> could not be").replace("<askaside.ijklmnop@help.example>", "<7@old.example>")
    assert read(letter(body, **REPORT), OURS).bounce.message_id == "<7@old.example>"
