"""Tickets promise an answer: people who ask, their requests, what was said and who changed what."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_tickets"
down_revision = "2026_11_22_help"


def _at(name, nullable=False):
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def _text(name, length, nullable=False):
    return sa.Column(name, sa.String(length), nullable=nullable)


def upgrade():
    op.create_table("counters", _text("site", 64), _text("name", 32), sa.Column("value", sa.Integer(), nullable=False),
                    sa.PrimaryKeyConstraint("site", "name", name="pk_counters"))
    op.create_table("accounts", _text("id", 26), _text("site", 64), _text("key", 200), _text("name", 200), _text("plan", 64, True), _at("created_at"),
                    sa.PrimaryKeyConstraint("id", name="pk_accounts"), sa.UniqueConstraint("site", "key", name="uq_accounts_site_key"))
    op.create_table("requesters", _text("id", 26), _text("site", 64), _text("key", 220), _text("name", 200), _text("email", 254, True),
                    _at("email_confirmed_at", True), _text("locale", 35), _text("plan", 64, True), _text("account_id", 26, True), _at("created_at"), _at("seen_at"),
                    sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_requesters_account_id_accounts"),
                    sa.PrimaryKeyConstraint("id", name="pk_requesters"), sa.UniqueConstraint("site", "key", name="uq_requesters_site_key"))
    op.create_index("ix_requesters_site_email", "requesters", ["site", "email"])
    op.create_table("site_secrets", _text("site", 64), _text("kid", 16), sa.Column("sealed", sa.Text(), nullable=False), _at("created_at"), _at("retired_at", True),
                    sa.PrimaryKeyConstraint("site", "kid", name="pk_site_secrets"))
    op.create_table("tickets", _text("id", 26), _text("site", 64), sa.Column("number", sa.Integer(), nullable=False), _text("requester_id", 26),
                    _text("kind", 16), _text("severity", 16), _text("status", 16), _text("subject", 200), _text("module", 64, True), _text("locale", 35),
                    _text("team", 64, True), _text("policy", 64, True), sa.Column("last_n", sa.Integer(), nullable=False), sa.Column("facts", sa.JSON(), nullable=False),
                    sa.Column("context", sa.JSON(), nullable=False), _at("opened_at"), _at("changed_at"), _at("first_response_due_at", True), _at("promised_at", True),
                    _at("first_responded_at", True), _at("resolution_due_at", True), _at("solved_at", True), sa.Column("stars", sa.Integer()), _text("rating_text", 2000, True),
                    sa.ForeignKeyConstraint(["requester_id"], ["requesters.id"], name="fk_tickets_requester_id_requesters"),
                    sa.PrimaryKeyConstraint("id", name="pk_tickets"), sa.UniqueConstraint("site", "number", name="uq_tickets_site_number"))
    op.create_index("ix_tickets_site_requester", "tickets", ["site", "requester_id", "opened_at"])
    op.create_table("ticket_messages", _text("id", 26), _text("ticket_id", 26), sa.Column("n", sa.Integer(), nullable=False), _text("author_kind", 16),
                    _text("author_name", 200), sa.Column("note", sa.Boolean(), nullable=False), sa.Column("body", sa.Text(), nullable=False), _at("at"),
                    sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_messages_ticket_id_tickets"),
                    sa.PrimaryKeyConstraint("id", name="pk_ticket_messages"), sa.UniqueConstraint("ticket_id", "n", name="uq_ticket_messages_ticket_n"))
    op.create_table("ticket_changes", sa.Column("id", sa.Integer(), nullable=False), _text("ticket_id", 26), _text("by", 220), _text("what", 32),
                    _text("before", 200, True), _text("after", 200, True), _at("at"),
                    sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_changes_ticket_id_tickets"),
                    sa.PrimaryKeyConstraint("id", name="pk_ticket_changes"))
    op.create_index("ix_ticket_changes_ticket_id", "ticket_changes", ["ticket_id"])


def downgrade():
    for table in ("ticket_changes", "ticket_messages", "tickets", "site_secrets", "requesters", "accounts", "counters"):
        op.drop_table(table)
