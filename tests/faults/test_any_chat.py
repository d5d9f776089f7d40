"""Two thousand stories that Hypothesis makes up: whatever happens to a chat, each tab comes to know what a fresh one is told. And faults planted in the widget, which they tell."""

import shutil

import pytest
import talk_story
from material import ROOT

# name: (file, what stands there, what stands there instead)
MUTANTS = {
    "does not ask when it is connected again": ("panel/chat/talk.js", "      if (yes) self.catchUp();\n", ""),
    "sent again under another name": ("panel/chat/sending.js", "{ conversation: to, client_id, body, ...files }", "{ conversation: to, client_id: random(), body, ...files }"),
    "forgotten when it is sent": ("panel/chat/sending.js", "    flying = client_id;\n", "    flying = client_id;\n    drop(client_id);\n"),
}


def test_whatever_happens_each_tab_comes_to_know_what_is_kept(app, folder, time):
    talk_story.tell(app, folder, time, 2000)


@pytest.mark.parametrize("name", MUTANTS)
def test_the_stories_tell_each_fault(app, folder, time, tmp_path, name):
    file, there, instead = MUTANTS[name]
    widget = shutil.copytree(ROOT / "widget" / "src", tmp_path / "src")
    shutil.copy(ROOT / "widget" / "package.json", tmp_path)
    text = (widget / file).read_text("utf-8")
    assert text.count(there) == 1
    (widget / file).write_text(text.replace(there, instead), "utf-8")
    with pytest.raises(AssertionError) as told:
        talk_story.tell(app, folder, time, 200, widget)
    print(f"\n{name}: {str(told.value)[:200]}")
