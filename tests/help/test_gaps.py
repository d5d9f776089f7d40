"""`askaside gaps SITE`: what readers asked in vain, by page, and the pages that have no article."""

import re

import pytest
from click.testing import CliRunner
from material import SITE

from askaside.cli import main


@pytest.fixture
def seen(client):
    """`seen("search", "/mail", text="refund", found=False)`, as the panel tells it."""
    def tell(kind, url="/mail", times=1, **more):
        for _ in range(times):
            assert client.post("/api/v1/acme/seen", json={"kind": kind, "url": url, "locale": "en", **more}).status_code == 204

    return tell


@pytest.fixture
def gaps(app, folder, tmp_path, database):
    def run(*words):
        env = {"ASKASIDE_CONTENT_DIR": str(folder.path), "ASKASIDE_DATA_DIR": str(tmp_path / "var"), "ASKASIDE_DATABASE_URL": database}
        done = CliRunner().invoke(main, ["gaps", *words], env=env)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.output

    return run


def part(told, heading):
    """The lines below a heading, without blanks around."""
    return [line.strip() for line in told.partition(f"\n{heading}")[2].partition("\n\n")[0].splitlines()[1:]]


VAIN, UNSURE, PAGES = "Asked in vain", "Found something", "Opened on a page"


def test_questions_in_vain_by_page_those_most_asked_first(seen, gaps):
    seen("search", "/mail", 2, text="Giraffe?", found=False)
    seen("search", "/mail", 3, text="zebra", found=False)
    seen("search", "/invoices/5", 6, text="hippopotamus", found=False)
    told = part(gaps("acme"), VAIN)
    assert [re.sub(r" {2,}", " | ", line) for line in told] == [
        "/invoices/{id}", "6 | hippopotamus | en | nothing is near", "/mail", "3 | zebra | en | nothing is near", "2 | giraffe? | en | nothing is near"]


def test_one_question_however_it_is_written(seen, gaps):
    seen("search", text="giraffe", found=False, times=2)
    seen("search", text="“Giraffe!”", found=False)
    seen("search", text="  GIRAFFE ", found=False)
    told = part(gaps("acme"), VAIN)
    assert len(told) == 2 and re.match(r"4  giraffe  ", told[1])


def test_the_columns_stand_below_each_other(seen, gaps):
    for text in ("zebra", "שָׁלוֹם עולם", "東京", "hippopotamuses"):
        seen("search", text=text, found=False)
    lines = part(gaps("acme"), VAIN)[1:]
    assert any("\u2068שָׁלוֹם עולם\u2069" in line for line in lines)
    ends = {re.sub("[\u2066-\u2069\u05b0-\u05c7]", "", line).replace("東京", "tttt").index("  en  ") for line in lines}
    assert len(ends) == 1


def test_what_is_answered_by_now_is_said(seen, gaps):
    seen("search", text="send an invoice", found=False)
    assert re.search(r"send an invoice  en  now answered by invoices/send \(0\.\d\d\)", gaps("acme"))


def test_found_but_not_surely_answered(seen, gaps):
    seen("search", text="invoice giraffe zebra hippopotamus", found=True, times=2)
    seen("search", text="send an invoice", found=True)
    told = gaps("acme")
    assert part(told, VAIN) == ["0"]
    assert [re.sub(r" {2,}", " | ", line).partition(" (")[0] for line in part(told, UNSURE)] == ["/mail", "2 | invoice giraffe zebra hippopotamus | en | nearest is invoices/send"]


def test_pages_without_an_article_most_opened_first(seen, gaps):
    seen("open", "/orders/2051", 2)
    seen("open", "/orders/2052", 1)
    seen("open", "/reports", 7)
    seen("open", "/invoices/5", 9)
    seen("open", "/mail", 9)
    told = gaps("acme")
    assert part(told, PAGES) == ["7  /reports", "3  /orders/{}"]
    assert "28 times opened, 0 searches" in told


def test_a_page_that_got_its_article_is_none_any_more(seen, gaps, folder):
    seen("open", "/orders/2051")
    folder.article("mail/orders.en", 'title: Orders\npages: ["/orders/{id}"]')
    assert part(gaps("acme"), PAGES) == ["0"]


def test_no_person_is_in_it(seen, gaps):
    seen("search", text="giraffe of bob@acme.test", found=False)
    seen("search", text="card 4111 1111 1111", found=False)
    seen("search", text="zebra", found=False)
    told = gaps("acme")
    assert "bob" not in told and "4111" not in told and "zebra" in told
    assert "3 searches, of which 2 were not kept: they may have named a person" in told


def test_only_the_last_days_count(seen, gaps, time):
    time.at("2026-11-01T10:00+00:00")
    seen("search", text="zebra", found=False)
    time.at("2026-11-20T10:00+00:00")
    seen("search", text="giraffe", found=False)
    time.at("2026-11-22T10:00+00:00")
    assert "zebra" in gaps("acme") and "zebra" not in gaps("acme", "--days", "7") and "giraffe" in gaps("acme", "--days", "7")
    time.at("2027-02-10T10:00+00:00")
    assert "zebra" not in gaps("acme"), "nothing is told after 90 days, even if it has not been dropped yet"
    assert "91 is not in the range 1<=x<=90" in gaps("acme", "--days", "91")


def test_each_site_has_its_own(seen, gaps, folder, app):
    seen("search", text="zebra", found=False)
    folder.site(SITE, key="other")
    folder.article("mail/write.en", "title: Write", site="other")
    assert "zebra" not in gaps("other")


def test_when_nothing_came_or_nothing_is_measured(gaps, folder):
    assert gaps("acme") == "acme: nothing was seen in the last 90 days.\n"
    folder.site(SITE.replace("measure = true", "measure = false"))
    assert "`measure = true` into acme/site.toml" in gaps("acme")


def test_before_the_first_start_there_is_no_database_and_none_is_made(folder, tmp_path):
    data = tmp_path / "new"
    done = CliRunner().invoke(main, ["gaps", "acme"], env={"ASKASIDE_CONTENT_DIR": str(folder.path), "ASKASIDE_DATA_DIR": str(data)})
    assert (done.exit_code, done.output) == (0, "acme: nothing was seen in the last 90 days.\n") and not data.exists()


def test_a_file_that_is_no_database(folder, tmp_path):
    data = tmp_path / "bad"
    data.mkdir()
    (data / "askaside.db").write_text("nonsense " * 200)
    done = CliRunner().invoke(main, ["gaps", "acme"], env={"ASKASIDE_CONTENT_DIR": str(folder.path), "ASKASIDE_DATA_DIR": str(data)})
    assert done.exit_code == 1 and "the database cannot be read" in done.output


def test_an_unknown_site_says_which_there_are(gaps):
    assert "did you mean acme?" in gaps("acne")
