"""What a page of the help centre says to search engines, previews of links and browsers."""

import json
import re
from html import unescape

import pytest
from material import ONE_LANGUAGE

from askaside.app import create_app
from askaside.help import head
from askaside.settings import Settings


def tags(page):
    """{name or rel or property: [what it says]} of the head of a page."""
    found = {}
    for name, text in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page) + re.findall(r'<link rel="([^"]+)"[^>]*? href="([^"]*)"', page):
        found.setdefault(name, []).append(unescape(text))
    return found


def others(page):
    return re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="http://localhost/help/acme/([^"]*)">', page)


def data(page):
    """{type: node} of the structured data."""
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    return {node["@type"]: node for node in told["@graph"]}


def test_a_page_names_itself_its_other_languages_and_where_everybody_else_goes(client):
    page = client.get("/help/acme/he/invoices/send").text
    assert tags(page)["canonical"] == ["http://localhost/help/acme/he/invoices/send"]
    assert others(page) == [("en", "en/invoices/send"), ("he", "he/invoices/send"), ("x-default", "en/invoices/send")]
    assert others(client.get("/help/acme/en/").text) == [("en", "en/"), ("he", "he/"), ("x-default", "")]
    assert others(client.get("/help/acme/en/mail/write").text) == [("en", "en/mail/write"), ("x-default", "en/mail/write")]


@pytest.mark.parametrize("path, original", [("mail/write", "en/mail/write"), ("mail/", "en/mail/")])
def test_what_stands_in_for_a_translation_is_not_to_be_found_and_names_the_original(client, path, original):
    page = client.get(f"/help/acme/he/{path}").text
    assert tags(page)["robots"] == ["noindex"]
    assert tags(page)["canonical"] == [f"http://localhost/help/acme/{original}"]
    assert others(page) == [] and "ld+json" not in page
    assert "robots" not in tags(client.get(f"/help/acme/en/{path}").text)


def test_an_information_page_is_found_as_its_modules(folder, app, client):
    folder.article("mail/about.en", "title: About mail")
    app.shelf.reread()
    assert tags(client.get("/help/acme/en/mail/about").text)["canonical"] == ["http://localhost/help/acme/en/mail/"]


def test_the_address_that_is_set_counts_and_not_the_requests(folder, tmp_path):
    app = create_app(Settings(content_dir=folder.path, data_dir=tmp_path / "other", public_url="https://help.acme.test"))
    with app.app_context():
        app.shelf.reread()
    page = app.test_client().get("/help/acme/en/invoices/send", headers={"Host": "evil.test"}).text
    assert "https://help.acme.test/help/acme/he/invoices/send" in page and "evil.test" not in page


def test_the_description_is_the_first_paragraph_cut_at_a_word(folder, app, client):
    folder.article("mail/long.en", 'title: Long "quoted" & <b>', "Sentence with some words, " * 20)
    folder.article("mail/list.en", "title: List", "- one\n- two")
    app.shelf.reread()
    page = client.get("/help/acme/en/mail/long").text
    text = tags(page)["description"][0]
    assert 120 < len(text) <= 161 and text.endswith("…") and not text.endswith(",…") and ("Sentence with some words, " * 20).startswith(text[:-1])
    assert tags(page)["og:description"] == [text] and tags(page)["og:title"] == ['Long "quoted" & <b>']
    assert "<title>Long &#34;quoted&#34; &amp; &lt;b&gt; – Acme</title>" in page
    assert tags(client.get("/help/acme/en/mail/list").text)["description"] == ["one two"]


@pytest.mark.parametrize("text, cut", [("short", "short"), (" two \n lines ", "two lines"), ("x" * 200, "x" * 160 + "…")])
def test_a_description_is_one_line(text, cut):
    assert head.description(text) == cut


def test_every_page_has_a_title_and_a_description_of_its_own(folder, app, client):
    folder.article("mail/about.en", "title: About mail", "Mail carries letters.")
    app.shelf.reread()
    pages = [client.get(f"/help/acme/en/{path}").text for path in ("", "modules", "mail/", "invoices/", "invoices/send", "mail/write")]
    assert len({re.search("<title>(.*?)</title>", page)[1] for page in pages}) == len(pages)
    assert len({tags(page)["description"][0] for page in pages}) == len(pages)


def test_an_answer_is_described_as_what_it_is(folder, app, client):
    folder.write("acme/mail/a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x04")
    folder.article("mail/plan.en", "title: Plan\nupdated: 2026-03-01", "First.\n\n![A](a.png) ![B](b.svg)")
    app.shelf.reread()
    page = client.get("/help/acme/en/mail/plan").text
    told = data(page)["TechArticle"]
    assert told["headline"] == "Plan" and told["inLanguage"] == "en" and told["dateModified"].startswith("2026-03-01T")
    assert told["image"] == ["http://localhost/api/v1/acme/files/mail/a.png"] == tags(page)["og:image"]
    steps = data(page)["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Acme", "http://localhost/help/acme/en/"), (2, "Mail", "http://localhost/help/acme/en/mail/"), (3, "Plan", "http://localhost/help/acme/en/mail/plan")]


def test_the_first_page_tells_of_the_site_and_its_search(client):
    told = data(client.get("/help/acme/en/").text)["WebSite"]
    assert told["potentialAction"]["target"]["urlTemplate"] == "http://localhost/help/acme/en/search?q={search_term_string}"
    assert "CollectionPage" in data(client.get("/help/acme/en/mail/").text)


def test_no_text_gets_out_of_the_structured_data(folder, app, client):
    folder.article("mail/evil.en", "title: \"</script><script>alert(1)</script> <!-- ' \u2028\"", "</script><img src=x onerror=alert(1)> & more")
    app.shelf.reread()
    page = client.get("/help/acme/en/mail/evil").text
    assert data(page)["TechArticle"]["headline"].startswith("</script><script>alert(1)")
    assert len(re.findall(r"</script>", page)) == 2 and "<!--" not in page


def test_browsers_are_told_of_icons_and_search(client):
    page = client.get("/help/acme/en/").text
    assert tags(page)["search"] == ["/help/acme/en/opensearch.xml"] and tags(page)["icon"] and tags(page)["apple-touch-icon"]
    for path in [*tags(page)["icon"], *tags(page)["apple-touch-icon"], *tags(page)["stylesheet"]]:
        assert client.get(path).status_code == 200


def test_a_site_of_one_language_has_no_switch(folder, app, client):
    folder.site(ONE_LANGUAGE)
    app.shelf.reread()
    page = client.get("/help/acme/en/").text
    assert "English" not in page and others(page) == [("en", "en/"), ("x-default", "")]
