"""What an agent is told by letter: the link of their invitation."""

from flask import current_app

from ..core import clock, ids
from ..core.db import db
from ..help.words import Words
from ..mail import outbox
from ..mail.message import AddressRefused, Letter, Link, new_message_id
from ..people.models import Agent
from . import access


def invited(happened):
    """AgentInvited: the link, within the transaction that makes it; where no letters are written, who invited passes it on."""
    person, mailbox = db.session.get(Agent, happened.agent_id), current_app.config["MAIL_FROM"]
    sites = [library.site for library, _ in access.mine(person)]
    if not (mailbox and sites):
        return
    t = Words(sites[0].default_locale)
    link = Link(t("desk.choose"), f"{current_app.config['OWN_URL']}/desk/invitation/{happened.token}")
    try:
        outbox.post(sites[0].key, Letter(
            to=person.email, to_name=person.name, subject=t("desk.invited", site=sites[0].name), locale=t.locale, paragraphs=(t("desk.invitedHint"), link), from_name=sites[0].name,
            from_address=mailbox, message_id=new_message_id(mailbox.partition("@")[2], ids.new()), date=clock.now(), automatic=True), person.id)
    except AddressRefused as wrong:
        current_app.logger.warning("no letter for the invitation of %s: %s", person.email, wrong)
