"""How much work something is: seconds of this thread, which others on the machine do not lengthen much; what is over its bound once by chance is done again."""

import time

TRIES = 3   # somebody's garbage is collected within one of them, or the machine is another's for a moment


def effort(does, bound):
    """(what it returns, the least seconds of work of up to three tries). One try where that is below the bound."""
    least = float("inf")
    for _ in range(TRIES):
        begun = time.thread_time()
        got = does()
        least = min(least, time.thread_time() - begun)
        if least < bound:
            break
    return got, least
