"""Reeve, as it is packaged, driven by its command line."""

import json
import subprocess
from pathlib import Path

import proc
import waiting
from peers.peer import Peer
from session import Failed

ROOT = Path(__file__).resolve().parents[2]


class Reeve(Peer):
    name = "reeve"
    program = ROOT / "dist/target/reeve/bin/reeve"
    # By default 'start' watches the services through their startup grace of 2 s and reports those that die.
    start_command = "reeve start --no-wait FILE"
    list_command = "reeve list"
    log_format = "raw"

    @classmethod
    def missing(cls):
        launcher = ROOT / "reeve"
        if not cls.program.exists() and launcher.exists():
            subprocess.run([launcher, "version"], stdout=subprocess.DEVNULL, check=False)
        return None if cls.program.exists() else f"{cls.program} is not there; run 'mvn package', or name it with --reeve"

    @classmethod
    def version(cls):
        done = subprocess.run([cls.program, "version"], capture_output=True, text=True, check=False)
        words = done.stdout.split()
        return words[1] if len(words) > 1 else "unknown"

    @property
    def home(self):
        return self.session.folder / "reeve"

    @property
    def socket(self):
        return self.home / "run/reeve.sock"

    def open(self):
        self.session.environment["REEVE_HOME"] = str(self.home)
        (self.home / "logs").mkdir(parents=True)
        # What the first command of a user does to have a daemon.
        self.session.spawn([str(self.program.parents[1] / "lib/keep"), str(self.home / "logs/reeved.log")])
        if not waiting.until(lambda: waiting.listens(self.socket), 30):
            raise Failed(f"the daemon did not start: {self._daemon_log()}")
        daemon = self.daemon()
        keeper = proc.parent(daemon)
        is_keeper = any(word.endswith(b"/keep") for word in proc.words(keeper))
        self._manager = [daemon, keeper] if is_keeper else [daemon]

    def _daemon_log(self):
        log = self.home / "logs/reeved.log"
        return log.read_text(errors="replace")[-300:] if log.exists() else self.session.said()

    def start(self, services):
        file = self.session.folder / "services.yaml"
        file.write_text("services:\n" + "".join(self._declared(service) for service in services))
        return self.command("start", "--no-wait", str(file))[0]

    def _declared(self, service):
        restart = (
            "{policy: always, delay: 0s, delay_success: 0s}" if service.restart else "{policy: never}"
        )
        text = f"  {service.name}:\n    command: {json.dumps(service.argv)}\n    restart: {restart}\n"
        if service.plain_log:
            text += f"    logs: {{format: {self.log_format}, rotate: {{size: 0}}}}\n"
        return text

    def list(self, services):
        seconds, text = self.command("list")
        for service in services:
            if service.name not in text:
                raise Failed(f"'reeve list' does not show {service.name}")
        return seconds

    def command(self, *words):
        return self.session.run([str(self.program), *words])

    def daemon(self):
        """The pid of the daemon."""
        return json.loads(self.command("ping", "--json")[1])["pid"]

    def manager(self):
        # As they were at the beginning: to ask again, in the middle of a measurement, would start a JVM.
        return self._manager

    def log_files(self, service):
        return [self.home / f"logs/{service.name}-out.log"]


class StampingReeve(Reeve):
    """With the timestamps that it puts before each line by default."""

    log_format = "timestamped"

    @classmethod
    def beside(cls, reeve):
        """The same daemon, asked for other services."""
        stamping = cls(reeve.session)
        stamping._manager = reeve.manager()
        return stamping
