"""Agents sign in: invited once, with a password that only its hash is kept of, in sessions that end."""

import pytest
from desk_material import PASSWORD, with_password

from askaside.core.db import db
from askaside.core.errors import BadRequest, NotFound, Unsigned
from askaside.people import agents, passwords, queries, sessions
from askaside.people.models import Agent, AgentRole, DeskSession


@pytest.fixture
def bela(app, time):
    time.at("2026-11-22T10:00+02:00")
    return with_password()


def test_an_invitation_is_good_once_and_the_newest_only(app):
    agents.add("bela@acme.test", "Bela", (), [("acme", "agent")])
    old, new = agents.invite("bela@acme.test"), agents.invite("bela@acme.test")
    with pytest.raises(NotFound):
        sessions.accept(old, PASSWORD)
    assert sessions.current(sessions.accept(new, PASSWORD)).agent.email == "bela@acme.test"
    with pytest.raises(NotFound):
        sessions.accept(new, "another good password")
    assert sessions.sign_in("Bela@acme.test ", PASSWORD)


def test_an_invitation_is_good_for_three_days(app, time):
    time.at("2026-11-22T10:00+02:00")
    agents.add("bela@acme.test", "Bela", (), [("acme", "agent")])
    token = agents.invite("bela@acme.test")
    time.at("2026-11-25T09:59+02:00")
    assert sessions.invited(token)
    time.at("2026-11-25T10:00+02:00")
    with pytest.raises(NotFound):
        sessions.accept(token, PASSWORD)


def test_nothing_that_is_kept_opens_anything(bela):
    token = sessions.sign_in(bela.email, PASSWORD)
    invitation = agents.invite(bela.email)
    kept = repr([[getattr(row, column.key) for column in row.__table__.columns] for row in (*db.session.query(Agent), *db.session.query(DeskSession))])
    assert "$argon2id$" in kept
    assert not [secret for secret in (PASSWORD, token, invitation) if secret in kept]


def test_whatever_is_wrong_the_answer_and_its_work_are_the_same(bela, monkeypatch):
    agents.add("carl@acme.test", "Carl", (), [("acme", "agent")])   # took no invitation yet
    with_password("dana@acme.test", "Dana")
    agents.retire("dana@acme.test")
    checked, check = [], passwords._fits
    monkeypatch.setattr(passwords, "_fits", lambda kept, plain: checked.append(kept) or check(kept, plain))
    for email, password in (("bela@acme.test", "wrong horse battery"), ("nobody@acme.test", PASSWORD), ("carl@acme.test", PASSWORD), ("dana@acme.test", PASSWORD), ("", "")):
        checked.clear()
        with pytest.raises(Unsigned) as refused:
            sessions.sign_in(email, password)
        assert refused.value.detail == sessions.WRONG, email
        kept, = checked   # once, whoever it is, with the same costs
        assert kept.rsplit("$", 2)[0] == bela.password_hash.rsplit("$", 2)[0] and not passwords.outdated(kept), email


def test_each_sign_in_is_a_session_of_its_own(bela):
    one, two = sessions.sign_in(bela.email, PASSWORD), sessions.sign_in(bela.email, PASSWORD)
    assert one != two
    sessions.end(sessions.current(one))
    assert sessions.current(one) is None and sessions.current(two)
    assert sessions.current("made up") is sessions.current(None) is None


def test_a_session_ends_when_nobody_was_there_for_twelve_hours_and_after_a_week(bela, time):
    token = sessions.sign_in(bela.email, PASSWORD)
    time.at("2026-11-22T22:00+02:00")
    assert sessions.current(token) is None
    time.at("2026-11-22T10:00+02:00")
    for hour in range(0, 7 * 24, 11):
        time.at(f"2026-11-{22 + (10 + hour) // 24}T{(10 + hour) % 24:02}:00+02:00")
        assert sessions.current(token), hour
    time.at("2026-11-29T10:00+02:00")
    assert sessions.current(token) is None
    assert db.session.query(DeskSession).count() == 2
    sessions.forget()
    assert db.session.query(DeskSession).count() == 0


def test_another_password_ends_every_session_but_the_new_one(bela):
    old = sessions.sign_in(bela.email, PASSWORD)
    with pytest.raises(BadRequest):
        sessions.change(bela, "wrong horse battery", "another good password")
    assert sessions.current(old)
    new = sessions.change(bela, PASSWORD, "another good password")
    assert sessions.current(old) is None and sessions.current(new)
    with pytest.raises(Unsigned):
        sessions.sign_in(bela.email, PASSWORD)


def test_who_is_retired_is_out_at_once_and_cannot_come_back(bela):
    token, link = sessions.sign_in(bela.email, PASSWORD), agents.invite(bela.email)
    agents.retire(bela.email)
    assert sessions.current(token) is None
    with pytest.raises(Unsigned):
        sessions.sign_in(bela.email, PASSWORD)
    with pytest.raises(NotFound):
        sessions.accept(link, "another good password")
    with pytest.raises(NotFound):
        agents.invite(bela.email)


def test_old_costs_are_renewed_at_the_next_sign_in(bela):
    cheap = passwords.argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    bela.password_hash = cheap
    db.session.commit()
    sessions.sign_in(bela.email, PASSWORD)
    assert bela.password_hash != cheap and not passwords.outdated(bela.password_hash)


@pytest.mark.parametrize("password, wrong", [
    ("eleven char", "short"), ("x" * 201, "long"), ("bela@acme.test", "guessed"), ("BELA NOVAK-SMITH", "guessed"), ("ababababababab", "guessed"), ("twelve chars", None), ("сложный пароль", None)])
def test_a_password_is_long_and_not_what_anybody_would_guess(password, wrong):
    assert passwords.weakness(password, ["Bela Novak-Smith", "bela@acme.test", ""]) == wrong


def test_the_same_letters_of_another_keyboard_are_the_same_password(app):
    assert passwords.fits(passwords.hashed("Pässword für alle"), "Pa\u0308ssword fu\u0308r alle")


def test_a_role_is_an_agents_in_one_site_and_changes_with_the_next_word(app):
    agents.add("bela@acme.test", "Bela", [("acme", "first"), ("other", "first")], [("other", "observer")])
    assert {(one.site, one.role) for one in db.session.query(AgentRole)} == {("acme", "agent"), ("other", "observer")}
    agents.add("bela@acme.test", "Bela", (), [("acme", "admin")])
    assert {(one.site, one.role) for one in db.session.query(AgentRole)} == {("acme", "admin")}
    assert [one.email for one in queries.answerers("acme")] == ["bela@acme.test"] and queries.answerers("other") == []
