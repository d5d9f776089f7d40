"""An index made of a few lines, and the dictionaries that it needs."""

import pytest
from material import ROOT

from askaside.search import builder, dictionaries
from askaside.search.engine import Collection


@pytest.fixture(scope="session")
def shared_dictionaries():
    dictionaries.use(ROOT / ".make" / "dictionaries")
    return ROOT / ".make" / "dictionaries"


@pytest.fixture
def index_of(shared_dictionaries, tmp_path):
    """`index_of(locale, document, …)` → an Index, built as the builder does."""
    def make(locale, *documents):
        folder = tmp_path / f"{locale}-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        return builder.build(Collection("acme", locale, documents), folder)

    return make
