"""Ten thousand hostile questions over HTTP: no 500, none slow, nothing of another site."""

import json
import random
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
from material import ONE_LANGUAGE

PIECES = ["*", "?", "site:other", "title:", "AND", "NOT", "(a+)+$", "[a-", "\\", "\u202e", "\u2066", "\x00", "🙂", "זברה", "zebra", "secret", '"', "'", "~9", "^",
          "%", "\r\n", "<b>", "\u0301" * 30, "x" * 300, "ﷺ", "\ufeff", "\udcff"]


def test_ten_thousand_hostile_questions(server):
    server.texts.site(ONE_LANGUAGE, key="other")
    server.texts.article("mail/secret.en", "title: The other secret", "secret zebra crossing", site="other")
    rng, times = random.Random(9), []
    for _ in range(10_000):
        text = "".join(rng.choice(PIECES) + rng.choice(["", " "]) for _ in range(rng.randrange(1, 12)))
        query = urllib.parse.quote(text.encode("utf-8", "surrogatepass"))
        begun = time.perf_counter()
        with urllib.request.urlopen(f"{server.base}/api/v1/acme/search?locale=en&q={query}", timeout=10) as answer:
            found = json.loads(answer.read())
        times.append((time.perf_counter() - begun) * 1000)
        assert all(row["id"].startswith("invoices/") for row in found["results"]) and len(found["query"]) <= 200
    times.sort()
    print(f"\n10,000 hostile questions: p50 {times[5000]:.1f} ms, p99 {times[9900]:.1f} ms, worst {times[-1]:.1f} ms")
    assert times[5000] < 1000


def test_a_megabyte_is_refused_and_harms_nobody(server):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server.base}/api/v1/acme/search?q={'x' * 1_000_000}", timeout=10)
    with refused.value:
        assert refused.value.code == 414
    assert server.get("/healthz")
