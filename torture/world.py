"""A home of Reeve with services in it, and what was acknowledged about them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cast
import cell
import processes

# Where all is kept that a broken promise left behind.
EVIDENCE = Path(__file__).resolve().parent / "target"

# Nothing takes as long as this; what does, hangs.
PATIENCE = 60


class Broken(Exception):
    """A promise was broken. The message says how."""


class Answer:
    """What a command did."""

    def __init__(self, code, out, err):
        self.code = code
        self.out = out
        self.err = err


class World:
    def __init__(self, reeve, rng, kills_in_a_row=25):
        self.rng = rng
        self._reeve = str(reeve)
        self._reeved = str(reeve.with_name("reeved"))
        # Short: the path of a unix socket has room for 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="rt-"))
        self.home = self.folder / "h"
        self.records = self.folder / "records"
        self.file = self.folder / "reeve.yaml"
        self._environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "REEVE_HOME": str(self.home),
        }
        # How many instances are wanted of each service; 0 is stopped.
        self.wanted = dict.fromkeys(cast.ALL, 1)
        self.bystanders = []
        self.known = {}
        # How often the daemon was killed, and how often it is without a look in between, at most.
        self.kills = 0
        self.kills_in_a_row = kills_in_a_row

    def __enter__(self):
        for part in ("state/journal", "logs", "run"):
            (self.home / part).mkdir(parents=True, mode=0o750)
        self.records.mkdir()
        if cell.is_inside():
            # Small disks, so that they can be full.
            self._mount("state", "16m")
            (self.home / "state/journal").mkdir()
            self._mount("state/journal", "16m")
            self._mount("logs", "160m")
        self.file.write_text(cast.declared(sys.executable, self.records))
        # They look like services and are none: nobody may touch them.
        self.bystanders = [subprocess.Popen(["sleep", cast.SLEEP], start_new_session=True) for _ in range(5)]
        self.must("start", str(self.file))
        self.settle()
        return self

    def __exit__(self, *_):
        self.run("kill")
        for bystander in self.bystanders:
            bystander.kill()
            bystander.wait()
        for part in ("logs", "state/journal", "state") if cell.is_inside() else ():
            subprocess.run(["umount", "-l", str(self.home / part)], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _mount(self, part, size):
        options = f"size={size},mode=0750"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "torture", str(self.home / part)], check=True)

    # Commands

    def begin(self, *arguments):
        """A command under way."""
        return subprocess.Popen(
            [self._reeve, *arguments],
            env=self._environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self, command):
        """Waits for its end."""
        try:
            out, err = command.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            command.kill()
            command.communicate()
            raise Broken(f"'{' '.join(command.args[1:])}' did not end within {PATIENCE} s") from None
        return Answer(command.returncode, out, err)

    def run(self, *arguments):
        return self.end(self.begin(*arguments))

    def must(self, *arguments):
        """A command that has no reason to fail."""
        answer = self.run(*arguments)
        if answer.code != 0:
            raise Broken(f"'{' '.join(arguments)}' ended with {answer.code}: {(answer.err or answer.out).strip()[-400:]}")
        return answer

    # The daemon

    def daemon(self):
        """Its pid. Starts one if there is none."""
        return json.loads(self.must("list", "--json") and self.must("ping", "--json").out)["pid"]

    def begin_daemon(self):
        """Another one, whether there is one or not, that nobody starts again."""
        with open(self.home / "logs/reeved.log", "ab") as log:
            return subprocess.Popen(
                [self._reeved],
                env=self._environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill_daemon(self, pid=None):
        pid = pid or self.daemon()
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.kills += 1
        self.until(lambda: not processes.alive(pid), f"the killed daemon {pid} to be gone")

    # Services

    def rows(self):
        return {row["name"]: row for row in json.loads(self.must("list", "--json").out)}

    def pid(self, name):
        """Of its first instance; it runs."""
        return self.known[f"{name}#1"][0]

    def running(self, names):
        """Those of them that are wanted."""
        return [name for name in names if self.wanted.get(name, 0) > 0]

    def settle(self):
        """Waits until all is as it was acknowledged, and remembers which processes there are."""
        self.until(self._is_settled, self._difference)
        self.known = self._processes(self.rows())

    def _is_settled(self):
        return not self._difference()

    def _difference(self):
        """How things are not as they are wanted; empty if they are."""
        rows = self.rows()
        odd = []
        for name, count in self.wanted.items():
            row = rows.get(name)
            states = [i["state"] for i in row["instances"]] if row else ["absent"]
            if count == 0:
                good = all(state == "stopped" for state in states)
            elif name in cast.CRASHERS:
                good = all(state in ("running", "starting", "backoff") for state in states)
            else:
                good = states == ["running"] * count
            if not good:
                odd.append(f"{name} is {' '.join(states)} and should be {count or 'stopped'}")
        odd.extend(f"{name} is there and was deleted" for name in rows.keys() - self.wanted.keys())
        return "; ".join(odd)

    @staticmethod
    def _processes(rows):
        return {
            f"{name}#{i['instance']}": (i["pid"], processes.started(i["pid"]))
            for name, row in rows.items()
            if name in cast.STEADY
            for i in row["instances"]
            if i["pid"]
        }

    def evidence(self):
        """What the daemon says of the last minutes. All that it has written is kept in a folder of its own."""
        kept = EVIDENCE / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
        for part in ("state", "logs"):
            shutil.copytree(self.home / part, kept / part, ignore=shutil.ignore_patterns("writer-*"), dirs_exist_ok=True)
        (kept / "processes").write_text(
            "".join(f"{instance} {generation}\n" for instance, generation in processes.marked(self.home))
        )
        log = self.home / "logs/reeved.log"
        said = log.read_text(errors="replace").splitlines()[-60:] if log.exists() else []
        return "\n".join([f"kept in {kept}", self.run("events", "-n", "80").out, *said])

    # Waiting

    @staticmethod
    def until(condition, what):
        """Waits for something that must come."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise Broken(f"waited {PATIENCE} s for {what}" if isinstance(what, str) else f"after {PATIENCE} s: {what()}")
            time.sleep(0.02)

    def pause(self, most):
        """A moment of any length up to so many seconds: a fault strikes when it likes."""
        time.sleep(self.rng.uniform(0, most))
