"""Country: the holidays and half-holidays of a country or a part of it, with their names by locale."""

import warnings
from dataclasses import dataclass
from functools import lru_cache

import holidays

HOLIDAY, HALF = "holiday", "half_holiday"
CHOL_HAMOED = "חול המועד"   # the package has these days among optional ones, such as Purim, on which offices work as usual


@dataclass(frozen=True)
class Holiday:
    """A day of the country. `kind`: `holiday` (nobody works) or `half_holiday` (some do, for some hours). `name` by locale."""

    kind: str
    name: dict


@dataclass(frozen=True)
class Country:
    """`code` as in ISO 3166 ("IL"); `part` is a subdivision of it ("BY" of "DE"), or None for what holds in all of it."""

    code: str
    part: str | None = None

    def on(self, date):
        """The Holiday of the local `date`, or None. The package knows none after the year 2100."""
        return of_year(self.code, self.part, date.year).get(date)


@lru_cache(1)
def known():
    """{code: subdivisions} of all countries that can be named."""
    return {code: tuple(parts) for code, parts in holidays.list_supported_countries().items() if len(code) == 2}


def has_half_holidays(code):
    """Does the package know days of `code` on which service is reduced?"""
    return code == "IL" or "half_day" in getattr(holidays, code).supported_categories


@lru_cache(2000)
def of_year(code, part, year):
    """{date: Holiday} of one year."""
    found = {date: Holiday(HALF, names) for date, names in _named(code, part, year, _half(code)).items()
             if code != "IL" or names.get("he", "").startswith(CHOL_HAMOED)}
    return found | {date: Holiday(HOLIDAY, names) for date, names in _named(code, part, year, "public").items()}


def _half(code):
    return "optional" if code == "IL" else "half_day"


def _named(code, part, year, category):
    """{date: {locale: name}}, in each language that the package has for the country, the country's own first."""
    entity = getattr(holidays, code)
    if category not in entity.supported_categories:
        return {}
    own, found = entity.default_language, {}
    for language in [own, *(other for other in entity.supported_languages if other != own)]:
        with warnings.catch_warnings():
            # It warns of dates that it could only estimate, as those of the moon: they are the best there are.
            warnings.simplefilter("ignore")
            days = holidays.country_holidays(code, subdiv=part, years=year, language=language, categories=(category,))
        for date, name in days.items():
            found.setdefault(date, {}).setdefault(_locale(language), _told(name))
    return {date: names for date, names in found.items() if date.year == year}


def _locale(language):
    """`sv_FI` → `sv`: the texts of a site are by language. No language at all is English."""
    language = language or "en"
    return language.replace("_", "-") if language.startswith(("zh", "pt")) else language.partition("_")[0]


def _told(name):
    """The English name of the days between: what the package calls "Pesach holiday" is known as Chol HaMoed."""
    return {"Pesach holiday": "Chol HaMoed Pesach", "Sukkot holiday": "Chol HaMoed Sukkot"}.get(name, name)
