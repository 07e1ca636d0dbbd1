"""Reeve is measured twice where output is written: as plain as the others, and with the timestamps it adds by default."""

from peers.reeve import Reeve, StampingReeve


def opened(peer, session):
    """Pairs of (what to add to the name of a measure, tool). All use one manager, which runs."""
    tool = peer(session)
    tool.open()
    yield "", tool
    if peer is Reeve:
        yield ", timestamps", StampingReeve.beside(tool)
