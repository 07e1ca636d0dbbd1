"""The services that suffer."""

from pathlib import Path

HERE = Path(__file__).resolve().parent

# An argument that no other sleep of a machine has.
SLEEP = "86400.0707"

WRITERS = ("writer-1", "writer-2", "writer-3")
IDLE = tuple(f"idle-{n}" for n in range(1, 9))
FORKERS = ("forker-1", "forker-2")
STUBBORN = ("stubborn-1", "stubborn-2")
CRASHERS = ("crasher-1", "crasher-2")

# Their processes stay the same unless somebody does something to them.
STEADY = WRITERS + IDLE + FORKERS + STUBBORN
ALL = STEADY + CRASHERS

# Grandchildren in sessions of their own, one of them without the mark of its service.
_FORKER = (
    "setsid sleep 86401 & setsid env -i sleep 86402 & (setsid sh -c 'trap \"\" TERM; sleep 86403 & wait' &) ;"
    " trap 'exit 0' TERM; while :; do sleep 0.2 & wait $!; done"
)
_STUBBORN = "trap '' TERM INT HUP; while :; do sleep 0.5; done"


def declared(python, records):
    """All of them as a file of Reeve."""
    lines = [
        "daemon:",
        "  defaults:",
        "    startup_grace: 0s",
        "    stop: { grace: 1s }",
        "    restart: { delay: 100ms, max_delay: 300ms, jitter: 0 }",
        "services:",
    ]

    def add(name, command, *more):
        lines.append(f"  {name}:")
        lines.append(f"    command: {command}")
        lines.extend(f"    {line}" for line in more)

    for name in WRITERS:
        add(
            name,
            f"[{python}, {HERE / 'writer.py'}, {records}]",
            "stop: { grace: 20s }",
            "logs: { format: raw, rotate: { size: 2M, keep: 1000 } }",
        )
    for name in IDLE:
        add(name, f"sleep {SLEEP}")
    for name in FORKERS:
        add(name, "|", f"  {_FORKER}", "shell: true")
    for name in STUBBORN:
        add(name, "|", f"  {_STUBBORN}", "shell: true")
    for number, name in enumerate(CRASHERS, 1):
        add(name, f"sleep {0.3 * number}; exit {number}", "shell: true")
    return "\n".join(lines) + "\n"
