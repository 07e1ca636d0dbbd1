"""A service that writes a lot, and the log it fills."""

from dataclasses import dataclass

import lines
import proc
import waiting
from peers.peer import Service
from scenarios import logwatch
from session import Failed
from stamp import Stamp


@dataclass(frozen=True)
class Flood:
    """
    seconds     from the first act of the service until the log was complete, or did not grow any more
    cpu         seconds of processor time that the manager used in that time
    size        bytes in the log
    wanted      bytes there should be in it
    files       the log, oldest first
    """

    seconds: float
    cpu: float
    size: int
    wanted: int
    files: list

    def remove(self):
        for file in self.files:
            file.unlink(missing_ok=True)


def flood(tool, name, commands, payload):
    """Has the tool run a service that executes these lines of shell, which write so many bytes of lines."""
    with Stamp(tool.session) as stamp:
        service = Service(name, stamp.script(name, *commands), restart=False, plain_log=True)
        # The log may be complete before the command returns.
        with waiting.meanwhile(tool.start, [service]):
            began, _ = stamp.read()
            before = proc.cpu_seconds(tool.manager())
            ended, size = logwatch.until_complete(lambda: tool.log_files(service), payload, lines.LENGTH)
            cpu = proc.cpu_seconds(tool.manager()) - before
    files = [file for file in tool.log_files(service) if file.exists()]
    wanted = logwatch.with_prefixes(files[0], payload, lines.LENGTH) if files else None
    if not wanted:
        raise Failed(f"nothing of the output of {name} came into its log")
    return Flood(ended - began, cpu, size, wanted, files)
