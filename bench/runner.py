"""Runs the scenarios: all tools in turn, round after round, so that a change of the machine hits them all."""

import sys
import time

from peers import PEERS
from scenarios import SCENARIOS
from session import Failed, Session


def available(names, samples):
    """The tools that can be measured here. Why the others cannot is noted."""
    peers = []
    for name in names:
        peer = PEERS[name]
        tell(f"looking for {name}")
        reason = peer.missing()
        if reason:
            samples.skipped.append(f"{name}: skipped: {reason}")
            tell(f"{name}: skipped: {reason}")
        else:
            peers.append(peer)
    return peers


def run(plan, peers, parts, samples):
    for part in parts:
        scenario = SCENARIOS[part]
        for number in range(plan.rounds):
            for peer in turn(peers, number):
                if scenario.fits(plan, peer):
                    attempt(scenario, part, number, plan, peer, samples)
        if scenario.baseline:
            for _ in range(plan.rounds):
                with Session() as session:
                    scenario.baseline(plan, session, samples)


def turn(peers, number):
    """Each round begins with another tool."""
    shift = number % max(1, len(peers))
    return peers[shift:] + peers[:shift]


def attempt(scenario, part, number, plan, peer, samples):
    began = time.monotonic()
    try:
        with Session() as session:
            scenario.measure(plan, peer, session, samples)
    except Failed as failure:
        text = f"{part}: {peer.name}: {failure}"
        samples.failures.append(text)
        tell(f"FAILED {text}")
        return
    tell(f"{part}, round {number + 1} of {plan.rounds}: {peer.name} ({time.monotonic() - began:.0f} s)")


def tell(text):
    print(text, file=sys.stderr, flush=True)
