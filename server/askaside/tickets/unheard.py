"""Requests that nobody would hear of: a weak spot of a site, told by `askaside check`."""

from ..help.checks import Weak
from ..sites.site_file import line_of
from .routing import team_for


def gaps(library, text):
    """[Weak], one at most: the modules of the site whose requests reach no team that has a `mail`. `text`: that of its site.toml."""
    site = library.site
    if not any(channel.kind == "ticket" for channel in site.channels):
        return []
    teams = site.tables.get("teams", ())
    unheard = [key for key in (None, *(module.key for module in site.modules)) if not getattr(team_for(teams, key), "mail", None)]
    if not unheard:
        return []
    lines = text.split("\n")
    at = [channel.kind for channel in site.channels].index("ticket")
    about = ", ".join(filter(None, unheard)) if None not in unheard else "of any kind" if len(unheard) > len(site.modules) else ", ".join(["of no module", *filter(None, unheard)])
    return [Weak(f"{site.key}/site.toml", line_of(lines, "kind", "channels", at), f"No team with a `mail` hears of requests: {about}.",
                 "Add [[teams]] with a `mail`, so that somebody is told.")]
