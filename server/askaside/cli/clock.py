"""`askaside clock`: the due work, once; for who serves on other machines, or wants it done now."""

import sys

import click

from . import given


@click.command()
def clock():
    """Do what is due now: fetch letters, make requests of them, deliver, count, forget. `askaside serve` does it by itself.

    Exit 1 when a part failed; the others are done all the same.
    """
    from .. import cli, jobs
    from ..app import create_app

    found = given.settings()
    app = create_app(found)
    cli.upgrade_database(found)
    failed = jobs.once(app)
    for name, why in failed.items():
        click.echo(f"failed: {name}: {why}", err=True)
    sys.exit(bool(failed))
