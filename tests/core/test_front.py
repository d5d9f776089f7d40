import gzip

from askaside.core import front


class App:
    """A WSGI application that counts how often it is asked."""

    def __init__(self, body=b"x" * 2000, status="200 OK", keep=True):
        self.asked, self.body, self.status, self.keep = 0, body, status, keep

    def __call__(self, environ, start_response):
        self.asked += 1
        if self.keep:
            front.keep(None, environ)
        start_response(self.status, [("Content-Type", "application/json"), ("ETag", '"one"'), ("Content-Length", str(len(self.body)))])
        return [self.body]


def ask(app, path="/a", query="", **headers):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query,
               **{f"HTTP_{name.upper()}": value for name, value in headers.items()}}
    told = []
    body = b"".join(app(environ, lambda status, head, exc_info=None: told.append((status, dict(head)))))
    return *told[0], body


def test_the_same_question_is_answered_once():
    app = App()
    kept = front.Front(app)
    assert ask(kept) == ask(kept)
    assert app.asked == 1


def test_another_path_query_origin_or_host_is_another_question():
    app = App()
    kept = front.Front(app)
    for asked in ({"path": "/b"}, {"query": "x=1"}, {"origin": "https://a.test"}, {"host": "b.test"}, {}):
        ask(kept, **asked)
    assert app.asked == 5


def test_a_new_version_drops_everything():
    app = App()
    kept = front.Front(app)
    ask(kept)
    kept.clear()
    ask(kept)
    assert app.asked == 2


def test_an_answer_that_was_being_made_while_the_version_changed_is_not_kept():
    app = App()
    kept = front.Front(lambda environ, start: (kept.clear(), app(environ, start))[1])
    ask(kept)
    ask(kept)
    assert app.asked == 2


def test_who_is_signed_in_is_never_answered_from_memory():
    app = App()
    kept = front.Front(app)
    ask(kept, authorization="Bearer x")
    ask(kept, authorization="Bearer x")
    assert app.asked == 2


def test_errors_and_what_is_not_marked_pass_through():
    for app in (App(status="404 NOT FOUND"), App(keep=False)):
        kept = front.Front(app)
        ask(kept)
        assert ask(kept)[2] == app.body
        assert app.asked == 2


def test_what_the_asker_has_already_is_not_sent_again():
    kept = front.Front(App())
    ask(kept)
    status, head, body = ask(kept, if_none_match='W/"one", "two"')
    assert (status, body) == ("304 Not Modified", b"")
    assert head["ETag"] == '"one"'


def test_it_is_packed_for_who_takes_it_and_its_etag_differs():
    kept = front.Front(App())
    _, head, body = ask(kept, accept_encoding="gzip")
    assert gzip.decompress(body) == b"x" * 2000
    assert (head["Content-Encoding"], head["ETag"], head["Content-Length"]) == ("gzip", '"one-gz"', str(len(body)))
    assert ask(kept)[1]["ETag"] == '"one"'


def test_a_cache_in_front_is_told_that_it_may_be_packed():
    kept = front.Front(App())
    assert ask(kept)[1]["Vary"] == ask(kept, accept_encoding="gzip")[1]["Vary"] == "Accept-Encoding"
    assert "Vary" not in ask(front.Front(App(body=b"small")))[1]


def test_what_is_only_packed_is_asked_for_again():
    app = App(keep=False)
    kept = front.Front(lambda environ, start: (front.pack(None, environ), app(environ, start))[1])
    for _ in range(2):
        assert gzip.decompress(ask(kept, accept_encoding="gzip")[2]) == b"x" * 2000
    assert app.asked == 2 and len(kept._kept) == 0


def test_it_is_bounded_in_number_and_in_bytes():
    app = App(body=b"x" * 1000)
    kept = front.Front(app, most=3, most_bytes=1 << 20)
    for n in range(10):
        ask(kept, query=str(n))
    assert len(kept._kept) == 3
    small = front.Front(App(body=b"x" * 1000), most=1000, most_bytes=80_000)
    for n in range(200):
        ask(small, query=str(n))
    assert small._bytes <= 80_000
    assert 10 < len(small._kept) < 80


def test_what_is_dropped_makes_room():
    kept = front.Front(App(body=b"x" * 1000), most=1000, most_bytes=80_000)
    for n in range(200):
        ask(kept, query=str(n))
        kept.clear()
    assert kept._bytes == 0
    ask(kept)
    assert len(kept._kept) == 1


def test_a_long_question_counts_as_much_as_a_long_answer():
    small = front.Front(App(body=b"x"), most=1000, most_bytes=320_000)
    for n in range(200):
        ask(small, query=f"{n}" + "x" * 5000)
    assert 10 < len(small._kept) < 64
    assert small._bytes == sum(front._size(*row) for row in small._kept.items()) <= 320_000
