"""What becomes of letters: a word in a request only by the signed address and from the one it was made for; else a request of its own, or quarantine."""

import re

import pytest
from inbox_material import OURS, TEAM, written
from material import SITE

from askaside.core import clock
from askaside.core.db import db
from askaside.mail import outbox
from askaside.mail.models import OutgoingLetter
from askaside.people import agents
from askaside.people.models import Requester
from askaside.tickets import handling, inbox, joining, keys
from askaside.tickets.models import Ticket

CANARY = "canary-words"


# --- into the thread ----------------------------------------------------------------------------------------------------

def test_an_answer_by_mail_lands_in_its_request_once(post):
    ticket, address = post.opened()
    raw = written("It sings now.\n\nOn Mon, 23 Nov 2026 at 10:15, Acme <help@acme.test> wrote:\n> We have your request", To=f"Acme <{address}>", Subject="Re: [#1] It does not sing.",
                  In_Reply_To="<askaside.abcdefgh@acme.test>")
    row, = post.come(raw)
    assert (row.state, row.reason, row.ticket_id, row.sender) == ("done", None, ticket.id, "alice@acme.test")
    assert post.thread(ticket) == [("requester", "It does not sing."), ("requester", "It sings now.")]
    assert row.raw == raw
    assert post.come() == [] and len(post.thread(ticket)) == 2
    assert "Alice wrote again:" in post.sent(TEAM)[-1][1] and "It sings now." in post.sent(TEAM)[-1][1]


def test_the_address_counts_wherever_the_server_tells_it_and_in_any_case(post):
    ticket, address = post.opened()
    post.one("One", To=OURS, Delivered_To=address.upper())
    post.one("Two", To="somebody@else.test", Cc=f"X <{address}>", From="ALICE@ACME.TEST")
    assert [body for _, body in post.thread(ticket)[1:]] == ["One", "Two"]


def test_a_team_answers_by_mail_from_its_own_address(post):
    ticket, _ = post.opened()
    quoted = post.sent(TEAM)[-1][1].partition("\nSubject: ")[0]
    assert "##- Write your answer above this line -##" in quoted and "/answer/" in quoted
    row = post.one(f"Wind it up.\n\n{quoted}", From=f"Bela <{TEAM}>", To=post.reply_to(TEAM), Subject=f"Re: [#{ticket.number}]", In_Reply_To="<askaside.abcdefgh@acme.test>")
    assert row.state == "done" and post.thread(ticket)[1:] == [("agent", "Wind it up.")]
    assert "Bela wrote:" in post.sent("alice@acme.test")[-1][1]


def test_a_team_link_never_gets_into_an_answer(post):
    ticket, _ = post.opened()
    link = re.search(r"https://\S+/answer/\S+", post.sent(TEAM)[-1][1])[0]
    post.one(f"See {link} there", From=TEAM, To=post.reply_to(TEAM))
    assert len(post.thread(ticket)) == 2
    key = link.partition("key=")[2]
    assert key not in post.thread(ticket)[1][1] and not [told for _, told in post.sent("alice@acme.test") if key in told]


def test_who_writes_to_a_teams_address_from_elsewhere_is_not_heard_as_the_team_and_it_is_told(post):
    ticket, _ = post.opened()
    row = post.one(CANARY, From="bela@home.test", To=post.reply_to(TEAM))
    assert (row.state, row.ticket_id) == ("quarantined", ticket.id) and "another sender" in row.reason
    assert len(post.thread(ticket)) == 1 and len(post.tickets()) == 1
    told = post.sent(TEAM)[-1][1]
    assert "bela@home.test and was not sent on" in told and CANARY in told
    assert not [told for _, told in post.sent("alice@acme.test") if CANARY in told] and not post.sent("bela@home.test")


# --- never into another's -----------------------------------------------------------------------------------------------

def foreign(post, ticket):
    """What of the canary can be seen in `ticket`, or went to anybody but the team."""
    return [body for _, body in post.thread(ticket) if CANARY in body] + [told for who, told in post.sent() if who != TEAM and CANARY in told]


