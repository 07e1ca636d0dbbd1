"""A private place for one tool: a folder, an environment, and the promise that nothing of it stays."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import proc
import waiting

COMMAND_TIMEOUT = 300


class Failed(Exception):
    """A tool did not do what it was asked to. The message is for people."""


class Session:
    """
    Every process that is started here carries a mark in its environment, and its descendants inherit it: by this
    mark they are found and ended, whatever became of their parents.
    """

    def __init__(self):
        # Short: the path of a unix socket has room for 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="reeve-bench-"))
        self._variable = f"REEVE_BENCH={self.folder.name}"
        # An argument that no other sleep of this machine has.
        self.sleep = ["/bin/sleep", f"86400.{os.getpid():07}{time.monotonic_ns() % 1_000_000:06}"]
        home = self.folder / "user"
        home.mkdir()
        self.environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "REEVE_BENCH": self.folder.name,
        }
        self._spawned = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._end_all()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, argv, timeout=COMMAND_TIMEOUT):
        """Runs a command to its end. Returns (seconds, what it wrote to its standard output)."""
        started = time.monotonic()
        try:
            done = subprocess.run(
                argv,
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                timeout=timeout,
            )
        except subprocess.TimeoutExpired:
            raise Failed(f"{Path(argv[0]).name} {argv[1]} did not end within {timeout} s") from None
        seconds = time.monotonic() - started
        if done.returncode != 0:
            said = (done.stderr or done.stdout).decode(errors="replace").strip()
            raise Failed(f"{Path(argv[0]).name} {argv[1]} ended with {done.returncode}: {said[-300:]}")
        return seconds, done.stdout.decode(errors="replace")

    def spawn(self, argv):
        """Starts a program that stays; what it says goes to a file in the folder."""
        with open(self.folder / "said", "ab") as said:
            process = subprocess.Popen(
                argv,
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self._spawned.append(process)
        return process

    def said(self):
        file = self.folder / "said"
        return file.read_text(errors="replace")[-300:].strip() if file.exists() else ""

    def marked(self):
        """All processes that were started here and live."""
        return [pid for pid in proc.with_variable(self._variable) if pid != os.getpid() and proc.alive(pid)]

    def named(self, *names):
        """Those of them that are called so."""
        return [pid for pid in self.marked() if proc.comm(pid) in names]

    def sleepers(self, others=frozenset()):
        """The pids of all processes that run the sleep of this session: after their exec, not before. others are known not to."""
        wanted = "\0".join([*self.sleep, ""]).encode()
        return sorted(pid for pid in proc.pids() if pid not in others and proc.read(pid, "cmdline") == wanted)

    def _end_all(self):
        # Managers may first do what they do at a SIGTERM; then there is no more asking.
        for process in self._spawned:
            process.terminate()
        waiting.until(lambda: all(process.poll() is not None for process in self._spawned), 2)
        while living := self.marked():
            for pid in living:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass  # it was faster
            time.sleep(0.01)
        for process in self._spawned:
            process.wait()
