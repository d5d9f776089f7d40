"""What a form of our own pages sends, and the signed link that its page was opened by."""

from flask import current_app, request

from ..core import http
from ..core.errors import BadRequest
from ..tickets import access, attachments, keys, queries

TICKET = "<ticket_id:ticket>"


def ours():
    """A form of another site cannot send for a person: its origin is not ours."""
    origin = request.headers.get("Origin")
    if request.method == "POST" and origin and http.host_of(origin) not in http.own_hosts():
        raise BadRequest("This form was not sent from its own page.", word="form")
    library = current_app.shelf.libraries.get(request.view_args["site"])
    if request.method == "POST" and library:
        request.max_content_length = attachments.most_bytes(library.site, attachments.limits(library.site).max_files)


def opened(site, ticket_id, purpose):
    """(Ticket, holder) that the `key` in the address opens for `purpose`; (None, None) for any other."""
    found = keys.opens(site.key, request.args.get("key"), purpose)
    if found is None or found[0] != ticket_id:
        return None, None
    return access.signed(site.key, ticket_id), found[1]


def text(told, name, most, needed=False):
    """The field `name` without NUL, at most `most` characters long. raises  BadRequest"""
    found = told.get(name, "").replace("\0", "").replace("\r\n", "\n")
    if needed and not found.strip():
        raise BadRequest("Write a few words.", word="no_words")
    if len(found) > most:
        raise BadRequest(f"That is longer than {most} characters.", word="long_text", values={"most": most})
    return found


def number(found):
    """The whole number that a field holds, or None."""
    return int(found) if found and found.isdecimal() and len(found) < 10 else None


def files(site, owner):
    """[KeptFile] of a form: those that a try before has brought already, and those that came now. They wait for their message."""
    found = attachments.waiting(site, owner, request.form.getlist("kept")[:attachments.limits(site).max_files])
    for upload in request.files.getlist("files"):
        if not upload.filename:
            continue   # the field was left empty
        for name, key in (("file", owner), ("file_address", http.client_address())):
            current_app.limits.spend(name, (site.key, key))
        found.append(attachments.keep(site, owner, upload.filename, attachments.content(site, upload)))
    return found


def ids(told):
    return [row.id for row in told.get("files", ())]


def thread(ticket, notes=False):
    """{messages, files: {message id: [KeptFile]}}"""
    messages = queries.messages(ticket, notes)
    return {"messages": messages, "files": attachments.of(messages)}