def test_a_stolen_address_opens_nothing_to_another_sender(post):
    ticket, address = post.opened()
    senders = ["dana@else.test", "alice@acme.test.else.test", "alice+x@acme.test", '"alice@acme.test" <dana@else.test>', "alice@acme.test, dana@else.test", "dana@else.test (alice@acme.test)",
               "alice@аcme.test", "<>", "alice", "dana@else.test\r\nFrom: alice@acme.test", "dana@else.test\r\nSender: alice@acme.test\r\nReply-To: alice@acme.test"]
    rows = post.come(*[written(CANARY, From=sender, To=address) for sender in senders])
    assert foreign(post, ticket) == [] and db.session.get(Ticket, ticket.id).last_n == 1
    for sender, row in zip(senders, rows, strict=True):
        assert (row.state == "quarantined" and row.reason) or row.ticket_id != ticket.id, sender


def test_an_address_that_we_did_not_sign_is_none(post):
    ticket, address = post.opened()
    wrong = [address.replace("@", "x@"), address.replace("help+", "help+a"), OURS, address.replace("acme.test", "else.test"), f"{address[:31]}{'a' * 16}@acme.test", f'"{address} "@else.test']
    known = {"In_Reply_To": f"<askaside.{ticket.id}@acme.test>", "References": f"<askaside.{ticket.id}@acme.test>", "Subject": f"Re: [#{ticket.number}]"}
    rows = post.come(*[written(CANARY, To=to, **known) for to in wrong])
    assert foreign(post, ticket) == []
    for to, row in zip(wrong, rows, strict=True):
        person = db.session.get(Ticket, row.ticket_id).requester
        assert row.ticket_id != ticket.id and person.key.startswith("mail:") and person.email_confirmed_at is None, to


def test_the_address_of_one_is_no_good_for_another_of_ours(post):
    alices, _ = post.opened()
    bobs, address = post.opened("bob")
    row = post.one(CANARY, To=address)   # Alice, to the address of Bob's request
    assert foreign(post, alices) == foreign(post, bobs) == []
    assert row.state == "done" and row.ticket_id not in (alices.id, bobs.id) and f"request #{bobs.number}" in row.reason


def test_who_stands_in_cc_gets_nothing_and_may_nothing(post):
    ticket, address = post.opened()
    post.one("With a copy to Dana.", To=address, Cc="dana@else.test", Reply_To="dana@else.test")
    handling.answer(db.session.get(Ticket, ticket.id), "agent:bela", "Bela", "Well.")
    assert not post.sent("dana@else.test")
    post.one(CANARY, From="dana@else.test", To=f"{address}, alice@acme.test", In_Reply_To="<askaside.abcdefgh@acme.test>")
    assert foreign(post, ticket) == []


def test_an_address_that_nobody_confirmed_writes_into_no_request(post, app):
    row = post.one("First", From="dana@else.test")
    ticket = db.session.get(Ticket, row.ticket_id)
    again = post.one(CANARY, From="dana@else.test", To=keys.reply_to(ticket, ticket.requester_id))
    assert again.ticket_id != ticket.id and foreign(post, ticket) == []


def test_with_our_mail_servers_name_the_senders_domain_must_vouch(post, app):
    app.config["AUTHSERV_ID"] = "mx.acme.test"
    ticket, address = post.opened()
    given = [{"Authentication_Results": "mx.acme.test; dmarc=pass header.from=acme.test"}, {"Authentication_Results": "mx.acme.test; dmarc=fail header.from=acme.test"},
             {"Authentication_Results": "mx.else.test; dmarc=pass"}, {}]
    rows = post.come(*[written(CANARY, To=address, **headers) for headers in given])
    assert [row.state for row in rows] == ["done", "quarantined", "quarantined", "quarantined"] and len(post.thread(ticket)) == 2
    team = post.reply_to(TEAM)
    assert post.one(CANARY, From=TEAM, To=team).state == "quarantined" and len(post.thread(ticket)) == 2


# --- requests of their own ----------------------------------------------------------------------------------------------

