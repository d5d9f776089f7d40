"""A hundred stories that Hypothesis makes up: whatever happens to a chat, each tab comes to know what a fresh one is told."""

import talk_story


def test_whatever_happens_each_tab_comes_to_know_what_is_kept(app, folder, time):
    talk_story.tell(app, folder, time, 100)
