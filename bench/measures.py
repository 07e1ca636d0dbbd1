"""How measures are shown: their keys begin with what is measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """less: whether less is better"""

    prefix: str
    text: str
    unit: str
    digits: int
    less: bool = True


# The first that fits counts, so that longer prefixes come first.
KINDS = (
    Kind("list", "list", "ms", 1),
    Kind("check", "check a file", "ms", 0),
    Kind("plan", "plan of one change", "ms", 0),
    Kind("start", "start", "ms", 0),
    Kind("kill -9", "kill -9", "ms", 2),
    Kind("memory", "memory of the manager", "MB", 1),
    Kind("growth", "growth", "KB", 1),
    Kind("history", "history of 18 hours", "MB", 2),
    Kind("idle CPU", "idle CPU", "% of a core", 2),
    Kind("daemon gap", "daemon gap", "ms", 0),
    Kind("capture", "capture", "MB/s", 0, less=False),
    Kind("burst", "burst", "MB/s", 0, less=False),
)
_CPU = Kind("capture", "capture", "CPU s", 2)
_LOST = Kind("burst", "burst", "bytes", 0)
_RESTARTS = Kind("daemon gap", "daemon gap", "services", 0)


def kind(measure):
    if measure.endswith(", CPU"):
        return _CPU
    if measure.endswith("bytes lost"):
        return _LOST
    if measure.endswith("services restarted"):
        return _RESTARTS
    return next(kind for kind in KINDS if measure.startswith(kind.prefix))
