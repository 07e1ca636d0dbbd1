"""The daemon runs out of what the kernel gives it."""

import os
import resource
import signal

import cast
import processes
from faults.fault import Fault


class NoDescriptors(Fault):
    name = "no descriptors left"
    promise = "what needs one fails with a reason; afterwards all comes back by itself"

    def strike(self):
        names = self.world.running(cast.IDLE)
        if not names:
            return set()
        name = self.rng.choice(names)
        daemon = self.world.daemon()
        usual = resource.prlimit(daemon, resource.RLIMIT_NOFILE)
        resource.prlimit(daemon, resource.RLIMIT_NOFILE, (processes.descriptors(daemon), usual[1]))
        try:
            os.kill(self.world.pid(name), signal.SIGKILL)
            self.world.pause(1.5)
        finally:
            resource.prlimit(daemon, resource.RLIMIT_NOFILE, usual)
        return {name}
