"""The tables of `site.toml` that are about tickets: teams, the promise, who is alarmed, and what agents need to know."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from ..core import locale as locales_
from ..sites.table import Table, TableBroken, listed, named
from .facts import LOOKS, PAGE, Fact
from .routing import Team
from .severity import KINDS, SEVERITIES
from .sla import TARGETS, SlaPolicy

ATTACHMENT_KEYS = {"max_megabytes", "max_files"}
MOST_MEGABYTES, MOST_FILES = 25, 20
TEAM_KEYS = {"key", "title", "tier", "modules", "mail", "hours"}
SLA_KEYS = {"hours", "outage_hours", *TARGETS}
FACT_KEYS = {"key", "ask", "modules", "kinds", "words", "looks_like", "page"}
MOST_WORDS = 50
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


def read_mail(value, site):
    """The address that letters to the Site `site` come to, in small letters. raises  TableBroken"""
    if not isinstance(value, str) or not _is_address(value) or "+" in value:
        raise TableBroken(f"`mail` is {value!r:.80}.", 'It takes an address, without a "+": "support@example.com".', "mail")
    return value.lower()


def read_teams(value, site):
    """(Team, …) from the [[teams]] of `site`. raises  TableBroken"""
    found = []
    for table, key in listed(value, "teams", TEAM_KEYS):
        modules = table.take("modules", list, 'a list of modules: ["invoices"]', [])
        for module in modules:
            if not isinstance(module, str) or site.module(module) is None:
                raise table.broken(f"`modules` names {module!r:.80}, which is no module of this site.", f"There are: {', '.join(m.key for m in site.modules)}.", "modules")
        mail = table.take("mail", str, "an address: support@example.com", None)
        if mail is not None and not _is_address(mail):
            raise table.broken(f"`mail` is {mail!r:.80}.", "It takes an address: support@example.com.", "mail")
        found.append(Team(key, table.one_of("tier", (1, 2, 3), 1), tuple(modules), mail, _hours(table, "hours", site, None), table.texts("title", site, {})))
    return tuple(found)


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


def read_facts(value, site):
    """(Fact, …) from the [[facts]] of `site`. raises  TableBroken"""
    found = []
    for table, key in listed(value, "facts", FACT_KEYS):
        lists = {name: table.some(name, allowed) for name, allowed in
                 (("modules", [module.key for module in site.modules]), ("kinds", KINDS), ("looks_like", LOOKS), ("page", PAGE))}
        found.append(Fact(key, table.texts("ask", site), words=_words(table, site), **lists))
    return tuple(found)


def _words(table, site):
    """{locale: (word, …)}"""
    given = table.take("words", dict, 'lists of words by locale: { en = ["since"] }', {})
    for tag, some in given.items():
        words = isinstance(some, list) and len(some) <= MOST_WORDS and all(isinstance(one, str) and 1 < len(one) <= 80 for one in some)
        if not words or locales_.tidy(tag) not in site.locales:
            remedy = f"Write at most {MOST_WORDS} words, of two letters or more, for each of the site's locales: {', '.join(site.locales)}."
            raise table.broken(f"`words` has {some!r:.60} for `{tag}`.", remedy, "words")
    return {locales_.tidy(tag): tuple(some) for tag, some in given.items()}


def read_outage(value, site):
    """The address of the [outage] webhook, that somebody on call hears by. raises  TableBroken"""
    table = Table(value, "outage", {"webhook"})
    shape = 'an address: "https://alerts.example.com/hook"'
    url = table.take("webhook", str, shape)
    found = urlsplit(url)
    if not (found.scheme == "https" or (found.scheme == "http" and found.hostname in ("localhost", "127.0.0.1"))) or not found.hostname or not url.isprintable() or " " in url:
        raise table.broken(f"`webhook` is {url!r:.80}.", f"It takes {shape}.", "webhook")
    return url


def _hours(table, key, site, *default):
    return table.one_of(key, tuple(site.tables.get("calendars", {})), *default)


def _is_address(text):
    return text.count("@") == 1 and all(text.split("@")) and not any(c.isspace() or not c.isprintable() for c in text)
