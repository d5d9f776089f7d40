"""The tables of `site.toml` that are about tickets: teams and the promise."""

from dataclasses import dataclass

from ..sites.site import KEY
from ..sites.table import Table, TableBroken, named
from .routing import Team
from .severity import SEVERITIES
from .sla import TARGETS, SlaPolicy

ATTACHMENT_KEYS = {"max_megabytes", "max_files"}
MOST_MEGABYTES, MOST_FILES = 25, 20
TEAM_KEYS = {"key", "title", "tier", "modules", "mail", "hours"}
SLA_KEYS = {"hours", "outage_hours", *TARGETS}
DEFAULT = "default"   # the policy of who has no plan, or one without a policy


@dataclass(frozen=True)
class Attachments:
    """What may go along with a message: files of at most `max_megabytes`, at most `max_files` of them; 0 takes none."""

    max_megabytes: int = 10
    max_files: int = 10

    @property
    def max_bytes(self):
        return self.max_megabytes * 1_000_000


def read_attachments(value, site):
    """The Attachments of the [attachments] of `site`. raises  TableBroken"""
    table = Table(value, "attachments", ATTACHMENT_KEYS)
    return Attachments(*(table.one_of(key, range(least, most + 1), getattr(Attachments, key))
                         for key, least, most in (("max_megabytes", 1, MOST_MEGABYTES), ("max_files", 0, MOST_FILES))))


def read_teams(value, site):
    """(Team, …) from the [[teams]] of `site`. raises  TableBroken"""
    if not isinstance(value, list):
        raise TableBroken(f"`teams` is {value!r:.80}.", "Write [[teams]] tables.", "teams")
    found = {}
    for at, one in enumerate(value):
        table = Table(one, "teams", TEAM_KEYS, at)
        key = table.take("key", str, "a-z, 0-9 and -")
        if not KEY.fullmatch(key) or key in found:
            raise table.broken(f"The key of a team is {key!r:.80}.", "A key is a-z, 0-9 and -, and there once.", "key")
        modules = table.take("modules", list, 'a list of modules: ["invoices"]', [])
        for module in modules:
            if not isinstance(module, str) or site.module(module) is None:
                raise table.broken(f"`modules` names {module!r:.80}, which is no module of this site.", f"There are: {', '.join(m.key for m in site.modules)}.", "modules")
        mail = table.take("mail", str, "an address: support@example.com", None)
        if mail is not None and (mail.count("@") != 1 or any(c.isspace() or not c.isprintable() for c in mail)):
            raise table.broken(f"`mail` is {mail!r:.80}.", "It takes an address: support@example.com.", "mail")
        found[key] = Team(key, table.one_of("tier", (1, 2, 3), 1), tuple(modules), mail, _hours(table, "hours", site, None), table.texts("title", site, {}))
    return tuple(found.values())


def read_sla(value, site):
    """{key: SlaPolicy} from the [sla.KEY] tables of `site`. raises  TableBroken"""
    found = {}
    for key, one in named(value, "sla", "[sla.default] tables"):
        table = Table(one, f"sla.{key}", SLA_KEYS)
        targets = {}
        for target in TARGETS:
            given = table.take(target, dict, 'spans by severity: { outage = "4h", question = "24h" }', {})
            for severity in given:
                if severity not in SEVERITIES:
                    raise table.broken(f"`{target}` has {severity!r:.40}, which is no severity.", f"There are: {', '.join(SEVERITIES)}.", target)
            targets[target] = {severity: table.span(target, text) for severity, text in given.items()}
        found[key] = SlaPolicy(key, _hours(table, "hours", site), _hours(table, "outage_hours", site, None), targets)
    return found


def _hours(table, key, site, *default):
    return table.one_of(key, tuple(site.tables.get("calendars", {})), *default)
