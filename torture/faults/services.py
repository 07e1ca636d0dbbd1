"""Services die, or will not."""

import os
import signal

import cast
from faults.fault import Fault
from world import Broken


class KilledService(Fault):
    name = "service killed"
    promise = "it comes back, and its history says why"

    def strike(self):
        names = self.world.running(cast.STEADY)
        if not names:
            return set()
        name = self.rng.choice(names)
        os.kill(self.world.pid(name), signal.SIGKILL)
        self.world.until(lambda: self._told(name), f"the history of {name} to tell of SIGKILL")
        return {name}

    def _told(self, name):
        return "SIGKILL" in self.world.must("history", name, "-n", "5").out


class GrandchildrenStay(Fault):
    name = "parent of grandchildren killed"
    promise = "a stop ends all of them, also those with a session and an environment of their own"

    def strike(self):
        names = self.world.running(cast.FORKERS)
        if not names:
            return set()
        name = self.rng.choice(names)
        if self.rng.random() < 0.5:
            os.kill(self.world.pid(name), signal.SIGKILL)
        self.world.must("stop", name)
        self.world.wanted[name] = 0
        return {name}


class StoppedProcess(Fault):
    name = "stop of a process that is stopped or deaf"
    promise = "it is gone when the command returns"

    def strike(self):
        names = self.world.running(cast.STUBBORN + cast.IDLE)
        if not names:
            return set()
        name = self.rng.choice(names)
        pid = self.world.pid(name)
        if self.rng.random() < 0.7:
            os.kill(pid, signal.SIGSTOP)
        self.world.must("stop", name)
        self.world.wanted[name] = 0
        if os.path.exists(f"/proc/{pid}/exe"):
            raise Broken(f"{name} was stopped, and process {pid} is there")
        return {name}
