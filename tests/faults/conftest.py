"""A real server with 5,000 articles, one of them about a zebra crossing."""

import json

import pytest
from material import ONE_LANGUAGE, Folder
from pages_server import Server
from search_material import articles


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    tmp = tmp_path_factory.mktemp("faults")
    folder = Folder(tmp / "content")
    folder.site(ONE_LANGUAGE)
    for number, (title, body) in enumerate(articles(4999)):
        folder.article(f"invoices/a{number}.en", f"title: {json.dumps(title)}", body.replace("\n#", "\n\\#"))
    folder.article("invoices/zebra.en", "title: Where is the zebra crossing?", "Behind the mill.")
    made = Server(tmp, folder.path, command="serve").start(patience=300)
    made.texts = folder
    yield made
    made.stop()
