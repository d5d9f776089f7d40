"""Hostile requests, made by rule: what stands where a name belongs, in queries, in headers and in bodies; and a way to ask exactly so."""

import itertools
import json
import random
import re
from io import BytesIO
from urllib.parse import unquote_to_bytes

from cast import visitor
from werkzeug.test import create_environ, run_wsgi_app

# What may stand where a site, module, locale, name or number belongs; as it stands in the request line.
NAMES = ["nope", "%00", "a%00.png", "%0d%0aX:%20y", "%ff", "%c3%28", "%ed%a0%80", "%f0%9f%98%80", "%D7%A9", "..", "%2e%2e", ".", "%2e", "-", "--", "*", "%", "%zz", "%25", "%2525",
    "'", "%22", "%3Cscript%3E", "{x}",
         "$%7Bjndi:x%7D", "%7B%7B7*7%7D%7D", "a%20b", "a;b", "a,b", "a%5cb", "~", "0", "-1", "1e9", "999999999999999999999999", "true", "null", "undefined", "NaN", "[]", "%5B%5D",
         "constructor", "__proto__", "con", "aux.png",
         "x" * 65, "x" * 300, "x" * 10_000, "%41" * 3000, "en-" + "x" * 40, "en_US_POSIX_x", "EN", "e", "zz-ZZ-zz-ZZ-zz", "%e2%80%ae", "%ef%bb%bf", "acme.", "acme%20", "ACME",
         "invoices%2fsend", "a/b", "a//b", "/", "site.toml"]
QUERIES = ["x=1", "=", "&&&", "=x", "%", "%zz=%zz", "%00=%00", "q=%00", "q=%ff&url=%ff&locale=%ff&module=%ff&keys=%ff", "a;b=c", "q[]=1", "q=1&q=2&url=/&url=/&locale=en&locale=he",
    "locale=" + "x" * 300, "locale=../..", "locale=%00",
           "module=" + "x" * 300, "module=..%2f", "module=%00", "module=nope", "limit=0", "limit=-1", "limit=1e9", "limit=99999999999999999999", "limit=a", "limit=",
           "limit=5&limit=6", "limit=%D9%A3", "after=%00", "after=a", "after=////", "after=gA",
           "page=0", "page=-1", "page=a", "page=99999999999999999999", "page=" + "9" * 5000, "exact=2", "exact=maybe", "q=" + "x" * 5000, "q=" + "%f0%9f%98%80" * 3000,
           "url=" + "a" * 5000, "url=http://[", "url=//x/..", "url=%2f" + "%25" * 900,
           "keys=" + "a," * 5000, "keys=,,,", "error=" + "x" * 301, "message=" + "x" * 1001, "element=" + "x" * 131, "element=../x", "q=" + "x" * 1_000_000, "x" * 1_000_000,
           "&".join(f"p{n}=1" for n in range(20_000))]
HEADERS = [("Origin", "null"), ("Origin", "http://["), ("Origin", "https://a\xe2\x84\x80b"), ("Origin", "x" * 10_000), ("Origin", ""), ("Origin", "//"),
    ("Origin", "https://app.acme.test\0"), ("Origin", "https://app.acme.test, https://evil.test"),
           ("Host", ""), ("Host", 'x"><script>alert(1)</script>'), ("Host", "a b"), ("Host", "["), ("Host", "[::1"), ("Host", "x:y"), ("Host", "x:99999999"), ("Host", "\xff"),
           ("Host", "x" * 10_000), ("Host", "evil.test@x"), ("Host", "{lang}"),
           ("Accept", "x" * 10_000), ("Accept", ";;;q=,"), ("Accept", "text/html;q=abc"), ("Accept", "application/json;q=1e400"), ("Accept-Language", "*"),
           ("Accept-Language", "en;q=nan, he;q=-1, \xff"),
           ("Accept-Language", ",".join(f"x{n}" for n in range(3000))), ("Accept-Language", "en-" + "x" * 10_000), ("Accept-Encoding", "br;q=0, gzip;q=x"),
           ("Accept-Encoding", "\xff" * 1000), ("If-None-Match", "*"), ("If-None-Match", '"' * 10_000),
           ("If-None-Match", "W/" * 5000), ("If-Modified-Since", "yesterday"), ("If-Modified-Since", "Mon, 99 Foo 99999 99:99:99 GMT"), ("Range", "bytes=0-"),
           ("Range", "bytes=9999999999-"), ("Range", "bytes=-1,5-,x-y"), ("Range", "lines=1"),
           ("If-Range", '"x"'), ("Authorization", "x"), ("Authorization", "Bearer " + "x" * 60_000), ("Authorization", "Basic \xff"), ("Authorization", "Visitor "),
           ("Cookie", "a=\xff; =; ;;" * 500), ("Content-Type", "text/html; charset=\xff"),
           ("Content-Type", "application/json; charset=utf-7"), ("Content-Type", "multipart/form-data"), ("Content-Length", "-1"), ("Content-Length", "abc"),
           ("Content-Length", "99999999999999999999"), ("Content-Encoding", "gzip"),
           ("X-Forwarded-For", "x" * 10_000), ("X-Forwarded-Host", "evil.test"), ("X-Forwarded-Proto", "javascript"), ("X-HTTP-Method-Override", "DELETE"),
           ("Idempotency-Key", "x"), ("Idempotency-Key", "x" * 60_000),
           ("Idempotency-Key", "\x01" * 20), ("Referer", "http://["), ("User-Agent", "\0\xff" * 5000), ("Transfer-Encoding", "chunked"), ("Expect", "100-continue"),
           ("Upgrade", "websocket"), ("X-" + "a" * 5000, "1")]
