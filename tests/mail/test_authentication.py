"""Whether a sender's domain vouches for a letter: only our own mail server's word counts, and no sender can put words into it."""

import pytest

from askaside.mail.authentication import proven

OURS = "mx.acme.test"


def told(headers):
    return proven(headers, OURS, "alice@acme.test")


@pytest.mark.parametrize("header", [
    "mx.acme.test; dmarc=pass header.from=acme.test", "MX.Acme.Test 1; spf=fail smtp.mailfrom=x@else.test;\tDMARC=pass (p=reject; sp=none) header.from=acme.test",
    "mx.acme.test; dkim=pass header.d=acme.test header.s=k1", "mx.acme.test; dkim=pass (2048-bit key) header.d=acme.test; dmarc=none",
    "mx.acme.test; spf=pass smtp.mailfrom=alice@acme.test", "mx.acme.test; spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=acme.test; dkim=none",
    'mx.acme.test; dkim=pass header.i=@else.test header.b="a/b;c(d"; dmarc=pass (p="x \\) y" (nested)) header.from=acme.test'])
def test_our_servers_good_word_counts(header):
    assert told([header])


@pytest.mark.parametrize("header", [
    "mx.else.test; dmarc=pass", "mx.acme.test.else.test; dmarc=pass", "dmarc=pass; mx.acme.test", "mx.acme.test", "mx.acme.test; none", "",
    "mx.acme.test; dmarc=fail; dkim=pass header.d=acme.test",
    "mx.acme.test; dmarc=temperror; spf=pass smtp.mailfrom=acme.test", "mx.acme.test; dkim=pass header.d=else.test", "mx.acme.test; dkim=pass header.d=test",
    "mx.acme.test; dkim=pass header.d=cme.test",
    "mx.acme.test; dkim=fail header.d=acme.test", "mx.acme.test; spf=pass smtp.mailfrom=alice@else.test",
    "mx.acme.test; spf=pass smtp.helo=acme.test", "mx.acme.test; spf=softfail smtp.mailfrom=acme.test",
    'mx.acme.test; spf=pass smtp.mailfrom="x;dmarc=pass"@else.test', 'mx.acme.test; spf=pass smtp.mailfrom="x smtp.mailfrom=acme.test "@else.test',
    "mx.acme.test; spf=fail (x\\); dmarc=pass (y) smtp.mailfrom=else.test", 'mx.acme.test; spf=fail smtp.mailfrom="x; dmarc=pass', "mx.acme.test; spf=fail (a; dmarc=pass",
    'mx.acme.test; spf=fail (") ; dmarc=fail (") x', "mx.acme.test; spf=pass smtp.mailfrom=acme.test@else.test"])
def test_any_other_word_does_not(header):
    assert not told([header])


def test_the_topmost_verdict_is_our_servers():
    assert not told(["mx.acme.test; dmarc=fail", "mx.acme.test; dmarc=pass"])
    assert not told(["mx.acme.test; spf=fail smtp.mailfrom=x@else.test", "mx.acme.test; dkim=pass header.d=acme.test"])
    assert told(["mx.else.test; dmarc=fail", "mx.acme.test; spf=none", "mx.acme.test; dmarc=pass"])
