"""What Reeve promises to stay within."""

from dataclasses import dataclass

from reasons import REASONS


@dataclass(frozen=True)
class Budget:
    measure: str
    limit: float
    text: str

    def met(self, value, less):
        return value <= self.limit if less else value >= self.limit

    @property
    def reason(self):
        """Why it is not met, if it is not and the reason is known."""
        return REASONS.get(self.measure, "")


BUDGETS = (
    Budget("list 100", 60, "≤ 60 ms"),
    Budget("start 100, command", 200, "≤ 200 ms"),
    Budget("start 100, all run", 200, "≤ 200 ms"),
    Budget("kill -9 → new process", 3, "≤ 3 ms"),
    Budget("memory 100, RSS", 50, "≤ 50 MB"),
    Budget("growth per service", 50, "≤ 50 KB"),
    Budget("burst, bytes lost", 0, "0"),
    Budget("burst", 300, "≥ 300 MB/s"),
    Budget("burst, timestamps, bytes lost", 0, "0"),
    Budget("burst, timestamps", 300, "≥ 300 MB/s"),
    Budget("idle CPU 1000", 0.5, "< 0.5 % of a core"),
    Budget("history 100", 5, "≤ 5 MB"),
    Budget("check 1000", 300, "≤ 300 ms"),
    Budget("plan 1000", 400, "≤ 400 ms"),
    Budget("list 10000", 200, "≤ 200 ms"),
    Budget("start 10000, all run", 30_000, "≤ 30 s"),
    Budget("daemon gap 100", 500, "≤ 500 ms"),
    Budget("daemon gap 100, services restarted", 0, "0"),
)
