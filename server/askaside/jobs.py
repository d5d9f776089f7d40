"""The clock loop: rereads the content, folds the votes, delivers the letters, forgets what is old."""

import logging
import threading
import time

from .core import idempotency, uploads
from .help import seen, votes
from .mail import outbox

log = logging.getLogger(__name__)


def due(app):
    """Rows [job, seconds between two runs], the order in which they run when due together."""
    return [(lambda: votes.fold(app.shelf), 600), (app.shelf.reread, 0.5), (seen.forget, 3600), (idempotency.forget, 3600), (uploads.forget, 3600)]


def slow(app):
    """The same of jobs that may take minutes, and must not hold up the others."""
    return [(lambda: app.answers.tend(app.shelf), 0.5)]


def post(app):
    """The same of the letters: a mail server may take half a minute to say nothing."""
    return [(lambda: outbox.deliver(app.smtp, app.config["MAIL_FROM"]), 2)] if app.smtp and app.config["MAIL_FROM"] else []


def start(app):
    """Run the jobs in threads of their own until the process ends. A failing job is logged and tried again."""
    for jobs in (due(app), slow(app), post(app)):
        _loop(app, jobs)


def _loop(app, jobs, pause=0.1):
    rows = [[job, every, time.monotonic() + every] for job, every in jobs]

    def loop():
        while True:
            time.sleep(pause)
            for row in rows:
                if time.monotonic() < row[2]:
                    continue
                try:
                    with app.app_context():
                        row[0]()
                except Exception:
                    log.exception("a job failed")
                row[2] = time.monotonic() + row[1]

    threading.Thread(target=loop, name="jobs", daemon=True).start()
