"""What search engines and browsers fetch: sitemaps, robots.txt, the description of the search."""

import xml.etree.ElementTree as xml

import pytest

from askaside.help import sitemap

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml", "o": "http://a9.com/-/spec/opensearch/1.1/"}


def rows(text):
    """{address: (lastmod, {hreflang: address})} of a sitemap, addresses without what they all begin with."""
    def short(url):
        return url.removeprefix("http://localhost/help/acme/")

    return {short(row.findtext("s:loc", None, NAMES)): (row.findtext("s:lastmod", None, NAMES), {link.get("hreflang"): short(link.get("href")) for link in row.findall("x:link", NAMES)})
            for row in xml.fromstring(text).findall("s:url", NAMES)}


def test_every_page_is_there_in_the_languages_in_which_it_exists(folder, app, client):
    folder.article("mail/write.en", "title: Write\nupdated: 2026-03-01")
    folder.article("mail/about.en", "title: About\nupdated: 2026-03-05")
    folder.article("mail/secret.en", "title: Secret\ndraft: true")
    folder.article("mail/gold.en", "title: Gold\naudience: [gold]")
    app.shelf.reread()
    answer = client.get("/help/acme/sitemap.xml")
    found = rows(answer.data)
    assert answer.mimetype == "application/xml" and answer.headers["ETag"]
    assert set(found) == {"en/", "he/", "en/modules", "he/modules", "en/invoices/", "he/invoices/", "en/mail/", "en/invoices/send", "he/invoices/send", "en/mail/write"}
    assert found["en/mail/write"] == ("2026-03-01T00:00:00+00:00", {})
    assert found["en/mail/"][0] == "2026-03-05T00:00:00+00:00"
    assert found["he/invoices/send"][1] == {"en": "en/invoices/send", "he": "he/invoices/send", "x-default": "en/invoices/send"}
    assert found["en/"][1]["x-default"] == ""


def test_every_page_it_names_can_be_read_and_names_itself_so(client):
    for path in rows(client.get("/help/acme/sitemap.xml").data):
        page = client.get(f"/help/acme/{path}")
        assert page.status_code == 200 and f'<link rel="canonical" href="http://localhost/help/acme/{path}">' in page.text and "noindex" not in page.text, path


@pytest.mark.parametrize("limit, value", [("MOST_URLS", 3), ("MOST_BYTES", 900)])
def test_beyond_the_limits_it_comes_in_parts(client, monkeypatch, limit, value):
    whole = rows(client.get("/help/acme/sitemap.xml").data)
    client.application.shelf.library("acme").answers.clear()
    client.application.front.clear()
    monkeypatch.setattr(sitemap, limit, value)
    index = xml.fromstring(client.get("/help/acme/sitemap.xml").data)
    parts = [row.text.removeprefix("http://localhost") for row in index.findall("s:sitemap/s:loc", NAMES)]
    assert len(parts) > 1
    found = [rows(client.get(path).data) for path in parts]
    assert {path: row for part in found for path, row in part.items()} == whole and sum(map(len, found)) == len(whole)
    assert max(map(len, found)) == 3 if limit == "MOST_URLS" else max(len(client.get(path).data) for path in parts) < 1200
    assert client.get(f"/help/acme/sitemap-{len(parts) + 1}.xml").status_code == 404


def test_it_follows_the_content(folder, app, client):
    client.get("/help/acme/sitemap.xml")
    folder.article("mail/new.en", "title: New")
    app.shelf.reread()
    assert "en/mail/new" in rows(client.get("/help/acme/sitemap.xml").data)


def test_a_site_without_an_answer_has_an_empty_one(folder, app, client):
    for path in folder.path.rglob("*.md"):
        path.unlink()
    app.shelf.reread()
    app.shelf.reread()
    assert rows(client.get("/help/acme/sitemap.xml").data) == {}
    assert client.get("/help/acme/en/").status_code == client.get("/help/acme/en/modules").status_code == 200


def test_the_address_that_is_set_stands_in_all_of_them(client):
    client.application.config["PUBLIC_URL"] = "https://acme.test/a&b"
    first = next(xml.fromstring(client.get("/help/acme/sitemap.xml").data).iter(f"{{{NAMES['s']}}}loc"))
    assert first.text == "https://acme.test/a&b/help/acme/en/"
    assert "Sitemap: https://acme.test/a&b/help/acme/sitemap.xml" in client.get("/robots.txt").text
    assert xml.fromstring(client.get("/help/acme/en/opensearch.xml").data).find("o:Url", NAMES).get("template").startswith("https://acme.test/a&b/help/")


def test_robots_are_led_to_the_sitemap_of_every_site(folder, app, client):
    folder.site(key="other")
    app.shelf.reread()
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain" and "Disallow:\n" in answer.text
    assert [line.partition(": ")[2] for line in answer.text.splitlines() if line.startswith("Sitemap")] == [f"http://localhost/help/{key}/sitemap.xml" for key in ("acme", "other")]


def test_browsers_can_take_the_search_over(client):
    answer = client.get("/help/acme/he/opensearch.xml")
    told = xml.fromstring(answer.data)
    assert answer.mimetype == "application/opensearchdescription+xml"
    assert len(told.findtext("o:ShortName", None, NAMES)) <= 16 and told.findtext("o:Language", None, NAMES) == "he"
    template = told.find("o:Url", NAMES).get("template")
    assert template == "http://localhost/help/acme/he/search?q={searchTerms}"
    assert client.get(template.replace("{searchTerms}", "send")).status_code == 200
