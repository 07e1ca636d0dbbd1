"""A program that writes a lot and ends at once: is every line in its log, exactly once and whole?"""

import shlex

import lines
from scenarios.flood import flood
from scenarios.prepared import prepared
from scenarios.scenario import Scenario
from scenarios.variants import opened


class Burst(Scenario):
    def measure(self, plan, peer, session, samples):
        line = f"exec dd if={shlex.quote(str(prepared(plan.lines)))} bs=64k status=none"
        for label, tool in opened(peer, session):
            name = f"burst{label}"
            done = flood(tool, name.replace(", ", "-"), [line], plan.burst)
            verdict = lines.verify(done.files, plan.lines)
            samples.add(f"{name}, bytes lost", tool.name, verdict.bytes_lost)
            samples.add(name, tool.name, plan.burst / 1e6 / done.seconds)
            if not verdict.flawless:
                samples.remark(
                    f"{name}: {tool.name}: {verdict.missing:,} lines missing, {verdict.repeated:,} repeated,"
                    f" {verdict.damaged:,} damaged, {verdict.disordered:,} out of order"
                )
            done.remove()