FILE = re.compile("/files/[a-z2-7]{26}$")
VALUES = [None, True, False, 0, -1, 1.5, 10**400, "", "x", "\ud800", "\0", "x" * 60_000, "\u202e", [], [1], ["x"] * 5000, {}, {"$ne": None}, {"a": {"b": []}}]
BODIES = [b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff\xfe", b"\0" * 100, b"[" * 60_000, b'{"a":' * 10_000, b"NaN", b"1" * 60_000, b'{"kind": Infinity}', b'{"kind": 1e999}',
    '{"kind": "open"}'.encode("utf-16"), b"\xef\xbb\xbf{}", b"x" * 70_000, b"<x/>", b"a=b"]

SEPARATORS = ["/", "%2f", "%2F", "%252f", "%5c", "\\", "%255c", "//", "/./", "/%2e/", ";/", "%00/", "/%00", "%c0%af", "%e0%80%af", "%c1%9c", "%ef%bc%8f", "%u2215", "%25c0%25af",
    "/ ", "%20/", "%09/", "%0a/"]
DOTS = ["..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae", "%ef%bc%8e%ef%bc%8e", "...", "....", "..;", "..%00", "%00..", ".. ", "..%20",
    "%u002e%u002e", "%25252e%25252e"]
ENDS = ["", "%00", "%00.png", "?.png", "%3f.png", "#.png", ".", "/", "%20", "/.", "::$DATA", "~"]


def traversals(targets, count, seed=11):
    """`count` names that would lead out of a folder to one of `targets`, were they taken for paths: raw, encoded, doubly encoded,
    overlong, mixed, absolute, with NUL; of each way to write a separator, dots and an end at least one."""
    rng, found = random.Random(seed), []
    for separator, dots in itertools.product(SEPARATORS, DOTS):
        target = rng.choice(targets)
        found.append((dots + separator) * rng.randrange(1, 9) + target.replace("/", separator) + rng.choice(ENDS))
    for end, target in itertools.product(ENDS, targets):
        found.append("../" * rng.randrange(1, 9) + target + end)
        found.append(rng.choice(SEPARATORS) + target + end)
        found.append("x/" + "../" * 8 + target + end)
        found.append("file:///" + target + end)
    while len(found) < count:
        found.append("".join(rng.choice([*DOTS, "."]) + rng.choice(SEPARATORS) for _ in range(rng.randrange(1, 9))) + rng.choice(targets) + rng.choice(ENDS))
    return found[:count]


def bodies(fields):
    """Bodies for a door that takes `fields`: none of its shape, and each field as everything that it is not."""
    found = list(BODIES)
    for name in [*fields, "x", "__proto__"]:
        for value in VALUES:
            found.append(json.dumps({**fields, name: value}).encode())
    return found


def ask(app, target, method="GET", headers=(), body=b""):
    """(status, {header: value}, bytes) of a request whose line bears just `target`, as a server hands it on."""
    path, _, query = target.partition("?")
    environ = create_environ(method=method, input_stream=BytesIO(body))
    environ.update(PATH_INFO=unquote_to_bytes(path).decode("latin-1"), RAW_PATH_INFO=path, QUERY_STRING=query, REQUEST_URI=target, REMOTE_ADDR="127.0.0.1")
    if body:
        environ.update(CONTENT_LENGTH=str(len(body)), CONTENT_TYPE="multipart/form-data; boundary=b" if path.endswith("/files") else "application/json")
    signed = any(part in path for part in ("/tickets", "/conversations", "/changes")) or path.endswith(("/files", "/unread")) or FILE.search(path)
    for name, value in [*visitor("alice").items(), *headers] if signed else headers:
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    pieces, status, told = run_wsgi_app(app, environ, buffered=True)
    found = b"".join(pieces)
    getattr(pieces, "close", lambda: None)()
    return int(status.split()[0]), {name.lower(): value for name, value in told}, found
