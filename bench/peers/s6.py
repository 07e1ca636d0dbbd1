"""s6, from Debian: a supervisor process for each service and for its logger, and the logger."""

import shlex

import waiting
from peers.peer import Peer, first_missing, package_version
from session import Failed

# The most that s6-log allows: at 1 GB it rotates some times.
LARGEST_FILE = 268_435_455


class S6(Peer):
    name = "s6"
    start_command = "s6-svscanctl -a (after linking the folders of the services)"
    list_command = "s6-svstat of each service, in a shell loop"

    @classmethod
    def missing(cls):
        return first_missing("s6-svscan", "s6-svscanctl", "s6-svc", "s6-svstat", "s6-log")

    @classmethod
    def version(cls):
        return package_version("s6")

    @property
    def scan(self):
        return self.session.folder / "scan"

    def open(self):
        self.scan.mkdir()
        (self.session.folder / "log").mkdir()
        self.session.spawn(["s6-svscan", "-c", "8000", str(self.scan)])
        if not waiting.until(lambda: (self.scan / ".s6-svscan/control").exists(), 30):
            raise Failed(f"s6-svscan did not start: {self.session.said()}")

    def start(self, services):
        for service in services:
            self._declare(service)
        seconds = self.session.run(["s6-svscanctl", "-a", str(self.scan)])[0]
        for service in services:
            if not service.restart:
                self._once(service)
        return seconds

    def _declare(self, service):
        folder = self.session.folder / "sv" / service.name
        (folder / "log").mkdir(parents=True)
        self._script(folder / "run", shlex.join(service.argv))
        size = LARGEST_FILE if service.plain_log else 1_000_000
        self._script(folder / "log/run", f"s6-log n10 s{size} {self._log(service)}")
        if not service.restart:
            (folder / "down").touch()
        (self.scan / service.name).symlink_to(folder)

    @staticmethod
    def _script(file, command):
        file.write_text(f"#!/bin/sh\nexec {command}\n")
        file.chmod(0o755)

    def _once(self, service):
        control = self.scan / service.name / "supervise/control"
        if not waiting.until(lambda: control.exists(), 30):
            raise Failed(f"s6 does not supervise {service.name}")
        self.session.run(["s6-svc", "-o", str(self.scan / service.name)])

    def list(self, services):
        seconds, text = self.session.run(["/bin/sh", "-c", 'for d in "$0"/*; do s6-svstat "$d"; done', str(self.scan)])
        if text.count("up (pid") != len(services):
            raise Failed(f"s6-svstat does not show {len(services)} running services")
        return seconds

    def manager(self):
        return self.session.named("s6-svscan", "s6-supervise", "s6-log")

    def _log(self, service):
        return self.session.folder / "log" / service.name

    def log_files(self, service):
        log = self._log(service)
        return [*sorted(log.glob("@*")), log / "current"]
