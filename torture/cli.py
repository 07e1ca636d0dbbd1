"""What can be asked for on the command line."""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import cell
import report
from faults import FAULTS
from ordeal import Ordeal
from world import World

PROJECT = Path(__file__).resolve().parent.parent


def main(arguments):
    options = parse(arguments)
    if not os.access(options.reeve, os.X_OK):
        print(f"torture/run: cannot run {options.reeve}: no such program\n→ './reeve version' builds it", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    if options.outcome:
        return cell.inside(lambda: torture(options))
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}, {options.seconds} s", flush=True)
    outcomes = [outcome for outcome in beside_each_other(arguments, seed, options.cells) if outcome]
    text = report.of(outcomes, seed, options.seconds)
    print(text)
    if options.output:
        options.output.write_text(text)
        print(f"written to {options.output}")
    return 1 if len(outcomes) < options.cells or any(map(report.broken, outcomes)) else 0


def beside_each_other(arguments, seed, cells):
    """What came of each cell; none of one that could not tell. Each has a seed of its own, so that they do different things."""
    with tempfile.TemporaryDirectory(prefix="rt-") as folder:
        files = [Path(folder, str(n)) for n in range(cells)]
        running = [
            subprocess.Popen([sys.executable, sys.argv[0], *arguments, "--seed", str(seed + n), "--outcome", str(file)])
            for n, file in enumerate(files)
        ]
        try:
            for each in running:
                each.wait()
        finally:
            for each in running:
                each.terminate()
        return [json.loads(file.read_text()) if file.exists() else None for file in files]


def torture(options):
    """One cell."""
    chosen = [fault for fault in FAULTS if not options.faults or fault.name in options.faults]
    with World(options.reeve, random.Random(options.seed), options.kills) as world:
        ordeal = Ordeal(world, [fault(world) for fault in chosen], options.verbose)
        ordeal.endure(options.seconds)
        options.outcome.write_text(json.dumps(ordeal.outcome()))
    return 0


def parse(arguments):
    names = ", ".join(fault.name for fault in FAULTS)
    parser = argparse.ArgumentParser(
        prog="torture/run",
        description="Injects faults into Reeve, at random and many times, and looks whether its promises hold.",
        epilog="As root everything happens in a pid and mount namespace of its own; otherwise faults that need one"
        " are left out. It ends with 1 when a promise was broken.",
    )
    parser.add_argument("--seconds", type=int, default=60, metavar="N", help="how long (60)")
    parser.add_argument("--seed", type=int, metavar="N", help="the same faults in the same order as another time")
    parser.add_argument("--faults", type=listed, default=(), metavar="NAMES", help=f"comma-separated, of: {names}")
    parser.add_argument("--cells", type=int, default=1, metavar="N", help="so many homes beside each other (1)")
    parser.add_argument(
        "--kills", type=int, default=25, metavar="N", help="kills of the daemon in a row, at most (25)"
    )
    parser.add_argument("--verbose", action="store_true", help="a line for each fault")
    parser.add_argument("--reeve", type=Path, default=PROJECT / "dist/target/reeve/bin/reeve", metavar="PATH")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where the results go, too")
    parser.add_argument("--outcome", type=Path, help=argparse.SUPPRESS)  # one cell tells another process
    options = parser.parse_args(arguments)
    options.reeve = options.reeve.resolve()
    return options


def listed(text):
    names = tuple(text.split(","))
    known = {fault.name for fault in FAULTS}
    for name in names:
        if name not in known:
            raise argparse.ArgumentTypeError(f"there is no fault '{name}'")
    return names
