"""What was tried and what came of it."""

import os
import platform
import time

import cell
from faults import FAULTS


def of(outcomes, seed, seconds):
    lines = [
        "# Torture",
        "",
        f"- {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}, {platform.system()} {platform.release()},"
        f" {os.cpu_count()} cores",
        f"- seed {seed}, {seconds} s, {len(outcomes)} {'home' if len(outcomes) == 1 else 'homes beside each other'},"
        f" {total(outcomes, 'steps'):,} faults",
        f"- the daemon was killed {total(outcomes, 'kills'):,} times",
        f"- {total(outcomes, 'lines'):,} lines of output looked up, each once, whole and in order",
    ]
    for outcome in outcomes:
        lines.append(f"- the daemon at the beginning: {weight(outcome['first'])}; at the end: {weight(outcome['last'])}")
    if not cell.possible():
        lines.append("- not as root: what needs a namespace or a disk of its own was left out")
    lines += ["", "| fault | what is promised | tried | broken |", "|---|---|---|---|"]
    promises = {fault.name: fault.promise for fault in FAULTS}
    for name in outcomes[0]["faults"] if outcomes else ():
        tallies = [outcome["faults"][name] for outcome in outcomes]
        tried = sum(tally["tried"] for tally in tallies)
        lines.append(f"| {name} | {promises[name]} | {tried} | {sum(len(tally['broken']) for tally in tallies)} |")
    lines += [
        "",
        "After each fault: every service is as it was last asked for; processes that nothing was done to are the same"
        " (pid and start time); no instance runs twice; nothing of a stopped service is left; no process of anybody else"
        " was ended; no command took longer than a minute.",
    ]
    for text in (text for outcome in outcomes for text in broken(outcome)):
        lines += ["", "```", text, "```"]
    return "\n".join(lines) + "\n"


def broken(outcome):
    """The broken promises of a cell."""
    return [text for tally in outcome["faults"].values() for text in tally["broken"]]


def total(outcomes, what):
    return sum(outcome[what] for outcome in outcomes)


def weight(kilobytes_and_descriptors):
    kilobytes, descriptors = kilobytes_and_descriptors
    return f"{kilobytes / 1000:.0f} MB, {descriptors} descriptors"
