"""A pid comes again."""

import os
import signal
import subprocess
from pathlib import Path

import cast
import cell
import processes
from faults.fault import Fault
from world import Broken

_LAST = Path("/proc/sys/kernel/ns_last_pid")


class ReusedPid(Fault):
    name = "the pid of a service becomes a stranger's"
    promise = "the stranger is left alone, the service started again"

    def possible(self):
        return cell.is_inside() and _LAST.exists()

    def strike(self):
        names = self.world.running(cast.IDLE)
        if not names:
            return set()
        name = self.rng.choice(names)
        pid = self.world.pid(name)
        self.world.kill_daemon()
        os.kill(pid, signal.SIGKILL)
        self.world.until(lambda: not os.path.exists(f"/proc/{pid}"), f"process {pid} to be gone")
        stranger = with_pid(pid)
        if stranger is None:
            return {name}  # somebody else got it, or nobody
        try:
            self.world.settle()
            self.world.must("stop", name)
            self.world.wanted[name] = 0
            if stranger.poll() is not None or not processes.alive(pid):
                raise Broken(f"{name} was stopped, and stranger {pid} with it")
        finally:
            stranger.kill()
            stranger.wait()
        return {name}


def with_pid(wanted):
    """A process with this pid, that looks like a service; None if it was not to be had."""
    for _ in range(50):
        try:
            _LAST.write_text(str(wanted - 1))
        except OSError:
            return None
        process = subprocess.Popen(["sleep", cast.SLEEP], start_new_session=True)
        if process.pid == wanted:
            return process
        process.kill()
        process.wait()
        if os.path.exists(f"/proc/{wanted}"):
            return None
    return None
