"""`askaside letters`: those that came in and wait for a person."""

import click

from ..core.errors import AskasideError, legible
from .people import application


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--accept", is_flag=True, help="Make it a request of its sender's own.")
def letters(number, accept):
    """List the letters that came in and wait for a person; with NUMBER, print that one as it came."""
    from ..core.db import db
    from ..mail import incoming
    from ..mail.models import IncomingLetter
    from ..tickets import inbox
    from ..tickets.models import Ticket

    if accept and number is None:
        raise click.UsageError("--accept goes with the number of a letter.")
    with application() as app:
        if accept:
            app.shelf.reread()
            try:
                ticket = db.session.get(Ticket, inbox.accept(number))
            except AskasideError as refused:
                raise click.ClickException(refused.detail) from None
            click.echo(f"Letter {number} is request #{ticket.number} of {ticket.site} now.")
        elif number is not None:
            row = db.session.get(IncomingLetter, number)
            if row is None or row.raw is None:
                raise click.ClickException(f"There is no letter {number}, or nothing of it is kept.")
            click.echo(row.raw, nl=False)
        else:
            for row in incoming.set_aside():
                click.echo(f"{row.id}  {row.arrived_at:%Y-%m-%d %H:%M} UTC  {row.state}  {legible(row.sender) or '(no sender)'}  {legible(row.reason or '')}")

