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
@click.option("--team", "teams", metavar="SITE/TEAM", multiple=True, required=True, help="A team of a site; give it once for each.")
def add(email, name, teams):
    """Add EMAIL, called NAME; one who is there already is changed to that."""
    from ..people import agents

    def act(shelf):
        found = agents.add(email, name, [_team(shelf, text) for text in teams])
        click.echo(f"{found.name} <{found.email}> answers in {', '.join(f'{row.site}/{row.team}' for row in found.teams)}.")

    _kept(act)


@agent.command("list")
def list_():
    """Who answers."""
    from ..people import queries

    def act(shelf):
        rows = queries.agents()
        for row in rows:
            teams = "retired" if row.retired_at else ", ".join(f"{one.site}/{one.team}" for one in row.teams)
            click.echo(f"{row.email}  {row.name}  {teams}")
        if not rows:
            click.echo("There is nobody yet. Add somebody: askaside agent add EMAIL NAME --team SITE/TEAM")

    _kept(act)


@agent.command()
@click.argument("email")
def retire(email):
    """Give nothing to EMAIL any more."""
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


def _team(shelf, text):
    site, _, key = text.partition("/")
    people.known(shelf, site)
    teams = [team.key for team in shelf.registry.sites[site].tables.get("teams", ())]
    if key not in teams:
        raise click.ClickException(f"{site} has no team {key!r:.80}. There are: {', '.join(teams) or 'none'}.")
    return site, key
