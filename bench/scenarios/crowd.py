"""Many services: how long it takes to start and to list them, and what the manager needs for it when nothing happens."""

import time

import proc
import waiting
from peers.peer import Service
from scenarios.scenario import Scenario
from session import Failed


class Crowd(Scenario):
    def __init__(self, size):
        """size: the name of the count in the plan"""
        self._size = size

    def measure(self, plan, peer, session, samples):
        n = getattr(plan, self._size)
        large = self._size == "crowd"
        tool = peer(session)
        tool.open()
        if not large:
            time.sleep(plan.settle)
            self._remember_memory(0, tool, samples)
        services = [Service(f"service-{i:05}", session.sleep) for i in range(1, n + 1)]
        sleepers = start(n, tool, services, samples)
        time.sleep(plan.pause)
        for _ in range(plan.lists):
            samples.add(f"list {n}", peer.name, tool.list(services) * 1000)
        if large:
            samples.add(f"idle CPU {n}", peer.name, self._idle(tool, plan.idle))
        else:
            time.sleep(plan.settle)
        self._remember_memory(n, tool, samples)
        if session.sleepers() != sleepers:
            raise Failed("services that nobody touched were restarted")

    @staticmethod
    def _idle(tool, seconds):
        """In percent of a core."""
        manager = tool.manager()
        before = proc.cpu_seconds(manager)
        time.sleep(seconds)
        return (proc.cpu_seconds(manager) - before) / seconds * 100

    @staticmethod
    def _remember_memory(n, tool, samples):
        memory = proc.memory(tool.manager())
        samples.add(f"memory {n}, PSS", tool.name, memory.pss / 1e6)
        samples.add(f"memory {n}, RSS", tool.name, memory.rss / 1e6)


def start(n, tool, services, samples):
    """Starts them all. Returns the pids of their processes."""
    session = tool.session
    others = set(proc.pids())
    # While the command runs nobody looks: looking takes processor time.
    seconds = tool.start(services)
    returned = time.monotonic()
    if not waiting.until(lambda: len(session.sleepers(others)) >= n, 120, 0.005):
        raise Failed(f"only {len(session.sleepers())} of {n} processes exist after two minutes")
    late = time.monotonic() - returned
    samples.add(f"start {n}, command", tool.name, seconds * 1000)
    samples.add(f"start {n}, all run", tool.name, (seconds + late) * 1000)
    sleepers = session.sleepers()
    if len(sleepers) != n:
        raise Failed(f"{len(sleepers)} processes exist instead of {n}")
    return sleepers
