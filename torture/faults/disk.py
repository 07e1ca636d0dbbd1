"""A disk is full for a while."""

import cast
import cell
from faults.fault import Fault


class Full(Fault):
    folder = ""

    def possible(self):
        return cell.is_inside()  # else there are no disks of our own

    def strike(self):
        filler = self.world.home / self.folder / "filler"
        name = self.rng.choice(cast.IDLE)
        wanted = self.world.wanted[name]
        words = ("stop", name) if wanted else ("start", name)
        after = 0 if wanted else len(self.world.rows()[name]["instances"])
        fill(filler)
        try:
            self.world.pause(1.0)
            command = self.world.begin(*words)
            self.world.pause(1.0)
        finally:
            filler.unlink()
        if self.world.end(command).code != 0:
            self.world.must(*words)
        self.world.wanted[name] = after
        if self.rng.random() < 0.5:
            self.world.kill_daemon()  # what was acknowledged was on disk
        return {name}


def fill(file):
    """Takes all there is."""
    with open(file, "wb", buffering=0) as out:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while out.write(b"\0" * size) == size:
                    pass
            except OSError:
                pass  # that is the point


class FullLogs(Full):
    name = "disk of the logs full"
    promise = "services wait with their lines, none is lost"
    folder = "logs"


class FullState(Full):
    name = "disk of the state full"
    promise = "a command is acknowledged when it is on disk, or fails; services go on"
    folder = "state"


class FullJournal(Full):
    name = "disk of the journal full"
    promise = "services and commands go on"
    folder = "state/journal"
