"""Routes of ten thousand characters against a thousand patterns: what a match costs, and against ten patterns."""

import random
import time

from askaside.sites.patterns import PatternIndex, parse


def timed(index, route):
    """Microseconds of the best of many."""
    best = float("inf")
    for _ in range(200):
        begun = time.perf_counter()
        index.match(route)
        best = min(best, time.perf_counter() - begun)
    return best * 1e6


def test_a_match_of_a_long_route_against_a_thousand_patterns():
    rng = random.Random(1)
    kinds = {
        "as in a product": lambda n: f"/m{n % 50}/{{id}}/tab{n % 97}",
        "that begin alike": lambda n: "/" + "/".join(rng.choice(["a", "{x}"]) for _ in range(31)) + f"/{n}",
        "that all match": lambda n: "/" + "/".join(rng.choice(["a", "{x}"]) for _ in range(32)),
        "that end in *": lambda n: "/" + "/".join(rng.choice(["a", "{x}"]) for _ in range(rng.randrange(1, 31))) + "/*",
    }
    routes = {"deep": "/" + "a/" * 5000, "32 deep": "/" + "a/" * 32, "one long segment": "/" + "x" * 10_000, "percent": "/" + "%D7%97/" * 1666,
              "one long percent": "/a/" + "%41" * 3333, "of slashes": "/" * 10_000}
    worst, ratios = 0, []
    print()
    for kind, make in kinds.items():
        few, many = (PatternIndex((parse(make(n)), n) for n in range(count)) for count in (10, 1000))
        for name, route in routes.items():
            ours, small = timed(many, route), timed(few, route)
            worst = max(worst, ours)
            ratios.append(ours / small)
            print(f"1,000 patterns {kind:16}  route {name:16}  {ours:6.0f} µs, {ours / small:4.1f} × that of 10 patterns")
    print(f"worst: {worst:.0f} µs")
    assert max(ratios) < 50   # a hundred times the patterns; some find a thousand of them, where ten are found of ten
