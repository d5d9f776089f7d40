"""The UI's words, for pages that the server makes and for the widget; what `shared/i18n.js` is in the browser."""

import json
import re
from datetime import UTC
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from ..core import locale as locales_

LOCALES = Path(__file__).resolve().parent.parent / "static" / "locales"
UI_DEFAULT = "en"
OURS = ("centre.", "desk.")   # words that only pages of the server use begin so; the widget is not burdened with them


class Words:
    """The words of the language that is nearest to `locale` among those we speak: `t("answers", n=3)`."""

    def __init__(self, locale, zone="UTC"):
        """`zone`: IANA name of the clock that times are told by. `texts`: all of them by key, as they stand in `widget/locales`."""
        self.zone = ZoneInfo(zone)
        self.locale = locales_.pick(locale, spoken(), UI_DEFAULT)
        self.texts = {key: text for part in spoken()[self.locale].values() for key, text in part.items()}

    def __call__(self, key, **values):
        """The text of `key`, each `{name}` in it filled from `values`; `n` (a whole number) chooses the plural form."""
        text = self.texts[key]
        if isinstance(text, dict):
            text = text.get(locales_.plural(self.locale, values["n"]), text["other"])
        return re.sub(r"\{(\w+)\}", lambda hole: str(values.get(hole[1], hole[0])), text)

    def refused(self, error):
        """What an AskasideError says to a person; `n` is how many seconds they have to wait."""
        return self(f"centre.no.{error.word}", n=error.retry_after_seconds or 1, **error.values)

    def moment(self, moment):
        """Date and time of `moment` (aware), by the clock of the zone and saying which: 22 November 2026, 15:40 UTC+02:00."""
        local = moment.astimezone(self.zone)
        offset = f"{local:%z}"
        return f"{self._date(local)}, {local:%H:%M} UTC{'' if offset == '+0000' else f'{offset[:3]}:{offset[3:]}'}"

    def date(self, moment):
        """The date of `moment` (aware) by the clock of the zone: 22 November 2026."""
        return self._date(moment.astimezone(self.zone))

    def day(self, moment):
        """The date of `moment` (aware), in UTC: 22 November 2026."""
        return self._date(moment.astimezone(UTC))

    def size(self, bytes_):
        """A size in kilobytes, from a megabyte on in megabytes: 340 kB, 2 MB."""
        return self("centre.megabytes", n=round(bytes_ / 1e6)) if bytes_ >= 999_500 else self("centre.kilobytes", n=max(1, round(bytes_ / 1e3)))

    def _date(self, moment):
        return self("centre.date", day=moment.day, month=self("centre.months").split()[moment.month - 1], year=moment.year)


def for_widget(locale):
    """{"first": {key: text}, "later": {key: text}} in the nearest language: what the browser gets, in two parts."""
    parts = spoken()[locales_.pick(locale, spoken(), UI_DEFAULT)]
    return {name: {key: text for key, text in part.items() if not key.startswith(OURS)} for name, part in parts.items()}


@cache
def spoken():
    """{locale: {"first": words, "later": words}}: the languages of the UI."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(LOCALES.glob("*.json"))}
