"""
A pid and mount namespace of its own: pids can be made to come again, disks to be full, and when it ends, whatever
lives in it ends.
"""

import os
import signal
import subprocess
import sys

_MARK = "REEVE_TORTURE_CELL"


def possible():
    return os.geteuid() == 0


def is_inside():
    return _MARK in os.environ


def inside(work):
    """Does the work in a cell where there can be one, else here. Returns what the work returns, an exit code."""
    if is_inside():
        return _as_first_process(work)
    if not possible():
        return work()
    command = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--", sys.executable, *sys.argv]
    return subprocess.run(command, env={**os.environ, _MARK: "1"}).returncode


def _as_first_process(work):
    """The first process of a cell has to reap those that lost their parents, so the work is done by another."""
    worker = os.fork()
    if worker == 0:
        os._exit(work())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        pid, status = os.wait()
        if pid == worker:
            return os.waitstatus_to_exitcode(status)
