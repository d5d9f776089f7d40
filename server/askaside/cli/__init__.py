"""The command line."""

import os
import sys

import click

from .. import settings as settings_
from . import agents, clock, content, doctor, given, letters, people


@click.group()
@click.version_option(package_name="askaside")
def main():
    """Askaside: the ? in a product's sidebar."""


@main.command()
def settings():
    """List the settings: name, value, default, meaning."""
    for name, value, default, help_, unit in settings_.listed(given.settings()):
        click.echo(f"{name:24} {'' if value is None else value}")
        click.echo(f"{'':24} {help_}{f' ({unit})' if unit else ''} Default: {'none' if default is None else default}.")


@main.command()
def serve():
    """Serve the sites of the content folder."""
    given.settings()
    _fresh("askaside.wsgi")


@main.command()
def demo():
    """Serve the demo product with its help, to click through."""
    found = given.settings()
    if found.content_dir == settings_.Settings.content_dir and not (found.content_dir / "demo").is_dir():
        os.environ["ASKASIDE_CONTENT_DIR"] = str(settings_.shipped("content"))
    _fresh("askaside.wsgi", "--demo")


def _fresh(module, *arguments):
    """Go on as a new interpreter that runs `module`: it must patch before anything is imported."""
    os.environ["PYTHONSAFEPATH"] = "1"   # else a file of the folder where it is started, `calendar.py`, is taken for Python's own
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])


main.add_command(agents.agent)
main.add_command(content.check)
main.add_command(content.try_)
main.add_command(content.gaps)
main.add_command(clock.clock)
main.add_command(doctor.doctor)
main.add_command(letters.letters)
main.add_command(people.secret)
main.add_command(people.token)


@main.group("db")
def database():
    """The database."""


@database.command()
def upgrade():
    """Bring the database to the present shape."""
    found = given.settings()
    found.data_dir.mkdir(parents=True, exist_ok=True)
    upgrade_database(found)
    click.echo("The database is up to date.")


def upgrade_database(settings):
    """Apply the migrations that are missing. raises  click.ClickException where the database cannot be reached"""
    from alembic import command
    from alembic.config import Config

    from ..core.db import AWAY, first_line

    config = Config()
    config.set_main_option("script_location", str(settings_.shipped("migrations")))
    config.attributes["url"] = settings_.database_url(settings)
    try:
        command.upgrade(config, "head")
    except AWAY as away:
        raise click.ClickException(f"the database cannot be used: {first_line(away)}; `askaside doctor` looks into it") from None
