"""The tables of `site.toml` that are about tickets: what is wrong in them is told with its line."""

from datetime import timedelta

import pytest
from material import SITE

from askaside.site_tables import TABLES
from askaside.sites.site_file import SiteBroken, read
from askaside.tickets.routing import Team, team_for
from askaside.tickets.site_tables import Attachments


def site(text):
    return read("acme", SITE + text, tables=TABLES)


def test_teams_are_read_in_their_order():
    teams = site('[[teams]]\nkey = "first"\nmail = "first@acme.test"\ntitle = { en = "First", he = "ראשון" }\n[[teams]]\nkey = "second"\ntier = 2\nmodules = ["mail"]\n').tables["teams"]
    assert teams == (Team("first", 1, (), "first@acme.test", None, {"en": "First", "he": "ראשון"}), Team("second", 2, ("mail",)))


TEAM = '[[teams]]\nkey = "a"\n'


@pytest.mark.parametrize("text, line, told", [
    ('[[teams]]\nkey = "a b"\n', 2, "A key is a-z"), (TEAM + TEAM, 4, "there once"), ("[[teams]]\ntier = 1\n", 1, "`key` is missing"),
    (TEAM + "tier = 4\n", 3, "one of 1, 2, 3"), (TEAM + "tier = true\n", 3, "one of 1, 2, 3"), (TEAM + 'tier = "1"\n', 3, "Did you mean `1`?"),
    (TEAM + 'modules = ["mai"]\n', 3, "no module of this site"), (TEAM + "modul = []\n", 3, "Did you mean `modules`?"), (TEAM + 'mail = "nobody"\n', 3, "an address"),
    (TEAM + 'mail = "a@b.test\\nBcc: c@d.test"\n', 3, "an address"), (TEAM + 'hours = "office"\n', 3, "`hours` is 'office'"), (TEAM + 'title = { fr = "A" }\n', 3, "locales"),
    ('[teams]\nkey = "a"\n', 1, "[[teams]]")])
def test_what_is_wrong_with_a_team_is_told_with_its_line(text, line, told):
    with pytest.raises(SiteBroken) as broken:
        site(text)
    assert broken.value.line == SITE.count("\n") + line
    assert told in str(broken.value)


def test_the_address_of_a_site_is_read_in_small_letters():
    assert read("acme", 'mail = "Help@Acme.test"\n' + SITE, tables=TABLES).tables["mail"] == "help@acme.test"


@pytest.mark.parametrize("value", ['"help"', '"help+x@acme.test"', '"a@b@c"', "7", "true", '["help@acme.test"]', '"@acme.test"', '"a b@acme.test"'])
def test_what_is_no_address_of_a_site_is_told_with_its_line(value):
    with pytest.raises(SiteBroken) as broken:
        read("acme", f"mail = {value}\n{SITE}", tables=TABLES)
    assert broken.value.line == 1 and "support@example.com" in str(broken.value)


@pytest.mark.parametrize("module, tier, team", [("invoices", 1, "money"), ("mail", 1, "all"), (None, 1, "all"), ("invoices", 2, "deep"), ("mail", 2, "boss"), ("mail", 3, "boss")])
def test_the_first_line_that_knows_the_module_gets_it(module, tier, team):
    teams = (Team("all"), Team("money", 1, ("invoices",)), Team("deep", 2, ("invoices",)), Team("boss", 3))
    assert team_for(teams, module, tier).key == team
    assert team_for((), module, tier) is None


@pytest.mark.parametrize("text, told", [("max_megabytes = 0\n", "`max_megabytes` is 0"), ("max_megabytes = 26\n", "is 26"), ("max_files = 21\n", "`max_files` is 21"),
                                        ("max_files = true\n", "is True"),
                                        ('max_files = "5"\n', "Did you mean `5`?"), ("max_file = 5\n", "Did you mean `max_files`?")])
def test_what_is_wrong_with_attachments_is_told_with_its_line(text, told):
    with pytest.raises(SiteBroken) as broken:
        site("[attachments]\n" + text)
    assert told in str(broken.value) and broken.value.line == SITE.count("\n") + 2
    with pytest.raises(SiteBroken):
        site("attachments = 5\n")


def test_attachments_have_limits_unless_told():
    assert "attachments" not in site("").tables
    assert site("[attachments]\nmax_files = 0\n").tables["attachments"] == Attachments(10, 0)


CALENDAR = '[calendars.office]\nzone = "Europe/Ljubljana"\nweek = { mon-fri = ["09:00-17:00"] }\n'


def test_a_promise_is_read():
    policy = site(CALENDAR + '[sla.default]\nhours = "office"\nfirst_response = { outage = "30m", question = "8h" }\n').tables["sla"]["default"]
    assert (policy.within("first_response", "outage"), policy.within("first_response", "question")) == (timedelta(minutes=30), timedelta(hours=8))
    assert policy.within("first_response", "minor") is policy.within("resolution", "outage") is None


@pytest.mark.parametrize("text, told", [
    ('hours = "offise"\n', "Did you mean `office`?"), ("", "`hours` is missing"), ('hours = "office"\nfirst_response = { bad = "1h" }\n', "no severity"),
    ('hours = "office"\nfirst_response = { minor = "1d" }\n', '"90m"'), ('hours = "office"\nfirst_response = { minor = 4 }\n', '"90m"'),
    ('hours = "office"\nfirst_response = { minor = "0h" }\n', '"90m"'), ('hours = "office"\nfirst_response = "4h"\n', "by severity"),
    ('hours = "office"\nanswer = { minor = "1h" }\n', "is not a key of sla.default")])
def test_what_is_wrong_with_a_promise_is_told(text, told):
    with pytest.raises(SiteBroken) as broken:
        site(CALENDAR + "[sla.default]\n" + text)
    assert told in str(broken.value)
    assert broken.value.line > SITE.count("\n") + 3
