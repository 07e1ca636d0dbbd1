"""The daemon dies, hangs, or is replaced."""

import os
import signal
import time

import processes
from faults.fault import Fault


class Killed(Fault):
    name = "daemon killed"
    promise = "no service is touched; the next command brings a new daemon"

    def strike(self):
        self.world.kill_daemon()
        self.world.pause(0.3)
        return set()


class KilledAgain(Fault):
    name = "daemon killed while it comes up"
    promise = "the same"

    def strike(self):
        self.world.kill_daemon()
        for _ in range(self.rng.randint(1, 3)):
            command = self.world.begin("list")
            self.world.pause(0.8)
            for pid in daemons(self.world.home):
                self.world.kill_daemon(pid)
            self.world.end(command)  # it may fail: its daemon was killed
        return set()


def daemons(home):
    """The processes of a home's daemon, found without asking it."""
    return [
        pid
        for pid in processes.pids()
        if f"REEVE_HOME={home}".encode() in processes.read(pid, "environ").split(b"\0")
        and b"dev.reeve.daemon" in processes.read(pid, "cmdline")
    ]


class Hung(Fault):
    name = "daemon stopped for a moment"
    promise = "no service is touched, no line lost"

    def strike(self):
        pid = self.world.daemon()
        os.kill(pid, signal.SIGSTOP)
        try:
            time.sleep(self.rng.uniform(0.1, 1.0))
        finally:
            os.kill(pid, signal.SIGCONT)
        return set()


class Replaced(Fault):
    name = "reboot"
    promise = "the daemon is another, the services are the same"

    def strike(self):
        self.world.must("reboot")
        return set()
