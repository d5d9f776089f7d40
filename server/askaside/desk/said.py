"""What the pages of the desk say of a request: when it is due, whose it is, how it stands."""

from datetime import timedelta

from ..tickets import words as letters

GROUPS = {"outage": "desk.group.outage", "late": "desk.group.late", "next": "desk.group.next", "today": "desk.group.today", "later": "desk.group.later", "waiting": "desk.group.waiting"}
WHOSE = {"all": "desk.whose.all", "mine": "desk.whose.mine", "team": "desk.whose.team", "nobody": "desk.whose.nobody"}
STATUS = {"new": "desk.status.new", "open": "desk.status.open", "pending": "desk.status.pending", "on_hold": "desk.status.on_hold", "solved": "desk.status.solved", "closed": "desk.status.closed"}
TARGETS = {"first_response": "desk.first", "next_response": "desk.following", "resolution": "desk.resolution"}
ROLES = {"admin": "desk.role.admin", "agent": "desk.role.agent", "editor": "desk.role.editor", "observer": "desk.role.observer"}
DAYS = timedelta(days=2)   # from then on a date says more than hours


def due(row, now, t):
    """When a row of the queue is due, in words: "12 min late", "in 24 min", "by 15:40". `t`: Words, whose zone's clock it is told by."""
    due_at = row["due_at"]
    if due_at is None:
        return t(STATUS[row["status"]]) if row["group"] == "waiting" else t("desk.noDue")
    late = now - due_at
    if timedelta(0) <= late < DAYS:
        minutes = late // timedelta(minutes=1)
        return t("desk.lateMinutes", n=minutes) if minutes < 60 else t("desk.lateHours", n=minutes // 60)
    if late >= DAYS:
        return t("desk.lateSince", at=t.moment(due_at))
    if -late <= timedelta(hours=1):
        return t("desk.inMinutes", n=-late // timedelta(minutes=1))
    local = due_at.astimezone(t.zone)
    return t("desk.by", at=f"{local:%H:%M}" if local.date() == now.astimezone(t.zone).date() else t.moment(due_at))


def severity(key, locale):
    return letters.of(locale)[f"severity_{key}"]
