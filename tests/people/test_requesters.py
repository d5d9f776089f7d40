"""Who writes is known by their key at one site, and keeps what was proven of them."""

from cast import product, visitor
from material import SITE

from askaside.core.db import db
from askaside.people.models import Account, Requester


def write(client, headers, site="acme", **more):
    answer = client.post(f"/api/v1/{site}/tickets", json={"body": "It does not print.", "locale": "en", **more}, headers=headers)
    assert answer.status_code == 201, answer.get_json()


def test_the_same_name_at_two_products_is_two_people_of_two_customers(client, app, folder):
    folder.site(SITE, key="other")
    app.shelf.reread()
    for site in ("acme", "other"):
        write(client, product(site)(name=f"Alice of {site}", email=f"alice@{site}.test", account="7", account_name=f"Studio {site}", plan=site), site)
    for model in (Requester, Account):
        assert [(row.site, row.plan) for row in db.session.query(model).order_by(model.site)] == [("acme", "acme"), ("other", "other")]
    assert [(row.name, row.email, row.account.name) for row in db.session.query(Requester).order_by(Requester.site)] == [
        ("Alice of acme", "alice@acme.test", "Studio acme"), ("Alice of other", "alice@other.test", "Studio other")]


def test_what_a_visitor_says_later_takes_no_confirmed_address_away(client):
    write(client, visitor("alice"), email="alice@acme.test", name="Alice")
    person = db.session.query(Requester).one()
    person.email_confirmed_at = person.created_at
    db.session.commit()
    write(client, visitor("alice"), email="evil@else.test")
    assert (person.email, person.email_confirmed_at, person.name) == ("alice@acme.test", person.created_at, "Alice")


def test_a_token_that_says_less_takes_nothing_away(client):
    sign = product()
    write(client, sign(name="Alice", email="alice@acme.test", account="7", account_name="Studio", plan="gold"))
    write(client, sign(account="7"))
    person = db.session.query(Requester).one()
    assert (person.name, person.email, person.plan, person.account.name, person.account.plan) == ("Alice", "alice@acme.test", "gold", "Studio", "gold")


def test_who_signs_in_under_a_visitors_key_is_somebody_else(client):
    write(client, visitor("alice"))
    key = db.session.query(Requester.key).scalar()
    write(client, product()(sub=key))
    write(client, product()(sub=key.removeprefix("visitor:")))
    assert db.session.query(Requester).count() == 3
