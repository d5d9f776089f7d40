"""What a command is given: settings, content, a site and a locale; a mistake becomes one clear line."""

import difflib

import click

from .. import settings as settings_


def settings():
    try:
        return settings_.read()
    except settings_.SettingWrong as wrong:
        raise click.ClickException(str(wrong)) from None


def shelf(found):
    """The Shelf of the content folder, read once."""
    from .. import site_tables
    from ..help.shelf import Shelf

    made = Shelf(found.content_dir, site_tables.TABLES)
    made.reread(tell=False)
    return made


def entry(shelf, site):
    """`site`, when it is a folder of the content."""
    entries = shelf.registry.entries
    if site not in entries or not entries:
        there = f"{_near(site, entries)}{', '.join(sorted(entries))}" if entries else "none: each site is a folder with a site.toml"
        raise click.ClickException(f"{site}: there is no such site in {shelf.registry.content_dir}/ ({there})")
    return site


def library(shelf, site):
    """The Library of a site."""
    if entry(shelf, site) not in shelf.libraries:
        raise click.ClickException(f"{site}: its site.toml is broken; `askaside check {site}` says where")
    return shelf.libraries[site]


def view(library, locale):
    """The View of a locale that the site has."""
    from ..core import locale as locales_

    tag = locales_.tidy(locale)
    if tag not in library.views:
        raise click.ClickException(f"{locale}: {library.site.key} has no such locale ({_near(locale, library.views)}{', '.join(library.views)})")
    return library.views[tag]


def module(site, key):
    """The key of a module of the site, or None for None."""
    if key is not None and site.module(key) is None:
        keys = [module.key for module in site.modules]
        raise click.ClickException(f"{key}: {site.key} has no such module ({_near(key, keys)}{', '.join(keys)})")
    return key


def _near(wrong, known):
    near = difflib.get_close_matches(wrong, known, 1)
    return f"did you mean {near[0]}? There are: " if near else ""
