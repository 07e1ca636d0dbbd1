"""Waiting for something to become true."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


def until(condition, seconds, pause=0.01):
    """Whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def listens(path):
    """Whether somebody accepts connections at this unix socket. That the file exists says nothing."""
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
        return True


@contextmanager
def meanwhile(act, *arguments):
    """Does something in the background of the block. If it fails, that is the failure of the block."""
    with ThreadPoolExecutor(1) as pool:
        doing = pool.submit(act, *arguments)
        try:
            yield
        finally:
            doing.result()
