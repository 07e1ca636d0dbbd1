"""One service: how long a list takes, and how long after a kill -9 its next process runs."""

import os
import random
import signal
import subprocess
import time

from peers.peer import Service
from scenarios.scenario import Scenario
from session import Failed
from stamp import Stamp

KILLED = "kill -9 → new process"


class Alone(Scenario):
    def measure(self, plan, peer, session, samples):
        tool = peer(session)
        tool.open()
        with Stamp(session) as stamp:
            service = Service("service-1", stamp.script("child", "exec " + " ".join(session.sleep)))
            tool.start([service])
            _, pid = stamp.read()
            time.sleep(plan.pause)  # not all of them have written down by now that it runs
            for _ in range(plan.lists):
                samples.add("list 1", peer.name, tool.list([service]) * 1000)
            for _ in range(plan.kills):
                # At any moment of a tool that looks around once a second.
                time.sleep(plan.life + random.random())
                killed = time.monotonic()
                os.kill(pid, signal.SIGKILL)
                began, new = stamp.read()
                if new == pid:
                    raise Failed(f"process {pid} told of itself twice")
                samples.add(KILLED, peer.name, (began - killed) * 1000)
                pid = new

    @staticmethod
    def baseline(plan, session, samples):
        """The child started by the benchmark itself: the part that no manager can save."""
        with Stamp(session) as stamp:
            argv = stamp.script("child", "exec " + " ".join(session.sleep))
            for _ in range(plan.kills):
                started = time.monotonic()
                child = subprocess.Popen(argv, env=session.environment)
                began, _ = stamp.read()
                samples.add(KILLED, "baseline", (began - started) * 1000)
                child.kill()
                child.wait()
