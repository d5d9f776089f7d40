from datetime import datetime

import pytest
from material import SITE

from askaside.sites.site import KEY
from askaside.sites.site_file import TAKEN_SITES, SiteBroken, read


def broken(text):
    with pytest.raises(SiteBroken) as wrong:
        read("acme", text, "acme/site.toml")
    return wrong.value


def test_no_site_is_called_as_what_stands_in_its_place_in_an_address(app):
    rules = [str(rule.rule).split("/")[1:] for rule in app.url_map.iter_rules()]
    taken = set()
    for with_site in (rule for rule in rules if "<site>" in rule):
        at = with_site.index("<site>")
        for other in rules:
            # Does one address fit both, when a site is called as what the other has in its place?
            fits = [one == two or place == at or (place > at and "<" in one + two) for place, (one, two) in enumerate(zip(with_site, other, strict=False))]
            if len(other) == len(with_site) and KEY.fullmatch(other[at]) and all(fits):
                taken.add(other[at])
    assert taken | {"content"} == TAKEN_SITES
    for key in taken:
        with pytest.raises(SiteBroken, match=f"No site can be called `{key}`") as wrong:
            read(key, SITE, f"{key}/site.toml")
        assert wrong.value.line == 1


def test_the_least_that_works():
    site = read("acme", 'name = "Acme"\nlocales = ["en"]\n[[modules]]\nkey = "invoices"\n')
    assert site.module("invoices").title == {"en": "Invoices"}
    assert (site.default_locale, site.route, site.measure) == ("en", "path", False)


@pytest.mark.parametrize("line, text, cause", [
    (3, SITE.replace("locales", "locals"), "`locals` is not a key"), (3, SITE.replace('["en", "he"]', "[5]"), "language tag"),
    (3, SITE.replace('["en", "he"]', '["en", "en"]'), "twice"), (4, SITE.replace("https://app.acme.test", "app.acme.test"), "not an origin"),
    (4, SITE.replace("https://app.acme.test", "https://*"), "not an origin"), (5, SITE.replace("true", '"yes"'), "`measure`"),
    (8, SITE.replace('key = "invoices"', 'key = "desk"'), "taken by the program"), (13, SITE.replace('key = "mail"', 'key = "invoices"'), "twice"),
    (14, SITE.replace('en = "Mail"', 'fr = "Courrier"'), "no locale of this site"), (10, SITE.replace("/invoices/*", "/*/x"), "only at the end"),
    (5, SITE.replace("measure = true", "measure = "), "not TOML"), (5, SITE.replace("measure = true", 'route = "regex"'), "`route`"),
    (5, SITE.replace("measure = true", 'edit_url = "https://x.test/"'), "`edit_url`")])
def test_what_is_wrong_is_told_with_its_line(line, text, cause):
    told = broken(text)
    assert cause in told.cause
    assert (told.path, told.line) == ("acme/site.toml", line)
    assert told.remedy


def test_a_near_miss_gets_a_hint():
    assert "`origins`" in broken(SITE.replace("origins", "origin")).remedy


def test_channels_that_leave_need_a_safe_link_and_a_chat_is_one():
    channel = SITE + '\n[[channels]]\nkind = "email"\nlink = "javascript:alert(1)"\n'
    assert broken(channel).line == 19
    assert broken(SITE + '\n[[channels]]\nkind = "phone"\n').cause == "`link` is None."
    assert broken(SITE + '\n[[channels]]\nkind = "chat"\n' * 2).cause == "There is a second chat."
    assert broken(SITE + '\n[[channels]]\nkind = "fax"\n').line == 18
    assert read("acme", channel.replace("javascript:alert(1)", "mailto:a@b.test")).channels[0].kind == "email"


def test_the_notice_ends_at_its_moment():
    site = read("acme", SITE + '\n[notice]\ntext = "Closed"\nuntil = 2026-11-26T18:00:00+02:00\n')
    assert site.notice_at(datetime.fromisoformat("2026-11-26T15:59:00+00:00")) == {"en": "Closed"}
    assert site.notice_at(datetime.fromisoformat("2026-11-26T16:00:00+00:00")) is None
    assert "no time zone" in broken(SITE + '\n[notice]\ntext = "Closed"\nuntil = 2026-11-26\n').cause


@pytest.mark.parametrize("origin, let_in", [
    ("https://app.example.com", True), ("http://app.example.com", False), ("https://app.example.com:444", False), ("https://a.example.org", True),
    ("https://a.b.example.org", True), ("https://example.org", False), ("https://evilexample.org", False), ("https://example.org.evil.com", False), ("null", False)])
def test_origins(origin, let_in):
    site = read("acme", SITE.replace('"https://app.acme.test"', '"https://app.example.com", "https://*.example.org"'))
    assert site.allows(origin) == let_in


def test_a_module_is_found_by_the_most_specific_page():
    site = read("acme", SITE + '\n[[modules]]\nkey = "vat"\npages = ["/invoices/vat"]\n')
    assert site.module_of("/invoices/vat").key == "vat"
    assert site.module_of("/invoices/5").key == "invoices"
    assert site.module_of("/nowhere") is None
