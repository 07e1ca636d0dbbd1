"""The results as a page of Markdown."""

import measures
from budgets import BUDGETS

REFERENCE = "reeve"


def text(plan, peers, samples, machine, load_after):
    names = [peer.name for peer in peers]
    add_growth(plan, names, samples)
    parts = [
        "# Measurements\n",
        head(plan, peers, samples, machine, load_after),
        ratios(names, samples),
        medians(names, samples),
        budgets(plan, samples),
        baselines(samples),
        remarks(samples),
        how(plan, peers),
    ]
    return "\n".join(part for part in parts if part)


def head(plan, peers, samples, machine, load_after):
    lines = [*machine, f"load average after: {load_after}"]
    lines += [f"{peer.name} {peer.version()}" for peer in peers]
    lines += samples.skipped
    lines.append(
        f"{plan.name} run, {plan.rounds} round{'s' if plan.rounds > 1 else ''}; in each the tools take turns"
        + (". **Small counts: shows that the benchmark works, and nothing else.**" if plan.name == "quick" else "")
    )
    return "".join(f"- {line}\n" for line in lines)


def add_growth(plan, names, samples):
    """A figure that follows from others."""
    for name in names:
        few = samples.summary(f"memory {plan.few}, PSS", name)
        crowd = samples.summary(f"memory {plan.crowd}, PSS", name)
        if few and crowd:
            samples.add("growth per service", name, (crowd.median - few.median) * 1e3 / (plan.crowd - plan.few))


def table(header, rows):
    if not rows:
        return ""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def title(measure):
    kind = measures.kind(measure)
    return f"{measure} ({kind.unit})"


def ratios(names, samples):
    others = [name for name in names if name != REFERENCE]
    rows = []
    for measure in samples.measures():
        mine = samples.summary(measure, REFERENCE)
        cells = [ratio(mine, samples.summary(measure, other)) for other in others]
        if mine and any(cells):
            better = "below 1" if measures.kind(measure).less else "above 1"
            rows.append([measure, better, *cells])
    body = table(["measure", "Reeve is better when", *(f"reeve / {other}" for other in others)], rows)
    return body and "## Ratios\n\nOf the medians.\n\n" + body


def ratio(mine, other):
    if not mine or not other:
        return ""
    if other.median == 0:
        return "both 0" if mine.median == 0 else f"{mine.median:,.4g} to 0"
    return f"{mine.median / other.median:.2f}"


def medians(names, samples):
    rows = []
    for measure in samples.measures():
        cells = [cell(measure, samples.summary(measure, name)) for name in names]
        if any(cells):
            rows.append([title(measure), *cells])
    body = table(["measure", *names], rows)
    return body and "## Medians\n\nIn brackets the least and the most.\n\n" + body


def cell(measure, summary):
    if summary is None:
        return ""
    digits = measures.kind(measure).digits
    middle = f"{summary.median:,.{digits}f}"
    if summary.count == 1 or summary.least == summary.most:
        return middle
    return f"{middle} ({summary.least:,.{digits}f}–{summary.most:,.{digits}f})"


def budgets(plan, samples):
    rows = []
    for budget in BUDGETS:
        mine = samples.summary(budget.measure, REFERENCE)
        if mine is None and plan.name == "full":
            rows.append([title(budget.measure), budget.text, "", "not measured", budget.reason])
        elif mine:
            met = budget.met(mine.median, measures.kind(budget.measure).less)
            verdict = "not judged" if plan.name == "quick" else "met" if met else "**not met**"
            reason = "" if met else budget.reason
            rows.append([title(budget.measure), budget.text, cell(budget.measure, mine), verdict, reason])
    body = table(["measure", "budget", "Reeve", "verdict", "reason"], rows)
    return body and "## Budgets\n\n" + body


def baselines(samples):
    tools = ("baseline", "file", "pipe + cat")
    rows = [
        [title(measure), tool, cell(measure, summary)]
        for measure in samples.measures()
        for tool in tools
        if (summary := samples.summary(measure, tool))
    ]
    body = table(["measure", "without a manager", "median"], rows)
    return body and "## Without a manager\n\n" + body


def remarks(samples):
    lines = samples.remarks + [f"FAILED: {failure}" for failure in samples.failures]
    return lines and "## Remarks\n\n" + "".join(f"- {line}\n" for line in lines)


def how(plan, peers):
    starts = "; ".join(f"{peer.name}: `{peer.start_command}`" for peer in peers)
    lists = "; ".join(f"{peer.name}: `{peer.list_command}`" for peer in peers)
    return f"""## How

- Every tool runs with its own home, configuration and socket, and the same limit of descriptors. Services are `/bin/sleep`; where a
  moment has to be known they are a script for `/bin/sh` whose first act is to write its pid into a FIFO that the benchmark reads.
- *list*: the command a user types, from its start to its end, output into a pipe, checked to name all services. {lists}.
- *start*: the one command that starts all services ("command"), and until all processes exist ("all run"). {starts}.
  Reeve and PM2 read the declarations of the services in that time, supervisord and runit before. supervisord has `startsecs=0`, and
  Reeve does not wait to see whether a service dies young (`--no-wait`): it is like the others then.
- *kill -9*: from the signal to the first act of the next process, which includes the start of `/bin/sh` (see *without a manager*). Reeve has
  `restart.delay: 0s`, supervisord `startsecs=0`; PM2, s6 and runit are as they are. A process lives for {plan.life:.1f} to {plan.life + 1:.1f} s before.
- *memory*: all processes of the manager, loggers too: resident, and with shared pages divided among their users (PSS); after
  {plan.settle:g} s of rest or more. *growth*: of the PSS, from {plan.few:,} to {plan.crowd:,} services.
- *idle CPU*: processor time of all processes of the manager over {plan.idle:g} s in which nothing happens.
- *capture*: {plan.flood / 1e6:,.0f} MB of lines of 100 bytes written by `dd` in blocks of 64 KB, and {plan.burst / 1e6:,.0f} MB by `grep --line-buffered`, one
  write a line, from the first act of the service until the log is complete. Logs as they come, without rotation (s6-log cannot do
  without: at 268 MB), for Reeve also with the timestamps it adds by default. *CPU* is the processor time of the manager.
- *burst*: {plan.burst / 1e6:,.0f} MB of numbered lines by `dd`, which then ends; every line is looked up in the log.
- *daemon gap*: from kill -9 of Reeve's daemon to the next answer to a ping, with {plan.few:,} services.
"""
