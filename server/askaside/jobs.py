"""The clock loop: rereads the content, folds the votes, delivers the letters and fetches those that come, keeps the promises in sight, forgets."""

import logging
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from .chat import live as chat_live
from .chat import watch as chat_watch
from .core import counters, idempotency, uploads
from .core import live as lines
from .core.db import AWAY, first_line
from .desk import live
from .help import seen, votes
from .mail import forgetting, outbox
from .mail.imap import Trouble
from .people import sessions
from .tickets import inbox, watch

log = logging.getLogger(__name__)
DATABASE_SECONDS = 10   # until a job asks again for a database that was away


class Job(NamedTuple):
    """What is run every so many seconds; called without anything, within the app's context."""

    name: str
    run: Callable
    seconds: float


def due(app):
    """Jobs in the order in which they run when due together."""
    return [Job("count the votes", lambda: votes.fold(app.shelf), 600), Job("read the content again", app.shelf.reread, 0.5),
            Job("forget what was seen", seen.forget, 3600), Job("forget first answers", idempotency.forget, 3600),
            Job("cut the sockets of who is signed out", live.review, 3),
            Job("cut the chats of whose token has ended", chat_live.review, 1.5), Job("cut the sockets that want nobody", lambda: lines.review(app), 10),
            Job("say how many sockets there are", lambda: lines.told(app), 60),
            Job("forget old letters", forgetting.forget, 3600), Job("forget files that no message took", uploads.forget, 3600), Job("forget sessions that ended", sessions.forget, 3600)]


def slow(app):
    """The same of jobs that may take minutes, and must not hold up the others."""
    return [Job("keep the search indexes", lambda: app.answers.tend(app.shelf), 0.5)]


def arriving(app):
    """The same of letters that come: a mail server may take half a minute to say nothing."""
    return [Job("fetch letters", app.mailbox.look, 10)] if app.mailbox else []


def read(app):
    """The same of what has come."""
    return [Job("understand letters", inbox.understand, 1)]


def post(app):
    """The same of letters that go out."""
    return [Job("deliver letters", lambda: outbox.deliver(app.smtp, app.config["MAIL_FROM"]), 2)] if app.smtp and app.config["MAIL_FROM"] else []


def promises(app):
    """The same of what is due of requests: whom an alarm calls may take his time to answer."""
    return [Job("keep promises in sight", lambda: watch.run(tuple(app.shelf.libraries)), 5)]


def chats(app):
    """The same of chats: who waits for a person counts seconds."""
    return [Job("keep chats in sight", chat_watch.run, 1)]


def start(app):
    """Run the jobs in threads of their own until the process ends. A failing job is logged and tried again."""
    for jobs in (due(app), slow(app), arriving(app), read(app), post(app), promises(app), chats(app)):
        _loop(app, jobs)


def once(app):
    """Run what is due one time, letters as long as there are some. Returns {name of a job that failed: why}.

    The search indexes are kept by who serves.
    """
    failed = {}
    for jobs, again in ((due(app), False), (arriving(app), False), (read(app), True), (promises(app), True), (chats(app), True), (post(app), True)):
        for job in jobs:
            try:
                with app.app_context():
                    while job.run() and again:
                        pass
            except Exception as wrong:
                _tell(job, wrong)
                failed[job.name] = str(wrong) or type(wrong).__name__
    if app.mailbox:
        app.mailbox.close()
    return failed


def _loop(app, jobs, pause=0.1):
    rows = [[job, time.monotonic() + job.seconds] for job in jobs]

    def loop():
        while True:
            time.sleep(pause)
            for row in rows:
                job, at = row
                if time.monotonic() < at:
                    continue
                try:
                    with app.app_context():
                        job.run()
                except AWAY as away:
                    log.error("a job waits for the database, %s: %s", job.name, first_line(away))
                    row[1] = time.monotonic() + max(job.seconds, DATABASE_SECONDS)
                    continue
                except Exception as wrong:
                    _tell(job, wrong)
                row[1] = time.monotonic() + job.seconds

    threading.Thread(target=loop, name="jobs", daemon=True).start()


def _tell(job, wrong):
    counters.add("job_failures", job=job.name)
    if isinstance(wrong, Trouble):
        log.warning("a job failed, %s: %s", job.name, wrong)   # somebody else's machine: a trace would say nothing
    else:
        log.error("a job failed, %s", job.name, exc_info=wrong)
