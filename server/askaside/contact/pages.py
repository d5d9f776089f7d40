"""The pages that work without the host product and without JavaScript: write, follow, answer, and how often promises were kept.

Who may see a request is said by the signed `key` in its address; nothing is kept in the browser. Nothing here is cached or indexed.
"""

import secrets

from flask import Blueprint, abort, current_app, redirect, request, url_for

from ..core import clock, http, idempotency, uploads
from ..core.errors import AskasideError, BadRequest, NotFound
from ..help import centre_page
from ..help.centre import view_of
from ..people import actions as people
from ..people.identity import Caller, caller
from ..tickets import access, actions, attachments, keys, queries, schemas, status
from .ways import promise, ways

bp = Blueprint("pages", __name__, url_prefix="/help/<site>/<locale>", template_folder="templates")
bp.register_error_handler(Exception, centre_page.sorry)
ID = "<ticket_id:ticket>"
FILE_CODES = {"unsupported_type", "too_large"}


@bp.before_request
def _ours():
    """A form of another site cannot send for a person: its origin is not ours."""
    origin = request.headers.get("Origin")
    if request.method == "POST" and origin and http.host_of(origin) not in http.own_hosts():
        raise BadRequest("This form was not sent from its own page.")
    site = current_app.shelf.libraries.get(request.view_args["site"])
    if request.method == "POST" and site:
        request.max_content_length = attachments.most_bytes(site.site, attachments.limits(site.site).max_files)


@bp.get("/contact")
@bp.post("/contact")
def contact(site, locale):
    """Every way to a person; and a form for the one that is always there."""
    library, view, t = view_of(site, locale)
    told, wrong = {}, {}
    if request.method == "POST":
        told = request.form.to_dict()
        told["files"], wrong, answer = _sent(library, view, told)
        if answer:
            return answer
    now = clock.now()
    return centre_page.private(
        "contact.html", library, view, title=t("centre.write"), here="contact", told=told, wrong=wrong, status=400 if wrong else 200,
        open_to=_open_to(library.site), most=attachments.limits(library.site), secret=told.get("secret") or secrets.token_urlsafe(32), promise=promise(library.site, view.locale, now),
        ways=[row for row in ways(library.site, view.locale, now) if "link" in row])


@bp.get(f"/requests/{ID}")
@bp.post(f"/requests/{ID}")
def follow(site, locale, ticket):
    """One request as its requester sees it."""
    library, view, t = view_of(site, locale)
    found, who = _opened(library.site, ticket, keys.REQUESTER)
    if found is None:
        return _confirm(library, view, t, ticket)
    told, wrong = {}, {}
    if request.method == "POST":
        told = request.form.to_dict()
        try:
            told["files"] = _files(library.site, who.key)
            _act(who, found, told)
            return redirect(request.full_path, 303)
        except AskasideError as refused:
            wrong = {told.get("do", "reply"): _said(t, refused)}
    return centre_page.private("request.html", library, view, title=found.subject, here=f"requests/{ticket}?key={request.args['key']}", ticket=found, **_thread(found),
                               most=attachments.limits(library.site), told=told, wrong=wrong, status=409 if wrong else 200, due=_due(found), done=found.status in status.DONE)


@bp.get(f"/answer/{ID}")
@bp.post(f"/answer/{ID}")
def answer(site, locale, ticket):
    """One request as its team sees it, with a form to answer."""
    library, view, t = view_of(site, locale)
    found, team = _opened(library.site, ticket, keys.TEAM)
    if found is None:
        raise NotFound("This link does not lead to a request, or it is too old.")
    told, wrong = {}, {}
    if request.method == "POST":
        told = request.form.to_dict()
        try:
            told["files"] = _files(library.site, f"team:{team}")
            actions.answer(found, f"team:{team}", _text(told, "name", 200), _text(told, "body", schemas.MOST_TEXT, True), seen=_number(told.get("seen")),
                           solve=told.get("do") == "solve", note=told.get("do") == "note", files=_ids(told))
            return redirect(request.full_path, 303)
        except AskasideError as refused:
            wrong = {"body": _said(t, refused)}
    return centre_page.private("answer.html", library, view, title=f"#{found.number} {found.subject}", here=f"answer/{ticket}?key={request.args['key']}", ticket=found,
                               **_thread(found, notes=True), most=attachments.limits(library.site), told=told, wrong=wrong, status=409 if wrong else 200, due=_due(found))


@bp.get(f"/requests/{ID}/files/<file>")
def file_of_request(site, locale, ticket, file):
    """An attachment, for who holds the requester's link."""
    found, who = _opened(view_of(site, locale)[0].site, ticket, keys.REQUESTER)
    return uploads.serve(attachments.of_ticket(found, file) if who else uploads.missing())


@bp.get(f"/answer/{ID}/files/<file>")
def file_of_answer(site, locale, ticket, file):
    """The same for its team, whose notes have files, too."""
    found, team = _opened(view_of(site, locale)[0].site, ticket, keys.TEAM)
    return uploads.serve(attachments.of_ticket(found, file, notes=True) if team else uploads.missing())


@bp.get("/promise")
def promised(site, locale):
    """How often answers came when they were promised."""
    library, view, t = view_of(site, locale)
    well, count = queries.kept(site, clock.now())
    return centre_page.private("promise.html", library, view, title=t("centre.promise"), here="promise", well=well, count=count)


def _open_to(site):
    """May a stranger write here? Only where visitors may, and the site has the way at all."""
    return site.identity != "enforce" and any(channel.kind == "ticket" for channel in site.channels)


