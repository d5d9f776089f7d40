"""The command line."""

import os
import sys

import click

from . import settings as settings_


def _settings():
    try:
        return settings_.read()
    except settings_.SettingWrong as wrong:
        raise click.ClickException(str(wrong)) from None


@click.group()
@click.version_option(package_name="askaside")
def main():
    """Askaside: the ? in a product's sidebar."""


@main.command()
def settings():
    """List the settings: name, value, default, meaning."""
    for name, value, default, help_, unit in settings_.listed(_settings()):
        click.echo(f"{name:24} {'' if value is None else value}")
        click.echo(f"{'':24} {help_}{f' ({unit})' if unit else ''} Default: {'none' if default is None else default}.")


@main.command()
def serve():
    """Serve the sites of the content folder."""
    _settings()
    _fresh("askaside.wsgi")


@main.command()
def demo():
    """Serve the demo product with its help, to click through."""
    found = _settings()
    if not found.content_dir.is_dir() and "ASKASIDE_CONTENT_DIR" not in os.environ:
        os.environ["ASKASIDE_CONTENT_DIR"] = str(settings_.shipped("content"))
    _fresh("askaside.wsgi", "--demo")


def _fresh(module, *arguments):
    """Go on as a new interpreter that runs `module`: it must patch before anything is imported."""
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])


@main.command()
@click.argument("site", required=False)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(site, strict):
    """Check the content (of SITE): errors as file:line: message, exit 1; weak spots are warnings."""
    from .help import checks
    from .help.shelf import Shelf

    shelf = Shelf(_settings().content_dir)
    shelf.reread(tell=False)
    if (site and site not in shelf.registry.entries) or not shelf.registry.entries:
        there = ", ".join(sorted(shelf.registry.entries)) or "none: each site is a folder with a site.toml"
        raise click.ClickException(f"{site or 'content'}: there is no such site in {shelf.registry.content_dir}/ ({there})")
    errors = [p for p in shelf.problems if not site or p.path.startswith(f"{site}/")]
    warnings = [w for key, library in shelf.libraries.items() if not site or key == site for w in checks.weak_spots(library)]
    for problem in errors:
        click.echo(f"{problem.path}:{problem.line}:{problem.column}: error: {problem.cause} {problem.remedy}")
    for weak in warnings:
        click.echo(f"{weak.path}:{weak.line}: warning: {weak.cause} {weak.remedy}")
    count = sum(len(shelf.libraries[key].articles) for key in shelf.libraries if not site or key == site)
    click.echo(f"{count} articles, {len(errors)} errors, {len(warnings)} warnings")
    sys.exit(bool(errors or (strict and warnings)))


@main.group("db")
def database():
    """The database."""


@database.command()
def upgrade():
    """Bring the database to the present shape."""
    found = _settings()
    found.data_dir.mkdir(parents=True, exist_ok=True)
    upgrade_database(found)
    click.echo("The database is up to date.")


def upgrade_database(settings):
    """Apply the migrations that are missing."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(settings_.shipped("migrations")))
    config.attributes["url"] = settings_.database_url(settings)
    command.upgrade(config, "head")
