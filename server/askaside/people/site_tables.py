"""The table of `site.toml` that is about people: what each plan gives."""

from ..sites.site import CHANNELS
from ..sites.table import Table, named
from .entitlements import Entitlement

KEYS = {"title", "sla", "priority", "channels", "fair_use"}
HIGHEST, MOST = 3, 100_000


def read_plans(value, site):
    """{key: Entitlement} from the [plans.KEY] tables of `site`. raises  TableBroken"""
    return {key: _plan(key, Table(one, f"plans.{key}", KEYS), site) for key, one in named(value, "plans", "[plans.gold] tables")}


def _plan(key, table, site):
    channels = table.take("channels", list, 'a list of kinds: ["ticket", "phone"]', None)
    for kind in channels or ():
        if kind not in CHANNELS:
            raise table.broken(f"`channels` names {kind!r:.40}.", f"There are: {', '.join(CHANNELS)}.", "channels")
    return Entitlement(key, table.one_of("sla", tuple(site.tables.get("sla", {})), None), _whole(table, "priority", 0, HIGHEST, 0),
                       channels if channels is None else tuple(channels), _whole(table, "fair_use", 1, MOST, None), table.texts("title", site, {}))


def _whole(table, key, least, most, default):
    shape = f"a whole number from {least} to {most}"
    number = table.take(key, int, shape, default)
    if number is not default and not least <= number <= most:
        raise table.broken(f"`{key}` is {number}.", f"It takes {shape}.", key)
    return number
