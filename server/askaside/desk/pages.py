"""The desk as pages without JavaScript: the queue in the order of what is due, and one request with its whole story."""

from datetime import timedelta

from flask import Blueprint, current_app, redirect, request

from ..chat import access as chats
from ..contact import answering, forms
from ..core import clock, uploads
from ..core.db import db
from ..core.errors import AskasideError, BadRequest
from ..help import gaps
from ..people import queries as people
from ..people.roles import ANSWER, CONTENT, READ
from ..search.engine import Question
from ..tickets import attachments, explained, handling, queue, status, wishes
from ..tickets.severity import SEVERITIES
from . import access, drafts, rows, said, shell, start

bp = Blueprint("desk_pages", __name__, url_prefix="/desk", template_folder="templates")
bp.register_error_handler(Exception, shell.sorry)
bp.before_request(access.enter)
MOST = 50   # requests on a page
SPAN, MOST_ASKED = timedelta(days=30), 200   # of what was asked in vain: each is asked again while the page waits
TICKET = f"/<site>/tickets/{forms.TICKET}"
FILTERS = {"whose": queue.WHOSE, "status": status.OPEN, "severity": SEVERITIES}


@bp.get("", strict_slashes=False)
def home():
    """To the only site there is for them, or a choice."""
    mine = access.mine(access.person())
    if len(mine) == 1:
        return redirect(access.door(mine[0][0].site.key, mine[0][1]))
    return shell.page("desk-home.html", title=shell.words()("desk.sites"), said=said)


@bp.get("/<site>")
def list_queue(site):
    """What is open, as far as the filters in the address let it through."""
    found = access.library(site, READ).site
    asked = {name: request.args[name] for name, known in FILTERS.items() if request.args.get(name) in known}
    if found.module(request.args.get("module")):
        asked["module"] = request.args["module"]
    told, following, now = queue.page(access.view(found, **asked), clock.now(), MOST, request.args.get("after"))
    t, tag = shell.words(found), shell.locale()
    return shell.page("queue.html", title=t("desk.queue"), site=found, found=told, following=following, writes=access.holds(site, CONTENT), now=now, asked=asked, filters=FILTERS, said=said,
                      due=said.due,
                      live=start.live(found, t), severity=lambda key: said.severity(key, tag), module_titles={one.key: found.words(one.title, tag) for one in found.modules})


@bp.get("/<site>/gaps")
@bp.post("/<site>/gaps")
def list_gaps(site):
    """What readers asked in vain of late, for who writes answers, who make a draft of one here. No person is in it."""
    library, kept = access.library(site, CONTENT), None
    if request.method == "POST":
        access.proven(request.form.get("csrf"))
        current_app.limits.spend("desk", access.person().id)
        asked = {name: forms.text(request.form, name, most, needed=True) for name, most in (("text", drafts.MOST_TITLE), ("page", 500), ("locale", 35))}
        kept = drafts.keep(library, drafts.checked(library, drafts.of_question(library, **asked)))
        if request.form.get("do") == "save":
            return shell.file(kept["name"].rpartition("/")[2], kept["text"], "text/markdown")
    rows = gaps.rows(db.session, site, clock.now() - SPAN)
    rows.sort(key=lambda row: (-row.count, row.text or ""))
    vain, unsure = gaps.missed(rows[:MOST_ASKED], lambda locale, text: current_app.answers.engine.find(library.view(locale).collection, Question(text), 1))
    return shell.page("gaps.html", title=shell.words()("desk.vain"), site=library.site, vain=vain, unsure=unsure, kept=kept, asked=request.form)


@bp.get(TICKET)
@bp.post(TICKET)
def one_ticket(site, ticket):
    """One request: the whole story, and everything that can be done with it."""
    library = access.library(site, READ)
    t, tag, told, wrong = shell.words(library.site), shell.locale(), {}, {}
    if request.method == "POST":
        request.max_content_length = attachments.most_bytes(library.site, attachments.limits(library.site).max_files)
        access.proven(request.form.get("csrf"))
        found, told = access.ticket(site, ticket, ANSWER), request.form.to_dict()
        try:
            told["files"] = forms.files(library.site, access.key(access.person()))
            _act(found, told)
            return redirect(request.path, 303)
        except AskasideError as refused:
            wrong = {told.get("do", "reply"): t.refused(refused)}
    found = access.ticket(site, ticket, READ)
    may = access.holds(site, ANSWER)
    return shell.page(
        "desk-ticket.html", title=f"#{found.number} {found.subject}", site=library.site, told=told, wrong=wrong, status=409 if wrong else 200, answers=may, at=[request.path, ""],
        live=start.live(library.site, t), promises=explained.due_times(found, tag), said=said, colleagues=people.answerers(site) if may else (),
        others=_others(rows.others(found)), shows=may and (found.public_title or wishes.may_be_public(found)), **answering.story(found, library.site, tag))


@bp.get(f"{TICKET}/files/<file>")
def one_file(site, ticket, file):
    """An attachment of one of its messages, notes among them."""
    return uploads.serve(attachments.of_ticket(access.ticket(site, ticket, READ), file, notes=True))


@bp.get("/<site>/chats/<ticket_id:chat>")
def one_chat(site, chat):
    """A chat, which moves by itself: its script asks for it. Whoever has none is shown the way to the requests."""
    library = access.library(site, READ)
    chats.of_site(library.site, chat)
    t = shell.words(library.site)
    return shell.page("desk-chat.html", title=t("desk.chats"), site=library.site, live=start.live(library.site, t))


def _act(ticket, told):
    person = access.person()
    current_app.limits.spend("desk", person.id)
    if told.get("do") in ("publish", "unpublish"):
        title = forms.text(told, "title", wishes.TITLE, needed=True) if told["do"] == "publish" else None
        return wishes.publish(ticket, access.key(person), title, forms.number(told.get("seen")))
    if told.get("do") != "assign":
        return answering.act(ticket, access.key(person), person, told)
    agent = next((one for one in people.answerers(ticket.site) if one.id == told.get("agent")), None)
    if told.get("agent") and agent is None:
        raise BadRequest("Nobody of this id answers here.", word="no_agent")
    handling.assign(ticket, access.key(person), agent, forms.number(told.get("seen")))


def _others(rows):
    """[(word, [row of another request])] of what belongs to this one."""
    found = (("desk.cause", [rows["cause"]]), ("desk.caused", rows["caused"]), ("desk.joinedTo", [rows["joined_to"]]), ("centre.earlier", rows["earlier"]))
    return [(word, list(filter(None, others))) for word, others in found if any(others)]
