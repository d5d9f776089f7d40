"""The commands about who answers."""

import click

from . import people


@click.group()
def agent():
    """Who answers: agents, their teams, and the accounts that they know."""


def _kept(act):
    """Run `act` within the application; what it refuses is told in a line."""
    from ..core.errors import AskasideError

    with people.application() as app:
        app.shelf.registry.reread()
        try:
            return act(app.shelf)
        except AskasideError as wrong:
            raise click.ClickException(wrong.detail) from None


@agent.command()
@click.argument("email")
@click.argument("name")
@click.option("--team", "teams", metavar="SITE/TEAM", multiple=True, help="A team of a site; give it once for each.")
@click.option("--role", "roles", metavar="SITE/ROLE", multiple=True, help="What they may do at the desk of a site: admin, agent (who is in a team, unless told), editor or observer.")
def add(email, name, teams, roles):
    """Add EMAIL, called NAME, and invite them to the desk; one who is there already is changed to that."""
    from ..people import agents

    def act(shelf):
        given_ = [_team(shelf, text) for text in teams], [_role(shelf, text) for text in roles]
        if not any(given_):
            raise click.ClickException("Say where: --team SITE/TEAM, or --role SITE/ROLE.")
        found = agents.add(email, name, *given_)
        click.echo(f"{found.name} <{found.email}> is {_told(found)}.")
        if found.password_hash is None:
            _invite(found.email)

    _kept(act)


@agent.command()
@click.argument("email")
def invite(email):
    """A new link for EMAIL to set a password: the first, or another one when it is forgotten."""
    _kept(lambda shelf: _invite(email))


@agent.command("list")
def list_():
    """Who answers."""
    from ..people import queries

    def act(shelf):
        rows = queries.agents()
        for row in rows:
            state = "" if row.password_hash else "  no password yet"
            click.echo(f"{row.email}  {row.name}  {'retired' if row.retired_at else _told(row) + state}")
        if not rows:
            click.echo("There is nobody yet. Add somebody: askaside agent add EMAIL NAME --team SITE/TEAM")

    _kept(act)


@agent.command()
@click.argument("email")
def retire(email):
    """Give nothing to EMAIL any more, and sign them out."""
    from ..people import agents

    _kept(lambda shelf: click.echo(f"{agents.retire(email).email} gets nothing any more."))


@agent.command()
@click.argument("email")
@click.argument("site")
@click.argument("account")
def manage(email, site, account):
    """Give the requests of the ACCOUNT of SITE to EMAIL first."""
    from ..people import agents

    _kept(lambda shelf: click.echo(f"Requests of {account} go to {agents.manage(email, site, account).email} first."))


def _invite(email):
    from flask import current_app

    from ..people import agents

    token = agents.invite(email)
    click.echo(f"Good once, for 72 hours: {current_app.config['OWN_URL']}/desk/invitation/{token}")
    if current_app.config["MAIL_FROM"]:
        click.echo("It goes to them by letter, too.")


def _told(row):
    """admin of acme, agent of other (first, money)"""
    teams = {one.site: ", ".join(team.team for team in row.teams if team.site == one.site) for one in row.roles}
    return ", ".join(f"{one.role} of {one.site}{f' ({teams[one.site]})' if teams[one.site] else ''}" for one in row.roles)


def _role(shelf, text):
    from ..people.roles import ROLES

    site, _, role = text.partition("/")
    people.known(shelf, site)
    if role not in ROLES:
        raise click.ClickException(f"There is no role {role!r:.80}. There are: {', '.join(ROLES)}.")
    return site, role


def _team(shelf, text):
    site, _, key = text.partition("/")
    people.known(shelf, site)
    teams = [team.key for team in shelf.registry.sites[site].tables.get("teams", ())]
    if key not in teams:
        raise click.ClickException(f"{site} has no team {key!r:.80}. There are: {', '.join(teams) or 'none'}.")
    return site, key
