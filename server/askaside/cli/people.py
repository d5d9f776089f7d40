"""The commands about who asks: a site's secrets, and a token to try with."""

import time
from contextlib import contextmanager

import click

from . import given


@contextmanager
def application():
    """The application in its context, its database brought up to date; for commands that read and write what the server does."""
    from .. import cli
    from ..app import create_app
    from ..core.db import db

    found = given.settings()
    made = create_app(found)
    cli.upgrade_database(found)
    with made.app_context():
        try:
            yield made
        finally:
            db.session.remove()
            db.engine.dispose()


def known(shelf, site):
    shelf.registry.reread()
    given.entry(shelf, site)


@click.command()
@click.argument("site")
@click.option("--new", is_flag=True, help="Make one. It is shown this once.")
@click.option("--retire", metavar="KID", help="Refuse tokens of this secret from now on.")
def secret(site, new, retire):
    """The secrets that the product of SITE signs tokens with; two may be live at once."""
    from ..core.errors import AskasideError
    from ..people import secrets

    with application() as made:
        known(made.shelf, site)
        try:
            if retire:
                secrets.retire(site, retire)
            if new:
                kid, text = secrets.make(site)
                click.echo(f"kid     {kid}\nsecret  {text}\nGive both to the product's server, never to a browser. The secret is not shown again.")
                return
        except AskasideError as wrong:
            raise click.ClickException(wrong.detail) from None
        rows = secrets.live(site)
        for row in rows:
            state = "" if secrets.opened(site, row.kid) else "  cannot be opened: ASKASIDE_SECRET_KEY was another one then"
            click.echo(f"{row.kid}  made {row.created_at:%Y-%m-%d}{state}")
        if not rows:
            click.echo(f"{site} has no secret: nobody can sign in. Make one: askaside secret {site} --new")


@click.command()
@click.argument("site")
@click.option("--sub", default="test", show_default=True, help="Who: the person's key in the product.")
@click.option("--name", help="Their name.")
@click.option("--email", help="Their address.")
@click.option("--account", help="The customer company they belong to.")
@click.option("--plan", help="Its plan.")
@click.option("--minutes", default=15, show_default=True, type=click.IntRange(1, 15), help="How long it lives.")
def token(site, minutes, **claims):
    """A token of SITE to try with, signed with its newest secret."""
    import jwt

    from ..people import secrets

    with application() as made:
        known(made.shelf, site)
        rows = secrets.live(site)
        key = rows and secrets.opened(site, rows[-1].kid)
        if not key:
            raise click.ClickException(f"{site} has no secret that can be opened. Make one: askaside secret {site} --new")
        now = int(time.time())
        told = {"aud": site, "iat": now, "exp": now + 60 * minutes, **{name: value for name, value in claims.items() if value}}
        click.echo(jwt.encode(told, key, "HS256", headers={"kid": rows[-1].kid}))
