"""What a plan gives: which promise counts, who goes first, which ways to a person are open, and how much is included."""

from dataclasses import dataclass, field

DEFAULT = "default"   # the plan of who has none, or one that the site does not know


@dataclass(frozen=True)
class Entitlement:
    """`sla`: key of the policy, None: the one called as the plan; `priority`: among requests due at the same time the higher goes first;
    `channels`: kinds of the ways to a person, None: all; `fair_use`: requests in 30 days after which others go first, None: no end."""

    plan: str = DEFAULT
    sla: str | None = None
    priority: int = 0
    channels: tuple | None = None
    fair_use: int | None = None
    title: dict = field(default_factory=dict)

    def opens(self, channel):
        """May they use the way of this kind?"""
        return self.channels is None or channel in self.channels


def entitlement(plans, plan):
    """The Entitlement of `plan` (a key, or None) among `plans` ({key: Entitlement})."""
    found = plans.get(plan) or plans.get(DEFAULT) or Entitlement()
    return found if found.plan == plan or plan is None else Entitlement(plan, found.sla, found.priority, found.channels, found.fair_use)


def open_ways(site, locale):
    """The ways to a person that are open to anybody, as rows (`Site.ways_out`); those of a plan are told by the contact, to who has it."""
    anybody = entitlement(site.tables.get("plans", {}), None)
    return [way for way in site.ways_out(locale) if anybody.opens(way["kind"])]