def test_a_letter_of_a_stranger_is_a_request_with_a_promise_and_one_receipt(post, time):
    time.at("2026-11-22T10:00+02:00")
    row = post.one(f"The {CANARY} does not sing.", From="Dana <dana@else.test>", Subject=f"Help {CANARY}")
    ticket, = post.tickets()
    assert (row.state, row.ticket_id) == ("done", ticket.id)
    assert (ticket.subject, ticket.severity, ticket.team, ticket.requester.name) == (f"Help {CANARY}", "question", "first", "Dana")
    assert ticket.promised_at and f"The {CANARY} does not sing." in post.sent(TEAM)[0][1] and "not proven" in post.sent(TEAM)[0][1]
    for n in range(5):
        post.one(f"{CANARY} {n}", From="dana@else.test")
    (_, receipt), = post.sent("dana@else.test")
    assert CANARY not in receipt and "Did you write to Acme?" in receipt
    assert len({ticket.requester_id for ticket in post.tickets()}) == 1


def test_from_is_no_proof_of_who_is_signed_in(post):
    ticket, _ = post.opened()
    row = post.one(CANARY)
    other = db.session.get(Ticket, row.ticket_id)
    assert other.requester_id != ticket.requester_id and other.requester.email_confirmed_at is None
    assert db.session.query(Requester).filter(Requester.key == "sub:alice").one().email == "alice@acme.test"
    assert not [told for _, told in post.sent("alice@acme.test") if CANARY in told]


def test_an_answer_to_a_closed_request_goes_on_in_a_new_one(post):
    ticket, address = post.opened()
    db.session.get(Ticket, ticket.id).status = "closed"
    db.session.commit()
    row = post.one("It broke again.", To=address)
    new = db.session.get(Ticket, row.ticket_id)
    assert new.id != ticket.id and new.requester_id == ticket.requester_id and "is closed" in row.reason
    assert post.thread(new) == [("requester", "This goes on from request #1, which is closed.\n\nIt broke again.")]
    assert len(post.thread(ticket)) == 1


@pytest.mark.parametrize("text, locale", [("החשבונית לא נשלחת", "he"), ("The invoice", "en"), ("Счёт не отправляется", "en")])
def test_a_request_is_in_the_language_of_its_letters_where_the_site_has_it(post, text, locale):
    assert db.session.get(Ticket, post.one(text).ticket_id).locale == locale


def test_a_letter_without_text_a_very_long_one_and_its_files(post):
    files = '--e\nContent-Type: text/plain\n\n\n--e\nContent-Type: image/png; name="a.png"\nContent-Disposition: attachment; filename="a.png"\n\nx\n--e--\n'
    row = post.one(files, Content_Type='multipart/mixed; boundary="e"', Subject="")
    assert post.thread(db.session.get(Ticket, row.ticket_id)) == [("requester", "(a letter without text)")]
    row = post.one("word " * 30_000)
    (_, body), = post.thread(db.session.get(Ticket, row.ticket_id))
    assert 19_000 < len(body) < 20_200 and body.endswith("The letter goes on; it is kept whole.") and len(row.raw) > 150_000


def test_with_several_sites_it_is_that_whose_mail_it_was_sent_to(post, app, folder):
    folder.site('mail = "support@other.test"\n' + SITE, key="other")
    app.shelf.reread()
    assert db.session.get(Ticket, post.one("Hello", To="Support+x@Other.test").ticket_id).site == "other"
    nowhere = post.one("Hello")
    assert (nowhere.state, nowhere.ticket_id) == ("quarantined", None) and "No site" in nowhere.reason
    folder.site('mail = "support@other.test"\n' + SITE, key="third")
    app.shelf.reread()
    assert "Several sites" in post.one("Hello", To="support@other.test").reason


def test_a_site_of_signed_in_people_takes_no_strangers(post, app, folder):
    _, address = post.opened()
    folder.site('identity = "enforce"\n' + (folder.path / "acme/site.toml").read_text())
    app.shelf.reread()
    assert post.one(CANARY).state == "quarantined" and post.one("More", To=address).state == "done"
    assert len(post.tickets()) == 1


# --- letters that no person wrote ---------------------------------------------------------------------------------------

REPORT = ("--r\nContent-Type: text/plain\n\nSorry.\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; alice@acme.test\n"
          "Action: {action}\nStatus: 5.1.1\n\n--r\nContent-Type: text/rfc822-headers\n\nMessage-ID: {id}\n\n--r--\n")


