"""What can be asked for on the command line."""

import argparse
import os
import random
import sys
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
    return cell.inside(lambda: torture(options))


def torture(options):
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1_000_000)
    chosen = [fault for fault in FAULTS if not options.faults or fault.name in options.faults]
    print(f"seed {seed}, {len(chosen)} faults for {options.seconds} s", flush=True)
    with World(options.reeve, random.Random(seed)) as world:
        ordeal = Ordeal(world, [fault(world) for fault in chosen], options.verbose)
        ordeal.endure(options.seconds)
        text = report.of(ordeal, seed, options.seconds)
    print(text)
    if options.output:
        options.output.write_text(text)
        print(f"written to {options.output}")
    return 1 if ordeal.broken else 0


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
    parser.add_argument("--verbose", action="store_true", help="a line for each fault")
    parser.add_argument("--reeve", type=Path, default=PROJECT / "dist/target/reeve/bin/reeve", metavar="PATH")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where the results go, too")
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
