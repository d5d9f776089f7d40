"""`askaside check` says where nobody would hear of a request."""

import pytest
from material import SITE, Folder

from askaside.help.shelf import Shelf
from askaside.site_tables import TABLES
from askaside.tickets.unheard import gaps

WAY = '[[channels]]\nkind = "link"\nlink = "https://a.test"\n[[channels]]\nkind = "ticket"\n'
MAIL = 'mail = "a@b.test"\n'


@pytest.mark.parametrize("more, told", [
    ("", None), ('[[teams]]\nkey = "a"\n', None), (WAY + f'[[teams]]\nkey = "a"\n{MAIL}', None),
    (WAY, "of any kind"), (WAY + '[[teams]]\nkey = "a"\n', "of any kind"),
    (WAY + f'[[teams]]\nkey = "a"\nmodules = ["mail"]\n{MAIL}', "of no module, invoices"),
    (WAY + f'[[teams]]\nkey = "a"\n{MAIL}[[teams]]\nkey = "b"\nmodules = ["mail"]\n', ": mail."),
    (WAY + f'[[teams]]\nkey = "a"\ntier = 2\n{MAIL}', None)])
def test_where_nobody_would_hear_of_a_request(tmp_path, more, told):
    texts = Folder(tmp_path)
    texts.site(SITE + more)
    shelf = Shelf(tmp_path, TABLES)
    shelf.reread(tell=False)
    found = gaps(shelf.library("acme"), SITE + more)
    assert [told in spot.cause for spot in found] == ([True] if told else [])
    assert all((spot.path, spot.line) == ("acme/site.toml", SITE.count("\n") + 5) for spot in found)
