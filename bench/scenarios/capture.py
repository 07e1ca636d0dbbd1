"""How fast the output of a service comes into its log, and what processor time the manager needs for it."""

import shlex
import subprocess
import time

from scenarios.flood import flood
from scenarios.prepared import prepared
from scenarios.scenario import Scenario
from scenarios.variants import opened


class Capture(Scenario):
    def measure(self, plan, peer, session, samples):
        for label, tool in opened(peer, session):
            for writes, (line, payload) in writers(plan).items():
                name = f"capture{label}, {writes}"
                # It goes on to live: what a tool does at the end of a process is looked at in another scenario.
                done = flood(tool, service_name(name), [line, "exec " + shlex.join(session.sleep)], payload)
                samples.add(name, tool.name, payload / 1e6 / done.seconds)
                samples.add(f"{name}, CPU", tool.name, done.cpu)
                if done.size != done.wanted:
                    samples.remark(f"{name}: {tool.name}: {done.size:,} instead of {done.wanted:,} bytes came into the log")
                done.remove()

    @staticmethod
    def baseline(plan, session, samples):
        """The same writers into a file, and through a pipe into 'cat'."""
        out = session.folder / "out"
        for writes, (line, payload) in writers(plan).items():
            for tool, command in (("file", f"{{ {line}; }} >{out}"), ("pipe + cat", f"{{ {line}; }} | cat >{out}")):
                started = time.monotonic()
                subprocess.run(["/bin/sh", "-c", command], env=session.environment, check=True)
                samples.add(f"capture, {writes}", tool, payload / 1e6 / (time.monotonic() - started))
                out.unlink()


def writers(plan):
    """Lines of shell that write, with the bytes they write. The lines they write are 100 bytes long."""
    file = shlex.quote(str(prepared(plan.lines)))
    return {
        "64 KB writes": (f"for i in $(seq {plan.repeats}); do dd if={file} bs=64k status=none; done", plan.flood),
        "100-byte writes": (f"grep --line-buffered '' {file}", plan.burst),
    }


def service_name(measure):
    return "".join(letter if letter.isalnum() else "-" for letter in measure)
