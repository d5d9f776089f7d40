"""The help centre: readable without JavaScript, each answer at its lasting address."""

import gzip
import re

import pytest
from material import SITE


def test_an_answer_has_a_page(client):
    page = client.get("/help/acme/he/invoices/send")
    assert '<h1 lang="he" dir="rtl">שליחת חשבונית</h1>' in page.text
    assert '<html lang="he" dir="rtl" data-site="acme">' in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff" and page.headers["Referrer-Policy"]


def test_all_answers_are_reached_from_the_first_page(client):
    home = client.get("/help/acme/", headers={"Accept-Language": "he"})
    assert (home.headers["Location"], home.headers["Vary"]) == ("/help/acme/he/", "Accept-Language")
    home = client.get("/help/acme/en/").text
    assert 'href="/help/acme/en/modules"' in home
    assert 'href="/help/acme/en/invoices/"' in home
    assert 'href="/help/acme/en/invoices/send"' in client.get("/help/acme/en/invoices/").text
    assert 'href="/help/acme/en/mail/write"' in client.get("/help/acme/en/modules").text


def test_what_is_not_translated_says_so(client):
    page = client.get("/help/acme/he/mail/write").text
    assert "Write a letter" in page
    assert "עוד לא תורגמה" in page
    assert '<div class="article" lang="en" dir="ltr">' in page
    assert '<small class="tag" lang="en">English</small>' in client.get("/help/acme/he/mail/").text


def test_an_answer_that_stands_in_leads_on_in_the_readers_language(folder, app, client):
    folder.article("mail/plan.en", "title: Plan", "See [how to write](mail/write), [outside](https://other.test/help/acme/en/) and `/help/acme/en/`.")
    app.shelf.reread()
    assert '<a href="/help/acme/he/mail/write"' in client.get("/help/acme/he/mail/plan").text
    assert '<a href="https://other.test/help/acme/en/"' in client.get("/help/acme/he/mail/plan").text
    assert '<a href="/help/acme/en/mail/write"' in client.get("/help/acme/en/mail/plan").text


def test_the_languages_are_named_in_themselves_and_lead_to_the_same_page(client):
    both, one = client.get("/help/acme/en/invoices/send").text, client.get("/help/acme/en/mail/write").text
    assert '<a href="/help/acme/he/invoices/send" hreflang="he" lang="he">עברית</a></li>' in both
    assert '<a href="/help/acme/he/mail/write" hreflang="he" lang="he">עברית</a> <small>not translated yet</small>' in one
    assert 'href="/help/acme/he/search?q=send+invoice"' in client.get("/help/acme/en/search?q=send+invoice").text   # the same question in the other language


