"""The moment when a child began to run, told by the child itself: its first act is to write its pid into a FIFO."""

import os
import select
import time

from session import Failed


class Stamp:
    def __init__(self, session):
        self.path = session.folder / "stamp"
        self._folder = session.folder
        os.mkfifo(self.path)
        # Open for writing, too, so that it never ends.
        self._fd = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self._fd)
        self.path.unlink()

    def script(self, name, *commands):
        """The command line of a child that leaves its stamp and then runs these lines of shell."""
        file = self._folder / name
        file.write_text("\n".join([f"echo $$ >{self.path}", *commands, ""]))
        return ["/bin/sh", str(file)]

    def read(self, seconds=60):
        """Waits for the next stamp. Returns (moment on the monotonic clock in seconds, pid)."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        moment = time.monotonic()
        if not ready:
            raise Failed(f"no child began to run within {seconds} s")
        written = os.read(self._fd, 4096).split()
        if len(written) != 1:
            raise Failed(f"{len(written)} children began to run instead of one")
        return moment, int(written[0])
