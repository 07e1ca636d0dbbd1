"""The command line of bench/run."""

import argparse
import resource
import signal
import sys
from pathlib import Path

import machine
import report
import runner
from peers import PEERS
from peers.reeve import Reeve
from plan import FULL, QUICK
from samples import Samples
from scenarios import SCENARIOS

BENCH = Path(__file__).resolve().parent
TARGET = BENCH / "target"
DESCRIPTORS = 131_072


def parse(words):
    parser = argparse.ArgumentParser(
        prog="bench/run",
        description="Measures Reeve beside PM2, supervisord, s6 and runit. A tool that is not installed is skipped."
        " Everything runs in private folders and is ended by pid; nothing of the machine is touched.",
        epilog="A full run takes about half an hour and wants a quiet machine. It writes bench/RESULTS.md; a run of"
        " a part (--quick, --only, --scenarios) writes bench/target/RESULTS.md.",
    )
    parser.add_argument("--quick", action="store_true", help="small counts: shows that the benchmark works, says nothing else")
    parser.add_argument("--only", metavar="TOOLS", help="comma-separated, of: " + ", ".join(PEERS))
    parser.add_argument("--scenarios", metavar="NAMES", help="comma-separated, of: " + ", ".join(SCENARIOS))
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds of interleaved tools (3; with --quick 1)")
    parser.add_argument("--reeve", type=Path, metavar="PATH", help="the program to measure (dist/target/reeve/bin/reeve)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where the results go")
    options = parser.parse_args(words)
    options.tools = chosen(parser, options.only, PEERS)
    options.parts = chosen(parser, options.scenarios, SCENARIOS)
    if options.rounds is not None and options.rounds < 1:
        parser.error("--rounds must be at least 1")
    return options


def chosen(parser, text, known):
    if text is None:
        return list(known)
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in known:
            parser.error(f"'{name}' is not one of: {', '.join(known)}")
    return [name for name in known if name in names]


def raise_descriptors():
    """Ten thousand services need some descriptors each. All tools get the same limit. Returns it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for limit in (max(hard, DESCRIPTORS), hard):
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
            return limit
        except ValueError:
            pass  # more than this user may have
    return hard


def output(options):
    if options.output:
        return options.output
    whole = not options.quick and not options.only and not options.scenarios
    return (BENCH if whole else TARGET) / "RESULTS.md"


def main(words):
    options = parse(words)
    limit = raise_descriptors()
    TARGET.mkdir(exist_ok=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends what was started, like Ctrl-C
    if options.reeve:
        Reeve.program = options.reeve.resolve()
    plan = (QUICK if options.quick else FULL).with_rounds(options.rounds)
    samples = Samples()
    before = machine.describe(limit)
    peers = runner.available(options.tools, samples)
    try:
        runner.run(plan, peers, options.parts, samples)
    except KeyboardInterrupt:
        print("bench/run: interrupted; all that it started has been ended", file=sys.stderr)
        return 130
    text = report.text(plan, peers, samples, before, machine.load())
    file = output(options)
    file.write_text(text)
    samples.save(TARGET / "samples.json")
    print(text)
    print(f"written to {file}", file=sys.stderr)
    return 1 if samples.failures else 0
