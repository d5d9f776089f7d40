"""`askaside doctor`: what is wrong with a set-up, before or while it runs; with `--url`, how a server looks from outside."""

import sys

import click

from ..core.findings import OK, WARNING, WRONG


@click.command()
@click.option("--url", metavar="ADDRESS", help="Ask the server at this address from outside, as a browser would, and nothing else.")
@click.option("--origin", metavar="ORIGIN", help="With --url: the product's pages that embed the help: https://app.example.com.")
@click.option("--site", metavar="KEY", help="With --url: the site to ask for; else the only one there is.")
def doctor(url, origin, site):
    """Say what is wrong with this set-up, line by line: ok, warning or wrong, and what to do. Wrong: exit 1.

    It changes nothing, and may be run while the server does.
    """
    from . import inside, outside

    if (origin or site) and not url:
        raise click.UsageError("--origin and --site go with --url.")
    counts = dict.fromkeys((OK, WARNING, WRONG), 0)
    for finding in outside.findings(url, origin, site) if url else inside.findings():
        counts[finding.level] += 1
        click.secho(f"{finding}", fg={WARNING: "yellow", WRONG: "red"}.get(finding.level))
    click.echo(f"{counts[OK]} ok, {counts[WARNING]} warnings, {counts[WRONG]} wrong")
    sys.exit(bool(counts[WRONG]))
