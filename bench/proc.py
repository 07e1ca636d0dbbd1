"""What the kernel tells of processes in /proc, see proc(5). A process that is gone counts as nothing."""

import os
from dataclasses import dataclass

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """In bytes: resident with all shared pages, and with shared pages divided among their users."""

    rss: int
    pss: int


def pids():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def read(pid, name):
    try:
        with open(f"/proc/{pid}/{name}", "rb") as file:
            return file.read()
    except OSError:
        return b""


def words(pid):
    """The command line of a process; empty for a zombie."""
    return read(pid, "cmdline").split(b"\0")[:-1]


def comm(pid):
    return read(pid, "comm").decode(errors="replace").strip()


def fields(pid):
    """The fields of /proc/PID/stat from the third on; the second may have blanks and brackets in it."""
    return read(pid, "stat").rpartition(b")")[2].split()


def parent(pid):
    stat = fields(pid)
    return int(stat[1]) if stat else 0


def alive(pid):
    stat = fields(pid)
    return bool(stat) and stat[0] not in (b"Z", b"X")


def cpu_seconds(group):
    """Processor time that these processes have used, in their own code and in the kernel."""
    total = 0
    for pid in group:
        stat = fields(pid)
        if stat:
            total += int(stat[11]) + int(stat[12])
    return total / TICK


def memory(group):
    rss = pss = 0
    for pid in group:
        for line in read(pid, "smaps_rollup").splitlines():
            if line.startswith(b"Rss:"):
                rss += int(line.split()[1])
            elif line.startswith(b"Pss:"):
                pss += int(line.split()[1])
    return Memory(rss * 1024, pss * 1024)


def with_variable(text):
    """Processes that have this NAME=VALUE in their environment."""
    wanted = text.encode()
    return [pid for pid in pids() if wanted in read(pid, "environ").split(b"\0")]