def _sent(library, view, told):
    """([KeptFile] that came along, {field: complaint}, the answer when it was taken)."""
    site, t = library.site, centre_page.Words(view.locale)
    if not _open_to(site):
        abort(404)
    wrong = {}
    if not told.get("body", "").strip():
        wrong["body"] = t("centre.writeBody")
    if told.get("email") and not _is_address(told["email"]):
        wrong["email"] = t("centre.writeEmail")
    who = caller(site, f"Visitor {told.get('secret', '')}")
    files = []
    try:
        files = _files(site, who.key)
    except AskasideError as refused:
        wrong["files"] = _said(t, refused)
    if wrong:
        return files, wrong, None
    for name in ("ticket", "ticket_address"):
        current_app.limits.spend(name, (site.key, who.key if name == "ticket" else http.client_address()))
    facts = {key: told[key] for key in ("anyone_can_work", "way_round") if told.get(key) in ("yes", "no")}
    fields = {"body": _text(told, "body", schemas.MOST_TEXT, True), "name": _text(told, "name", 200), "email": told.get("email") or None, "facts": facts}
    same = [*sorted(fields.items()), *((row.name, row.sha256) for row in files)]

    def act():
        ticket = actions.open_(who, site, locale=view.locale, context={"browser": request.user_agent.string[:400]}, files=[row.id for row in files], **fields)
        key = keys.sign(ticket, keys.REQUESTER, ticket.requester_id)
        return 303, url_for("pages.follow", site=site.key, locale=view.locale, ticket=ticket.id, key=key)

    # The same form sent twice is one request: its secret is the key of the write, too.
    code, address = idempotency.once((site.key, who.key[-64:], "form " + told["secret"]), idempotency.fingerprint(repr(same).encode()), act)
    return files, {}, redirect(address, code)


def _files(site, owner):
    """[KeptFile] of a form: those that a try before has brought already, and those that came now. They wait for their message."""
    found = attachments.waiting(site, owner, request.form.getlist("kept")[:attachments.limits(site).max_files])
    for upload in request.files.getlist("files"):
        if not upload.filename:
            continue   # the field was left empty
        for name, key in (("file", owner), ("file_address", http.client_address())):
            current_app.limits.spend(name, (site.key, key))
        found.append(attachments.keep(site, owner, upload.filename, attachments.content(site, upload)))
    return found


def _said(t, refused):
    """Why something was not taken: of a file in the reader's language."""
    return t(f"files.{refused.code}") if refused.code in FILE_CODES or (refused.errors or {}).keys() & {"file"} else refused.detail


def _ids(told):
    return [row.id for row in told.get("files", ())]


def _thread(ticket, notes=False):
    """{messages, files: {message id: [KeptFile]}}"""
    messages = queries.messages(ticket, notes)
    return {"messages": messages, "files": attachments.of(messages)}


def _opened(site, ticket, purpose):
    """(Ticket, who) that the `key` in the address opens: the Caller of its requester, or the team's key. (None, None) for any other."""
    holder = keys.opens(site.key, request.args.get("key"), purpose)
    if holder is None or holder[0] != ticket:
        return None, None
    found = access.signed(site.key, ticket)
    if purpose == keys.TEAM:
        return found, holder[1]
    return (found, Caller(site.key, found.requester.key)) if found.requester_id == holder[1] else (None, None)


def _confirm(library, view, t, ticket):
    """The link of a receipt: a button that says the address is theirs. A machine that follows links presses none."""
    found = access.signed(library.site.key, ticket)
    holder = keys.opens(library.site.key, request.args.get("key"), keys.confirming(found.requester.email))
    if holder is None or holder[0] != ticket:
        raise NotFound("This link does not lead to a request, or it is too old.")
    if request.method == "POST":
        people.confirm(found.requester)
        return redirect(url_for("pages.follow", site=library.site.key, locale=view.locale, ticket=ticket, key=keys.sign(found, keys.REQUESTER, holder[1])), 303)
    return centre_page.private("confirm.html", library, view, title=t("centre.confirm"), here=f"requests/{ticket}?key={request.args['key']}", status=200)


def _act(who, ticket, told):
    what = told.get("do", "reply")
    for name in ("message", "message_address"):
        current_app.limits.spend(name, (ticket.site, who.key if name == "message" else http.client_address()))
    if what == "rate":
        stars = _number(told.get("stars"))
        if stars is None or not 1 <= stars <= 5:
            raise BadRequest("Choose one to five stars.")
        actions.rate(who, ticket.id, stars, _text(told, "text", 2000) or None)
    elif what == "reopen":
        actions.reopen(who, ticket.id)
    else:
        actions.reply(who, ticket.id, _text(told, "body", schemas.MOST_TEXT, True), _number(told.get("seen")), _ids(told))


def _due(ticket):
    """The moment that was told, while it is owed."""
    return ticket.promised_at if ticket.first_responded_at is None and ticket.status in status.OPEN else None


def _text(told, name, most, needed=False):
    text = told.get(name, "").replace("\0", "").replace("\r\n", "\n")
    if needed and not text.strip():
        raise BadRequest("Write a few words.")
    if len(text) > most:
        raise BadRequest(f"That is longer than {most} characters.")
    return text


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _is_address(text):
    return len(text) <= 254 and text.count("@") == 1 and all(text.split("@")) and not any(c.isspace() or not c.isprintable() for c in text)
