"""One fault after the other, and after each a look at what was promised."""

import time
import traceback

import cast
import output
import processes
from world import Broken


class Tally:
    """What became of a fault."""

    def __init__(self):
        self.tried = 0
        self.broken = []


class Ordeal:
    def __init__(self, world, faults, verbose):
        self.world = world
        self.faults = faults
        self.verbose = verbose
        self.tallies = {fault.name: Tally() for fault in faults}
        self.lines = 0
        self.steps = 0
        self.first = self._weight()
        self.last = self.first

    def endure(self, seconds):
        """Until the time is over, or a promise is broken in a way that leaves nothing to go on with."""
        ready = [fault for fault in self.faults if fault.possible()]
        deadline = time.monotonic() + seconds
        looked = time.monotonic()
        while time.monotonic() < deadline:
            fault = self.world.rng.choices(ready, [fault.weight for fault in ready])[0]
            if not self._suffer(fault):
                return
            if time.monotonic() - looked > 20:
                looked = time.monotonic()
                if not self._lines(fault):
                    return
        self._lines(fault)
        self._end(fault)

    def outcome(self):
        """What is to be reported of it."""
        return {
            "steps": self.steps,
            "kills": self.world.kills,
            "lines": self.lines,
            "first": self.first,
            "last": self.last,
            "faults": {fault.name: vars(self.tallies[fault.name]) for fault in self.faults},
        }

    def _suffer(self, fault):
        tally = self.tallies[fault.name]
        tally.tried += 1
        self.steps += 1
        before = dict(self.world.known)
        try:
            touched = fault.strike()
            self.world.settle()
            self._check(before, touched)
        except Broken as e:
            return self._note(tally, fault, str(e))
        except Exception:  # a mistake in the ordeal itself is no good news either
            return self._note(tally, fault, traceback.format_exc())
        if self.verbose:
            print(f"{self.steps:5} {fault.name}: {' '.join(sorted(touched)) or '-'}", flush=True)
        return True

    def _note(self, tally, fault, text):
        tally.broken.append(f"step {self.steps}, {fault.name}: {text}")
        print(f"BROKEN {tally.broken[-1]}\n{self.world.evidence()}", flush=True)
        return False

    def _check(self, before, touched):
        world = self.world
        for instance, process in before.items():
            name = instance.rpartition("#")[0]
            if name not in touched and world.known.get(instance) != process:
                raise Broken(f"{instance} was process {process[0]} and is {world.known.get(instance, ('none',))[0]}")
        for bystander in world.bystanders:
            if bystander.poll() is not None:
                raise Broken(f"a process that is nobody's service was ended: {bystander.pid}")
        self._nothing_twice()
        stopped = [name for name, count in world.wanted.items() if count == 0]
        left = [i for i, _ in processes.marked(world.home) if i.rpartition("#")[0] in stopped]
        if left:
            raise Broken(f"stopped, and processes are left: {' '.join(left)}")

    def _nothing_twice(self):
        """No instance runs twice at a time. A look takes time, in which one may follow the other: it has to be so for a while."""
        deadline = time.monotonic() + 5
        while True:
            seen = {}
            for instance, generation in processes.marked(self.world.home):
                seen.setdefault(instance, set()).add(generation)
            twice = {instance: sorted(gs) for instance, gs in seen.items() if len(gs) > 1}
            if not twice:
                return
            if time.monotonic() > deadline:
                raise Broken(f"runs twice: {twice}")

    def _lines(self, fault):
        """Whether every line of the writers arrived once and in order. They are stopped for it, and started again."""
        world = self.world
        try:
            writers = world.running(cast.WRITERS)
            if writers:
                world.must("stop", *writers)
            for name in cast.WRITERS:
                self.lines += output.verify(world.home / "logs", name, world.records)
            for record in world.records.iterdir():
                record.unlink()
            world.must("flush", *cast.WRITERS)
            for old in (world.home / "logs").glob("writer-*-out.log.*"):
                old.unlink(missing_ok=True)
            if writers:
                world.must("start", *writers)
            world.settle()
            self.last = self._weight()
        except Broken as e:
            return self._note(self.tallies[fault.name], fault, str(e))
        return True

    def _end(self, fault):
        """At the end nothing is left."""
        world = self.world
        try:
            world.must("kill")
            left = processes.marked(world.home)
            if left:
                raise Broken(f"all was ended, and processes are left: {left}")
        except Broken as e:
            self._note(self.tallies[fault.name], fault, str(e))

    def _weight(self):
        """Resident kilobytes and descriptors of the daemon."""
        daemon = self.world.daemon()
        return processes.resident(daemon), processes.descriptors(daemon)
