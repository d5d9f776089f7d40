import itertools
import random
import sys

import pytest

from askaside.sites.patterns import PatternBroken, PatternIndex, parse, segments, strip


@pytest.mark.parametrize("pattern, route, matches", [
    ("/invoices", "/invoices", True), ("/invoices", "/invoices/", True), ("/invoices", "/Invoices", False), ("/invoices", "/invoices/5", False),
    ("/invoices/{id}", "/invoices/5", True), ("/invoices/{id}", "/invoices", False), ("/invoices/{id}/edit", "/invoices/5/edit", True),
    ("/invoices/*", "/invoices/5/edit", True), ("/invoices/*", "/invoices", False), ("/*", "/a", True), ("/*", "/", False), ("/", "/", True),
    ("/חשבוניות", "/%D7%97%D7%A9%D7%91%D7%95%D7%A0%D7%99%D7%95%D7%AA", True), ("/a", "/a?b=c#d", True), ("/a/{x}", "/a/{}", True), ("/a/{x}", "/a/*", True)])
def test_a_pattern_matches(pattern, route, matches):
    assert parse(pattern).match(segments(route)) == matches
    assert bool(PatternIndex([(parse(pattern), 1)]).match(route)) == matches


@pytest.mark.parametrize("text, why", [
    ("invoices", "slash"), ("/a*b", "segment"), ("/*/edit", "end"), ("/a b", "no place"), ("/{A}", "segment"), ("/{id", "segment"),
    ("/a?x=1", "no place"), ("/" + "a/" * 40, "32"), ("/" + "a" * 600, "500"), (5, "slash"), ("/(a+)+$#", "no place")])
def test_what_the_syntax_does_not_allow_is_refused(text, why):
    with pytest.raises(PatternBroken, match=why):
        parse(text)


def test_the_most_specific_comes_first():
    texts = ["/*", "/invoices/*", "/invoices/{id}/*", "/invoices/{id}/{tab}", "/invoices/{id}/edit", "/invoices/5/edit"]
    index = PatternIndex((parse(text), text) for text in texts)
    assert [value for _, value in index.match("/invoices/5/edit")] == texts[::-1]


def test_equal_patterns_stay_in_the_order_given():
    index = PatternIndex([(parse("/a"), 2), (parse("/a"), 1)])
    assert [value for _, value in index.match("/a")] == [2, 1]


def lines_run(action):
    """How many lines of our package `action` runs."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        count += event == "line"
        return trace if "askaside" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


def alike(count, depth=31):
    """`count` patterns that begin alike in every way: `/a/{x}/a/a/…/7`."""
    rng = random.Random(count)
    return PatternIndex((parse("/" + "/".join(rng.choice(["a", "{x}"]) for _ in range(depth)) + f"/{n}"), n) for n in range(count))


def test_work_grows_with_the_route_not_with_its_branches():
    """A route of ten thousand characters against a thousand patterns that all begin alike: few steps, counted."""
    index = PatternIndex((parse("/" + "/".join(["a", "{x}"][n >> bit & 1] for bit in range(10)) + f"/{n}"), n) for n in range(1000))
    assert index.match("/" + "a/" * 5000) == []
    assert [value for _, value in index.match("/" + "a/" * 10 + "7")] == [7]
    many = alike(1000)
    for route in ("/" + "a/" * 5000, "/" + "a/" * 31 + "7", "/" + "x" * 10_000, "/" + "%61/" * 3000, "/" + "a/" * 16):
        assert lines_run(lambda route=route: many.match(route)) < 300
    assert lines_run(lambda: many.match("/" + "a/" * 5000)) <= lines_run(lambda: many.match("/" + "a/" * 50))


def test_many_patterns_find_what_one_by_one_finds():
    rng = random.Random(3)
    for _ in range(300):
        patterns = [parse("/" + "/".join([rng.choice(["a", "b", "{x}"]) for _ in range(rng.randrange(5))] + ["*"] * (rng.random() < 0.3))) for _ in range(12)]
        route = "/" + "/".join(rng.choice("abc") for _ in range(rng.randrange(6)))
        found = PatternIndex((pattern, n) for n, pattern in enumerate(patterns)).match(route)
        assert found == sorted(((pattern, n) for n, pattern in enumerate(patterns) if pattern.match(segments(route))), key=lambda pair: (pair[0].rank, pair[1]))


def test_two_patterns_meet_where_a_route_matches_both():
    routes = [list(route) for length in range(4) for route in itertools.product("abc", repeat=length)]
    patterns = [parse("/" + "/".join(parts)) for length in range(3) for head in itertools.product(["a", "{x}"], repeat=length) for parts in (head, (*head, "*"))]
    for one, other in itertools.product(patterns, repeat=2):
        assert one.meets(other) == any(one.match(route) and other.match(route) for route in routes), (one.text, other.text)


def test_a_literal_of_a_route_is_never_taken_for_a_wildcard():
    index = PatternIndex([(parse("/a/{x}"), "one"), (parse("/a/*"), "rest")])
    for odd in ("{}", "*", "None", "Wild.ONE"):
        assert [value for _, value in index.match(f"/a/{odd}")] == ["one", "rest"]


def test_the_base_is_taken_off():
    base = (parse("/demo/{kind}/{lang}"),)
    assert strip(base, segments("/demo/app/he/invoices/5")) == ["invoices", "5"]
    assert strip(base, segments("/demo/app/he")) == []
    assert strip(base, segments("/other/app/he/x")) == ["other", "app", "he", "x"]
