"""How the log of a service grows."""

import os
import time

PAUSE = 0.002
# A log that has not grown for so long is not going to.
PATIENCE = 3


def size(files):
    total = 0
    for file in files:
        try:
            total += os.stat(file).st_size
        except FileNotFoundError:
            pass  # not there yet, or just rotated
    return total


def until_complete(files, payload, line_length):
    """
    Waits until the log holds payload bytes of lines of this length, whatever the logger puts before each, or does not
    grow any more. files is a function, because loggers rotate. Returns (moment of the last growth, bytes in the log).
    """
    seen = 0
    grown = time.monotonic()
    wanted = None
    while wanted is None or seen < wanted:
        now = size(files())
        moment = time.monotonic()
        if now != seen:
            seen, grown = now, moment
        elif moment - grown > PATIENCE:
            break
        if wanted is None and seen:
            wanted = with_prefixes(files()[0], payload, line_length)
        time.sleep(PAUSE)
    return grown, seen


def with_prefixes(file, payload, line_length):
    """The size of the whole log, told from its first line; None as long as that is not whole."""
    try:
        with open(file, "rb") as log:
            first = log.readline()
    except FileNotFoundError:
        return None
    return payload // line_length * len(first) if first.endswith(b"\n") else None
