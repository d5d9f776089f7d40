"""The promise: for each severity, how much working time may go by, and the moments that come of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

ALARM = timedelta(minutes=5)   # from one alarm of an outage to the next
TARGETS = ("first_response", "next_response", "resolution")


@dataclass(frozen=True)
class SlaPolicy:
    """`targets`: {target: {severity: timedelta of working time}}; what is not there is not promised. `hours`: key of the calendar;
    `outage_hours`: that for outages, where it is another."""

    key: str
    hours: str
    outage_hours: str | None = None
    targets: dict = field(default_factory=dict)

    def calendar_for(self, severity):
        """The key of the calendar that counts for `severity`."""
        return self.outage_hours if severity == "outage" and self.outage_hours else self.hours

    def within(self, target, severity):
        """Working time until `target` is due, or None."""
        return self.targets.get(target, {}).get(severity)


@dataclass(frozen=True)
class DueTimes:
    """Aware moments, UTC; None where nothing is promised."""

    first_response_at: datetime | None = None
    resolution_at: datetime | None = None


def due_at(policy, calendar, target, severity, moment, factor=1):
    """When `target` is due for what came at `moment` (aware), `factor` times as long as usual; None where the policy does not promise it.

    A request counts from the moment that the calendar receives it: after the cut-off hour that is the next opening.
    raises  CalendarNeverOpens
    """
    within = policy.within(target, severity)
    return None if within is None else calendar.due_at(moment, within * factor)


def due_times(policy, calendar, severity, opened_at, factor=1):
    """The DueTimes of a ticket of `severity` that was opened at `opened_at`, its first answer `factor` times as late as usual."""
    return DueTimes(due_at(policy, calendar, "first_response", severity, opened_at, factor), due_at(policy, calendar, "resolution", severity, opened_at))
