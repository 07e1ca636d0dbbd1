"""
Reeve's daemon is killed: how long nobody answers, and whether any service notices. And how much disk the samples of its
services take, which is the same after 2 seconds and after 18 hours.
"""

import json
import os
import signal
import socket
import time

from peers.peer import Service
from peers.reeve import Reeve
from scenarios.crowd import start
from scenarios.scenario import Scenario
from session import Failed

PING = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "hello", "params": {"protocol": 1, "version": "bench"}}) + "\n"
PATIENCE = 30


class Gap(Scenario):
    def fits(self, plan, peer):
        return peer is Reeve

    def measure(self, plan, peer, session, samples):
        n = plan.few
        tool = peer(session)
        tool.open()
        services = [Service(f"service-{i:05}", session.sleep) for i in range(1, n + 1)]
        sleepers = start(n, tool, services, _Nowhere())
        time.sleep(plan.settle)
        samples.add(f"history {n}", peer.name, (tool.home / "state" / "samples").stat().st_size / 1e6)
        daemon = tool.daemon()
        killed = time.monotonic()
        os.kill(daemon, signal.SIGKILL)
        new = next_answer(str(tool.socket), killed + PATIENCE)
        samples.add(f"daemon gap {n}", peer.name, (time.monotonic() - killed) * 1000)
        if new == daemon:
            raise Failed("the killed daemon answered")
        restarted = len(set(sleepers) - set(session.sleepers()))
        counted = sum(service["restarts"] for service in json.loads(tool.command("list", "--json")[1]))
        samples.add(f"daemon gap {n}, services restarted", peer.name, max(restarted, counted))
        if len(session.sleepers()) != n:
            raise Failed(f"{len(session.sleepers())} processes exist after the gap instead of {n}")


class _Nowhere:
    """The start is measured elsewhere."""

    def add(self, measure, tool, value):
        pass


def next_answer(path, deadline):
    """
    What 'reeve ping' does, without the start of its JVM, so that the gap is seen to the millisecond. Returns the pid of
    the daemon that answers.
    """
    while time.monotonic() < deadline:
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.settimeout(1)
                connection.connect(path)
                connection.sendall(PING.encode())
                answer = connection.makefile().readline()
            except OSError:
                answer = ""
        if answer:
            return json.loads(answer)["result"]["pid"]
        time.sleep(0.001)
    raise Failed(f"no daemon answers within {PATIENCE} s")