MACHINES = [({"Auto_Submitted": "auto-replied"}, "automatic"), ({"Precedence": "auto_reply"}, "automatic"), ({"X_Autoreply": "yes"}, "automatic"), ({"Return_Path": "<>"}, "automatic"),
            ({"Precedence": "bulk"}, "list"), ({"List_Id": "<x.list>"}, "list"), ({"From": "MAILER-DAEMON@else.test"}, "came back"),
            ({"Message_ID": "<askaside.abcdefgh@acme.test>"}, "of our own"), ({"From": TEAM, "To": OURS}, "address of ours"), ({"From": OURS}, "address of ours")]


def test_what_no_person_wrote_is_kept_and_never_answered(post):
    ticket, address = post.opened()
    before = len(post.sent())
    given = [(written("I am away.", **{"Subject": "Out of office", "To": to, **headers}), reason) for headers, reason in MACHINES for to in (OURS, address)]
    rows = post.come(*dict.fromkeys(raw for raw, _ in given))
    for row in rows:
        reason = dict(given)[row.raw]
        assert row.state == "quarantined" and reason in row.reason, reason
    assert len(rows) == 2 * len(MACHINES)
    assert len(post.sent()) == before and len(post.thread(ticket)) == 1 and len(post.tickets()) == 1


def test_a_letter_of_ours_that_came_back_is_told(post):
    ticket, _ = post.opened()
    letter = db.session.query(OutgoingLetter).filter_by(recipient="alice@acme.test").one()
    letter.sent_at = clock.now()
    db.session.commit()
    report = {"From": "MAILER-DAEMON@else.test", "Content_Type": 'multipart/report; report-type=delivery-status; boundary="r"'}
    late = post.one(REPORT.format(action="delayed", id=letter.message_id), **report)
    assert late.ticket_id == ticket.id and outbox.standing()["failed"] == 0
    row = post.one(REPORT.format(action="failed", id=letter.message_id), **report)
    db.session.expire_all()
    assert (row.state, row.ticket_id) == ("quarantined", ticket.id) and "5.1.1" in row.reason
    assert letter.failed_at and "came back: failed 5.1.1 alice@acme.test" in letter.trouble
    assert post.one(REPORT.format(action="failed", id="<askaside.nobody-knows@acme.test>"), **report).ticket_id is None


def test_a_machine_that_does_not_say_so_ends_somewhere(post, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_AN_HOUR", 3)
    rows = post.come(*[written(f"Again {n}", From="robot@else.test") for n in range(5)])
    assert [row.state for row in rows] == ["done"] * 3 + ["quarantined"] * 2
    assert post.come(written("A person", From="dana@else.test"))[0].state == "done"


# --- of an agent ----------------------------------------------------------------------------------------------------

def test_who_has_it_answers_by_mail_under_their_own_name_until_they_answer_no_more(post):
    bela = agents.add("bela@else.test", "Bela", [("acme", "first")])
    ticket, _ = post.opened()
    handling.assign(db.session.get(Ticket, ticket.id), "agent:carl", bela)
    hers = keys.reply_to(ticket, keys.agent(bela))
    assert post.one(CANARY, From="Carl <carl@else.test>", To=hers).state == "quarantined"
    assert post.one("Give it seed.", From="Anybody <bela@else.test>", To=hers).state == "done"
    assert post.thread(ticket)[1:] == [("agent", "Give it seed.")]
    assert "Bela wrote:" in post.sent("alice@acme.test")[-1][1]
    agents.retire("bela@else.test")
    row = post.one(CANARY, From="bela@else.test", To=hers)
    assert (row.state, row.reason) == ("quarantined", "Of bela@else.test, who answers no more.")


def test_what_comes_to_a_request_that_was_joined_to_another_goes_there(post):
    first, _ = post.opened()
    second, address = post.opened()
    joining.merge(db.session.get(Ticket, second.id), db.session.get(Ticket, first.id), "agent:bela")
    post.one("Where am I?", To=address)
    assert post.thread(first)[-1] == ("requester", "Where am I?")
    assert len(post.thread(second)) == 2
