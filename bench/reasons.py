"""Why a budget is not met, by measure. Shown in the report beside the budget as long as it is not met."""

REASONS = {
    "list 100": (
        "the start of a JVM (50 ms of it with 1 service); next: fewer classes, or a native client that has "
        "the warm daemon run the command"
    ),
    "start 100, command": (
        "80 ms are the command itself; the rest is code that is still interpreted, as a daemon is asked to "
        "start a hundred services once; next: training that reaches this path"
    ),
    "start 100, all run": "the same",
    "kill -9 → new process": (
        "half a millisecond is /bin/sh; a death every other second finds the caches cold and the code "
        "compiled by the quick compiler only; next: fewer steps between the pidfd and the spawn"
    ),
    "memory 100, RSS": (
        "16 MB are the JVM itself, 21 MB its 2,900 classes; next: fewer classes (formatting, proxies, regular "
        "expressions)"
    ),
    "burst": "met in the rounds before (337 and 357 MB/s); all tools were slower in this one",
    "burst, timestamps": "compiled by the quick compiler only, for the memory budget; next: longer batches",
    "check 1000": (
        "50 ms are the start of a JVM, 60 % of the rest is the reading of 5,000 lines of YAML by code that is still "
        "interpreted; 247 ms was the least; next: fewer steps in the reading of each service"
    ),
    "plan 1000": (
        "the same, and 1,000 declarations that are written, sent, read and compared; 408 ms was the least"
    ),
    "daemon gap 100": (
        "more is loaded before the first answer than in earlier rounds (sampling, sockets, groups); "
        "next: open the door before what is not needed for it"
    ),
}
