"""What people type: a little of it is shown as they mean it, none of it is ever a program, and the longest costs next to nothing."""

import re

import pytest
from effort import effort
from payloads import payloads

from askaside.chat import text
from askaside.core.errors import TooLarge

SHOWN = {
    "Hello.": "<p>Hello.</p>",
    "one\ntwo\n\nthree": "<p>one<br>two</p><p>three</p>",
    "**now** and *here* and _there_": "<p><strong>now</strong> and <em>here</em> and <em>there</em></p>",
    "**all of *it***": "<p>**all of *it***</p>",
    "**all of _it_**": "<p><strong>all of <em>it</em></strong></p>",
    "2 * 3 * 4, snake_case_name, **": "<p>2 * 3 * 4, snake_case_name, **</p>",
    "- one\n- two\nend": "<ul><li>one</li><li>two</li></ul><p>end</p>",
    "1. one\n2. two": "<ol><li>one</li><li>two</li></ol>",
    "`a<b>` *c*": "<p><code>a&lt;b&gt;</code> <em>c</em></p>",
    "```\n*a*\n\n<b>\n```\nend": "<pre><code>*a*\n\n&lt;b&gt;</code></pre><p>end</p>",
    "```\nno end": "<pre><code>no end</code></pre>",
    "See https://acme.test/a_b_c?x=1&y=2.": '<p>See <a href="https://acme.test/a_b_c?x=1&amp;y=2" target="_blank" rel="noopener noreferrer nofollow">https://acme.test/a_b_c?x=1&amp;y=2</a>.</p>',
    "[here](https://acme.test)": '<p><a href="https://acme.test" target="_blank" rel="noopener noreferrer nofollow">here</a></p>',
    "[write](mailto:a@b.test)": '<p><a href="mailto:a@b.test" rel="noopener noreferrer nofollow">write</a></p>',
    "[x](javascript:alert(1))": "<p>[x](javascript:alert(1))</p>",
    "[x](data:text/html,x) [y](/desk) [z](//evil.test)": "<p>[x](data:text/html,x) [y](/desk) [z](//evil.test)</p>",
    "שלום **עולם**": "<p>שלום <strong>עולם</strong></p>",
    "<script>alert(1)</script>": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
}


@pytest.mark.parametrize("typed", SHOWN, ids=str)
def test_what_is_shown(typed):
    assert text.html(typed) == SHOWN[typed]


WRAPS = ["{}", "**{}**", "[{}](https://acme.test)", "[x](https://acme.test/{})", "https://acme.test/{}", "`{}`", "- {}", "```\n{}\n```", "[x]({})", "_{}_"]

ALLOWED = re.compile(r'/?(br|code|em|li|ol|p|pre|strong|ul|a)|a href="(https?://|mailto:)[^"<>]*"( target="_blank")? rel="noopener noreferrer nofollow"')


@pytest.mark.parametrize("wrap", WRAPS)
def test_a_program_stays_text(wrap):
    for _, payload in payloads():
        html = text.html(wrap.replace("{}", payload))
        assert not [tag for tag in re.findall(r"<(/?[^>]*)>", html) if not ALLOWED.fullmatch(tag)], (payload, html)


PIECES = ["*", "**", "_", "`", "[", "]", "](", "[a](", "[a](https://", "https://", "http://a ", "mailto:", "- ", "1. ", "```\n",
          "\n", "\n\n", "<", ">", "&", "&amp;", "\"", "*a", "**a", "_a_", "*a*_b_",
          "[*a*](https://a)", "**a*b", "a_", " *", "\\", "א", "\u202e", "```", "- *\n", "<b>", "[[a", "]]", "(("]


def test_the_longest_message_of_anything_is_shown_at_once():
    slowest = 0
    for first in PIECES:
        for second in ["", *PIECES]:
            body = ((first + second) * 4096)[:4096].encode()[:4096].decode(errors="ignore")
            slowest = max(slowest, effort(lambda body=body: text.html(body), 0.05)[1])
    print(f"\nthe slowest of {len(PIECES) * (len(PIECES) + 1)} took {slowest * 1000:.1f} ms")
    assert slowest < 0.05


def test_more_than_4_kib_is_refused():
    text.fits("x" * 4096)
    for long in ("x" * 4097, "ש" * 2049):
        with pytest.raises(TooLarge):
            text.fits(long)
