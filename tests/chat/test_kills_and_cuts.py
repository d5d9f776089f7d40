"""Two cells of tests/faults, in every run: forty seconds of kills and cuts while people chat."""

import json
import time

import pytest
from chat_storm import ChatStorm

SECONDS, KILLS, CUTS = 40, 25, 150
MOST_SECONDS = 75   # on a machine that has more to do


@pytest.mark.parametrize("mode, transport", [("eventlet", "websocket"), ("threading", "polling")])
def test_whatever_is_acknowledged_is_kept_once_and_in_order_and_everybody_knows_it(tmp_path, mode, transport):
    storm, begun = ChatStorm(tmp_path, transport, mode, agent=transport == "websocket"), time.monotonic()
    try:
        storm.blow(lambda so_far: (went := time.monotonic() - begun) > SECONDS and (went > MOST_SECONDS or (so_far.kills >= KILLS and so_far.cuts >= CUTS)))
        wrong, figures = storm.account()
    finally:
        storm.close()
    print(f"\n{json.dumps(figures)}")
    assert not any(wrong.values()), ({what: n for what, n in wrong.items() if n}, figures)
    assert figures["kills"] >= KILLS and figures["cuts"] >= CUTS and figures["acknowledged"] > 100
