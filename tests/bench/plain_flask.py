"""A plain Flask view on the same eventlet, which returns the bytes of a file from memory: what the bench compares with."""

import warnings

warnings.simplefilter("ignore")
import eventlet  # noqa: E402

eventlet.monkey_patch()
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

import eventlet.wsgi  # noqa: E402
from flask import Flask, Response  # noqa: E402

BODY = Path(sys.argv[2]).read_bytes()
app = Flask(__name__)


@app.get("/raw")
def raw():
    return Response(BODY, mimetype="application/json")


eventlet.wsgi.server(eventlet.listen(("127.0.0.1", int(sys.argv[1]))), app, log_output=False, debug=False)
