"""What the kernel tells of processes in /proc, see proc(5). One that is gone counts as nothing."""

import os


def pids():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def read(pid, name):
    try:
        with open(f"/proc/{pid}/{name}", "rb") as file:
            return file.read()
    except OSError:
        return b""


def stat(pid):
    """The fields of /proc/PID/stat from the third on; the second may have blanks and brackets in it."""
    return read(pid, "stat").rpartition(b")")[2].split()


def alive(pid):
    fields = stat(pid)
    return bool(fields) and fields[0] not in (b"Z", b"X")


def started(pid):
    """When it started, in ticks since boot; with the pid this is the process and no other."""
    fields = stat(pid)
    return int(fields[19]) if fields else 0


def resident(pid):
    """Kilobytes."""
    for line in read(pid, "status").splitlines():
        if line.startswith(b"VmRSS:"):
            return int(line.split()[1])
    return 0


def descriptors(pid):
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return 0


def marked(home):
    """The instances of a home and their processes: {(NAME#INSTANCE, GENERATION): [pid, …]}."""
    mark = f"REEVE_INSTANCE={home}/".encode()
    found = {}
    for pid in pids():
        environment = read(pid, "environ")
        if mark in environment and alive(pid):
            for variable in environment.split(b"\0"):
                if variable.startswith(mark):
                    instance, _, generation = variable[len(mark) :].decode().rpartition("/")
                    found.setdefault((instance, int(generation)), []).append(pid)
    return found
