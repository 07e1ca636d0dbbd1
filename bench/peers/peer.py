"""What every tool must be able to do to be measured."""

import shutil
import subprocess
from abc import ABC, abstractmethod
from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """
    Something to be run.

    restart     start it again at once when it dies; otherwise never
    plain_log   write its output as it is into files that are not rotated away; otherwise as the tool does by default
    """

    name: str
    argv: list
    restart: bool = True
    plain_log: bool = False


class Peer(ABC):
    """One tool in one session."""

    name = ""
    # How it is asked to start many services, for the report.
    start_command = ""
    list_command = ""

    def __init__(self, session):
        self.session = session

    @classmethod
    @abstractmethod
    def missing(cls):
        """Why it cannot be measured on this machine; None if it can."""

    @classmethod
    @abstractmethod
    def version(cls):
        """For the report."""

    @abstractmethod
    def open(self):
        """Starts the manager, without services, and waits until it answers."""

    @abstractmethod
    def start(self, services):
        """Makes these services known and starts them. Returns how long the one command took that starts them, in seconds."""

    @abstractmethod
    def list(self, services):
        """Asks for the state of all services, and checks that the answer has them all. Returns how long it took, in seconds."""

    @abstractmethod
    def manager(self):
        """The pids of all processes that are the tool's own."""

    @abstractmethod
    def log_files(self, service):
        """The files with the output of a service, oldest first. They need not exist yet."""


def first_missing(*programs):
    for program in programs:
        if not shutil.which(program):
            return f"{program} is not installed"
    return None


def package_version(package):
    """The version of a Debian package."""
    if not shutil.which("dpkg-query"):
        return "unknown"
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True)
    return done.stdout.strip() or "unknown"
