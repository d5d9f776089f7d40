"""Five hundred kills and three thousand cuts while twelve people chat in three tabs each: both kinds of server, both ways of a socket. A quarter of an hour.

STORM=0.1 in the environment makes a tenth of it.
"""

import json
import os

import pytest
from chat_storm import ChatStorm

SHARE = float(os.environ.get("STORM", 1)) / 4   # of each of the four
KILLS, CUTS, LINES = 500, 3000, 20_000


@pytest.mark.parametrize("transport", ["websocket", "polling"])
@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_nothing_is_lost_doubled_or_out_of_order(tmp_path, mode, transport):
    storm = ChatStorm(tmp_path, transport, mode, people=12, every=500, agent=transport == "websocket")

    def enough(so_far):
        return so_far.kills >= KILLS * SHARE and so_far.cuts >= CUTS * SHARE and sum("ok" in one for one in so_far.heard) >= LINES * SHARE

    try:
        storm.blow(enough)
        wrong, figures = storm.account()
    finally:
        storm.close()
    print(f"\n{json.dumps(figures)}")
    assert not any(wrong.values()), ({what: n for what, n in wrong.items() if n}, figures)
    assert figures["caught up s p50, p95, max"][1] < 3
