"""What it costs to count and time every request: processor time within the process, with and without."""

import time

from werkzeug.test import EnvironBuilder

ROUNDS = 9


def spent(call, path, count):
    """Microseconds of the processor for one request, the best of some rounds."""
    environ, best = EnvironBuilder(path).get_environ(), None
    for _ in range(ROUNDS):
        begun = time.thread_time()
        for _ in range(count):
            body = call(dict(environ), lambda *head: None)
            b"".join(body)
            getattr(body, "close", lambda: None)()
        each = (time.thread_time() - begun) / count * 1e6
        best = min(best or each, each)
    return best


def test_a_request_that_is_watched(app):
    print()
    for path, count in (("/api/v1/acme/help", 3000), ("/healthz", 400)):   # answered before Flask; an ordinary view
        without, watched = spent(app.wsgi_app._app, path, count), spent(app.wsgi_app, path, count)
        print(f"{path}: {watched - without:.1f} microseconds more, {watched / without:.2f} × the request within the process (without: {without:.1f})")
        assert watched - without < 100
