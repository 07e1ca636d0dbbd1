"""As much of Redis as the shop needs: commands over a unix socket, in its protocol RESP 2."""

import socket
import time


class Redis:
    def __init__(self, path="redis.sock"):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(path)
        self._replies = self._socket.makefile("rb")

    def __call__(self, *words):
        """Sends a command and returns its reply: str, int, None or a list of these. Raises OSError if Redis goes away."""
        encoded = [str(word).encode() for word in words]
        parts = b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in encoded)
        self._socket.sendall(b"*%d\r\n" % len(encoded) + parts)
        return self._reply()

    def _reply(self):
        line = self._replies.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("redis hung up")
        kind, rest = line[:1], line[1:-2]
        if kind == b"-":
            raise ConnectionError(f"redis refuses: {rest.decode()}")  # also while it is still loading its data
        if kind == b":":
            return int(rest)
        if kind == b"$":
            if int(rest) < 0:
                return None
            return self._replies.read(int(rest) + 2)[:-2].decode()
        if kind == b"*":
            return None if int(rest) < 0 else [self._reply() for _ in range(int(rest))]
        return rest.decode()


def connect(patience=30):
    """A connection to a Redis that answers, as soon as there is one. Raises OSError when patience (in seconds) is over."""
    deadline = time.monotonic() + patience
    while True:
        try:
            redis = Redis()
            redis("PING")
            return redis
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