@pytest.mark.parametrize("path, status", [("/help/acme/fr/", 302), ("/help/acme/he-IL/mail/write", 302), ("/help/acme/en/invoices", 308)])
def test_an_address_that_is_nearly_right_leads_there(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert client.get(answer.headers["Location"]).status_code == 200
    assert answer.headers["Location"].rstrip("/").endswith(path.partition("acme/")[2].partition("/")[2].rstrip("/"))


def test_the_way_here_is_shown(client):
    page = client.get("/help/acme/en/invoices/send").text
    steps = re.search(r'<nav class="steps" aria-label="You are here">(.*?)</nav>', page, re.S)[1]
    assert re.findall(r'href="([^"]+)"', steps) == ["/help/acme/en/", "/help/acme/en/invoices/"]
    assert '<span aria-current="page" dir="auto">Send an invoice</span>' in steps


def test_an_answer_says_when_it_changed_and_how_to_change_it(folder, app, client):
    folder.site('edit_url = "https://git.acme.test/edit/{path}"\n' + SITE)
    folder.article("mail/plan.en", "title: Plan\nupdated: 2026-03-01")
    folder.article("mail/plan.he", "title: תוכנית\nupdated: 2026-03-02")
    app.shelf.reread()
    page = client.get("/help/acme/en/mail/plan").text
    assert '<time datetime="2026-03-01">Updated 1 March 2026</time>' in page
    assert '<a href="https://git.acme.test/edit/mail/plan.en.md" target="_blank" rel="noopener noreferrer">Edit this answer' in page
    assert "עודכן ב־2 במרץ 2026" in client.get("/help/acme/he/mail/plan").text


def test_a_long_answer_has_a_table_of_contents_and_a_short_one_has_none(folder, app, client):
    folder.article("mail/long.en", "title: Long", "## One\n\na\n\n### Two &lt;b&gt;\n\nb\n\n## Three\n\nc")
    folder.article("mail/short.en", "title: Short", "## One\n\na\n\n## Two\n\nb")
    app.shelf.reread()
    page = client.get("/help/acme/en/mail/long").text
    assert re.findall(r'<li class="level-(\d)"><a href="#([\w-]+)">([^<]*)</a>', page) == [("2", "one", "One"), ("3", "two-b", "Two &lt;b&gt;"), ("2", "three", "Three")]
    assert all(f'id="{anchor}"' in page for anchor in ("one", "two-b", "three"))
    assert "On this page" not in client.get("/help/acme/en/mail/short").text


def test_the_neighbours_in_the_module_are_at_the_end(folder, app, client):
    for order, name in enumerate(["a", "b", "c"]):
        folder.article(f"mail/{name}.en", f"title: Part {name}\norder: {order}")
    app.shelf.reread()

    def turns(name):
        return re.findall(r'<a rel="(prev|next)" href="/help/acme/en/mail/(\w+)">', client.get(f"/help/acme/en/mail/{name}").text)

    assert turns("b") == [("prev", "a"), ("next", "c")]
    assert turns("a") == [("next", "b")]
    assert turns("write") == [("prev", "c")]


def test_a_module_with_many_answers_comes_in_pages(folder, app, client):
    for number in range(118):
        folder.article(f"mail/n{number:03d}.en", f"title: Letter {number:03d}\norder: {number}")
    app.shelf.reread()
    pages = [client.get(f"/help/acme/en/mail/?page={number}").text for number in (1, 2, 3)]
    found = [re.findall(r'class="row" href="/help/acme/en/mail/(\w+)"', page) for page in pages]
    assert [len(rows) for rows in found] == [50, 50, 19]
    assert len({name for rows in found for name in rows}) == 119
    assert 'rel="next" href="/help/acme/en/mail/?page=2"' in pages[0] and 'rel="prev"' not in pages[0]
    assert 'rel="prev" href="/help/acme/en/mail/"' in pages[1] and 'rel="next" href="/help/acme/en/mail/?page=3"' in pages[1]
    assert 'rel="next"' not in pages[2] and "Page 3 of 3" in pages[2]
    assert client.get("/help/acme/en/mail/?page=4").status_code == 404
    assert client.get("/help/acme/en/mail/?page=-1").status_code == 404


def test_a_module_shows_what_it_is_and_what_is_in_it(folder, app, client):
    folder.article("mail/about.en", "title: About mail", "Mail **carries** letters.")
    app.shelf.reread()
    page = client.get("/help/acme/en/mail/").text
    assert "<strong>carries</strong>" in page and "1 answer</h2>" in page
    assert '<small class="line" lang="en" dir="ltr">Choose who gets it.</small>' in page
    assert "Mail carries letters." in client.get("/help/acme/en/modules").text


def test_the_ways_to_a_person_and_the_notice_are_on_every_page(folder, app, client):
    folder.site(SITE + '[[channels]]\nkind = "phone"\nlink = "tel:+15550101"\nadvice = "9 to 5"\n[notice]\ntext = { en = "Closed today", he = "סגור היום" }\n')
    app.shelf.reread()
    for path in ("", "modules", "invoices/", "invoices/send", "search", "search?q=zzzz"):
        page = client.get(f"/help/acme/en/{path}").text
        assert '<a class="card" href="tel:+15550101"><strong><bdi>Phone</bdi></strong><small><bdi>9 to 5</bdi></small>' in page, path
        assert "Closed today" in page, path


def test_an_anchor_of_an_editor_never_takes_one_of_ours(folder, app, client):
    folder.article("mail/long.en", "title: Long", "## Main\n\na\n\n## Contents {#contents}\n\nb\n\n## askaside.main\n\nc")
    app.shelf.reread()
    anchors = re.findall(r' id="([^"]+)"', client.get("/help/acme/en/mail/long").text)
    assert len(set(anchors)) == len(anchors) and "askaside.main" in anchors and "main" in anchors


def test_pages_files_and_pictures_are_tagged_packed_and_told_to_caches(client, app):
    page = client.get("/help/acme/en/invoices/send", headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in page.headers["Vary"] and "Set-Cookie" not in page.headers
    assert b"Send an invoice" in gzip.decompress(page.data)
    assert client.get("/help/acme/en/invoices/send", headers={"Accept-Encoding": "gzip", "If-None-Match": page.headers["ETag"]}).status_code == 304
    for name, kind in {"centre.css": "text/css", "centre.js": "text/javascript", "icon.svg": "image/svg+xml", "icon.png": "image/png"}.items():
        lasting = re.search(rf'"(/help/{name}\?\w+)"', page := client.get("/help/acme/en/").text)[1]
        kept, fresh = client.get(lasting), client.get(f"/help/{name}")
        assert kept.data == fresh.data and kept.mimetype == kind and page
        assert "max-age=31536000" in kept.headers["Cache-Control"] and "max-age=300" in fresh.headers["Cache-Control"]


def test_no_page_holds_a_style_a_handler_or_a_foreign_address(folder, app, client):
    folder.article("mail/about.en", "title: About mail")
    app.shelf.reread()
    for path in ("", "modules", "mail/", "invoices/send", "search?q=send", "search?q=zzzz"):
        page = client.get(f"/help/acme/he/{path}").text
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page), path
        assert not re.findall(r'(?:src|<link rel="(?:icon|stylesheet|search|apple-touch-icon)" href)="(?!/)', page), path
