"""runit, from Debian: a supervisor process for each service, and its logger."""

import shlex

import waiting
from peers.peer import Peer, first_missing, package_version
from session import Failed


class Runit(Peer):
    name = "runit"
    # runsvdir finds new services when it likes; so they are known before, and down.
    start_command = "sv up … (their supervisors running before)"
    list_command = "sv status DIR/*"

    @classmethod
    def missing(cls):
        return first_missing("runsvdir", "runsv", "sv", "svlogd")

    @classmethod
    def version(cls):
        return package_version("runit")

    @property
    def scan(self):
        return self.session.folder / "scan"

    def open(self):
        self.scan.mkdir()
        self._launch()

    def _launch(self):
        self._process = self.session.spawn(["runsvdir", "-P", str(self.scan)])

    def start(self, services):
        new = not any(self.scan.iterdir())
        for service in services:
            self._declare(service)
        if new:
            # It looks for services when it begins, and then every 5 s.
            self._process.kill()
            self._process.wait()
            self._launch()
        controls = [self.scan / service.name / place / "supervise/ok" for service in services for place in (".", "log")]
        if not waiting.until(lambda: all(control.exists() for control in controls), 60, 0.1):
            raise Failed(f"runsvdir did not find all services: {self.session.said()}")
        once = [service for service in services if not service.restart]
        always = [service for service in services if service.restart]
        return sum(
            self.session.run(["sv", order, *(str(self.scan / service.name) for service in some)])[0]
            for order, some in (("up", always), ("once", once))
            if some
        )

    def _declare(self, service):
        folder = self.session.folder / "sv" / service.name
        (folder / "log").mkdir(parents=True)
        self._script(folder / "run", shlex.join(service.argv))
        log = self._log(service)
        log.mkdir(parents=True)
        if service.plain_log:
            (log / "config").write_text("s0\n")
        self._script(folder / "log/run", f"svlogd {log}")
        (folder / "down").touch()
        (self.scan / service.name).symlink_to(folder)

    @staticmethod
    def _script(file, command):
        file.write_text(f"#!/bin/sh\nexec {command}\n")
        file.chmod(0o755)

    def list(self, services):
        seconds, text = self.session.run(["sv", "status", *sorted(str(path) for path in self.scan.iterdir())])
        if text.count("run: ") != 2 * len(services):
            raise Failed(f"'sv status' does not show {len(services)} running services and their loggers")
        return seconds

    def manager(self):
        return self.session.named("runsvdir", "runsv", "svlogd")

    def _log(self, service):
        return self.session.folder / "log" / service.name

    def log_files(self, service):
        log = self._log(service)
        return [*sorted(log.glob("@*")), log / "current"]
