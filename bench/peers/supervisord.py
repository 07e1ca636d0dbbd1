"""supervisord, from Debian."""

import shlex

import waiting
from peers.peer import Peer, first_missing, package_version
from session import Failed

CONFIG = """\
[unix_http_server]
file={folder}/supervisor.sock
[supervisord]
nodaemon=true
logfile={folder}/supervisord.log
pidfile={folder}/supervisord.pid
childlogdir={folder}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://{folder}/supervisor.sock
[include]
files={folder}/services.conf
"""

PROGRAM = """\
[program:{name}]
command={command}
directory={folder}
autostart=false
autorestart={restart}
startsecs=0
stdout_logfile={log}
"""


class Supervisord(Peer):
    name = "supervisord"
    # Not 'update', which loads and starts: it takes longer, because it asks for each service on its own.
    start_command = "supervisorctl start all (known before)"
    list_command = "supervisorctl status"

    @classmethod
    def missing(cls):
        return first_missing("supervisord", "supervisorctl")

    @classmethod
    def version(cls):
        return package_version("supervisor")

    def open(self):
        # Without services; those that come are read from a second file.
        self._launch([])

    def _launch(self, services):
        folder = self.session.folder
        (folder / "services.conf").write_text("".join(self._declared(service) for service in services))
        (folder / "supervisord.conf").write_text(CONFIG.format(folder=folder))
        self._process = self.session.spawn(["supervisord", "-c", str(folder / "supervisord.conf")])
        if not waiting.until(lambda: waiting.listens(folder / "supervisor.sock"), 30):
            raise Failed(f"supervisord did not start: {self.session.said()}")

    def start(self, services):
        # All of them have to be known before, and that is not measured.
        self._process.terminate()
        self._process.wait()
        self._launch(services)
        return self._control("start", "all")[0]

    def _declared(self, service):
        text = PROGRAM.format(
            name=service.name,
            command=shlex.join(service.argv).replace("%", "%%"),
            folder=self.session.folder,
            restart="true" if service.restart else "false",
            log=self._log(service),
        )
        return text + ("stdout_logfile_maxbytes=0\n" if service.plain_log else "")

    def list(self, services):
        seconds, text = self._control("status")
        if text.count("RUNNING") != len(services):
            raise Failed(f"'supervisorctl status' does not show {len(services)} running services")
        return seconds

    def _control(self, *words):
        return self.session.run(["supervisorctl", "-c", str(self.session.folder / "supervisord.conf"), *words])

    def manager(self):
        return [self._process.pid]

    def _log(self, service):
        return self.session.folder / f"{service.name}.log"

    def log_files(self, service):
        return [self._log(service)]
