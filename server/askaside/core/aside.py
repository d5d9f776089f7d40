"""Blocking work beside the loop: the one port for it.

Under eventlet a slow parse, a stat of ten thousand files or a hash would stop everyone. `wsgi.py` puts eventlet's
pool of native threads here; elsewhere (command line, tests) the work runs at once, where it is called.

What runs aside must not log, lock or wait: the patched locks belong to the loop. It returns, and the caller tells.
"""

_runner = None


def use(runner):
    """`runner(function, *arguments)` runs work beside the loop; None runs it in place."""
    global _runner
    _runner = runner


def run(function, *arguments):
    """`function(*arguments)`, beside the loop where there is one. Its result, or its exception."""
    return _runner(function, *arguments) if _runner else function(*arguments)
