"""PM2, from npm, in a folder below target/."""

import json
import shutil
import subprocess
from pathlib import Path

from peers.peer import Peer
from session import Failed

VERSION = "7.0.4"
CACHE = Path(__file__).resolve().parents[1] / "target" / f"pm2-{VERSION}"
PROGRAM = CACHE / "node_modules/.bin/pm2"


class Pm2(Peer):
    name = "pm2"
    start_command = "pm2 start FILE"
    list_command = "pm2 list"

    @classmethod
    def missing(cls):
        if PROGRAM.exists():
            return None
        if not shutil.which("npm"):
            return "npm is not installed"
        CACHE.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(CACHE), f"pm2@{VERSION}"],
            capture_output=True,
            text=True,
            check=False,
        )
        return None if done.returncode == 0 else "npm cannot install it: " + done.stderr.strip()[-200:]

    @classmethod
    def version(cls):
        node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
        return f"{VERSION} on node {node.stdout.strip()}"

    @property
    def home(self):
        return self.session.folder / "pm2"

    def open(self):
        # It would tell a server of its maker that it is there.
        self.session.environment |= {"PM2_HOME": str(self.home), "PM2_DISABLE_VERSION_CHECK": "true"}
        self._pm2("ping")

    def start(self, services):
        file = self.session.folder / "services.json"
        file.write_text(json.dumps({"apps": [self._declared(service) for service in services]}))
        return self._pm2("start", str(file))[0]

    def _declared(self, service):
        return {
            "name": service.name,
            "script": service.argv[0],
            "args": service.argv[1:],
            "interpreter": "none",
            "autorestart": service.restart,
            "max_restarts": 1_000_000,
            "out_file": str(self._log(service)),
        }

    def list(self, services):
        seconds, text = self._pm2("list")
        for service in services:
            if service.name not in text:
                raise Failed(f"'pm2 list' does not show {service.name}")
        return seconds

    def _pm2(self, *words):
        return self.session.run([str(PROGRAM), *words])

    def manager(self):
        return [int((self.home / "pm2.pid").read_text())]

    def _log(self, service):
        return self.home / f"logs/{service.name}.log"

    def log_files(self, service):
        return [self._log(service)]
