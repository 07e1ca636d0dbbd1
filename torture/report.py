"""What was tried and what came of it."""

import os
import platform
import time

import cell


def of(ordeal, seed, seconds):
    lines = [
        "# Torture",
        "",
        f"- {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}, {platform.system()} {platform.release()},"
        f" {os.cpu_count()} cores",
        f"- seed {seed}, {seconds} s, {ordeal.steps} faults",
        f"- {ordeal.lines:,} lines of output looked up, each once, whole and in order",
        f"- the daemon at the beginning: {ordeal.first[0] / 1000:.0f} MB, {ordeal.first[1]} descriptors;"
        f" at the end: {ordeal.last[0] / 1000:.0f} MB, {ordeal.last[1]} descriptors",
    ]
    if not cell.is_inside():
        lines.append("- not as root: what needs a namespace or a disk of its own was left out")
    lines += ["", "| fault | what is promised | tried | broken |", "|---|---|---|---|"]
    for fault in ordeal.faults:
        tally = ordeal.tallies[fault.name]
        lines.append(f"| {fault.name} | {fault.promise} | {tally.tried} | {len(tally.broken)} |")
    lines += [
        "",
        "After each fault: every service is as it was last asked for; processes that nothing was done to are the same"
        " (pid and start time); no instance runs twice; nothing of a stopped service is left; no process of anybody else"
        " was ended; no command took longer than a minute.",
    ]
    for text in ordeal.broken:
        lines += ["", "```", text, "```"]
    return "\n".join(lines) + "\n"
