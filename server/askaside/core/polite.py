"""A large body is read in pieces, between which everybody else has a turn: what is there already would be read, parsed and hashed without a pause."""

import time

LARGE_BYTES = 256 << 10


def politely(app):
    """The WSGI application `app`, with a Body for each large one."""

    def serve(environ, start_response):
        length = environ.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > LARGE_BYTES:
            environ["wsgi.input"] = Body(environ["wsgi.input"])
        return app(environ, start_response)

    return serve


class Body:
    def __init__(self, body):
        self._body = body

    def read(self, *size):
        time.sleep(0)
        return self._body.read(*size)

    def __getattr__(self, name):
        return getattr(self._body, name)
