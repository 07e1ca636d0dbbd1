"""How much of everything is done in a run."""

from dataclasses import dataclass, replace

MB = 1_000_000


@dataclass(frozen=True)
class Plan:
    """Counts, sizes in bytes, times in seconds."""

    name: str
    rounds: int
    few: int  # services in the small crowd
    crowd: int  # services in the large crowd
    many: int  # services that only Reeve is asked to run; 0 leaves it out
    lists: int  # lists in a row
    kills: int
    life: float  # least life of a process before it is killed: s6 and runit punish shorter ones with a pause
    pause: float  # after a start, before the next thing
    settle: float  # rest before memory is looked at
    idle: float
    lines: int  # numbered lines of 100 bytes in the file that is written out
    repeats: int  # times the file is written out in large blocks

    @property
    def burst(self):
        return self.lines * 100

    @property
    def flood(self):
        return self.lines * 100 * self.repeats

    def with_rounds(self, rounds):
        return self if rounds is None else replace(self, rounds=rounds)


FULL = Plan(
    name="full",
    rounds=3,
    few=100,
    crowd=1_000,
    many=10_000,
    lists=10,
    kills=10,
    life=1.3,
    pause=1,
    # The JVM gives memory that it has freed back to the kernel every 10 s.
    settle=11,
    idle=30,
    lines=2_000_000,
    repeats=5,
)

QUICK = Plan(
    name="quick",
    rounds=1,
    few=5,
    crowd=20,
    many=0,
    lists=2,
    kills=1,
    life=1.05,
    pause=0.3,
    settle=0.3,
    idle=0.5,
    lines=100_000,
    repeats=2,
)
