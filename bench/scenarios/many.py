"""As many services as nobody else publishes figures for. Only Reeve is asked to."""

import resource
import time

import proc
from peers.peer import Service
from peers.reeve import Reeve
from scenarios.crowd import start
from scenarios.scenario import Scenario

# Two pipes and the process itself, with some room: these services write nothing, so there are no logs.
DESCRIPTORS = 4


class Many(Scenario):
    def fits(self, plan, peer):
        return peer is Reeve and plan.many > 0

    def measure(self, plan, peer, session, samples):
        n = affordable(plan.many, samples)
        tool = peer(session)
        tool.open()
        services = [Service(f"service-{i:05}", session.sleep) for i in range(1, n + 1)]
        start(n, tool, services, samples)
        time.sleep(plan.settle)
        for _ in range(plan.lists):
            samples.add(f"list {n}", peer.name, tool.list(services) * 1000)
        memory = proc.memory(tool.manager())
        samples.add(f"memory {n}, PSS", peer.name, memory.pss / 1e6)
        samples.add(f"memory {n}, RSS", peer.name, memory.rss / 1e6)


def affordable(wanted, samples):
    """How many of these services the limit of descriptors allows. If not all, that is remarked."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit >= wanted * DESCRIPTORS:
        return wanted
    most = limit // DESCRIPTORS // 500 * 500
    samples.remark(
        f"{wanted:,} services need about {wanted * DESCRIPTORS:,} descriptors, this machine allows a process {limit:,}:"
        f" measured with {most:,} services"
    )
    return most
