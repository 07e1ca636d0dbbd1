"""Whether the logs of a writer hold all it wrote."""

import gzip

from world import Broken


def verify(folder, name, records):
    """
    Returns how many lines there are.

    Of each run: from the first line on, each once, in order, whole. Of a run that ended by itself also the last; the
    last ones of a run that was killed may never have been written.
    """
    counts = {}
    latest = None
    for file in files(folder, name):
        opened = gzip.open(file, "rb") if file.suffix == ".gz" else open(file, "rb")
        with opened as lines:
            for line in lines:
                run, number, rest = (line.split(b" ", 2) + [b"", b""])[:3]
                if len(line) != 100 or rest.strip(b"x") != b"\n" or not number.isdigit():
                    raise Broken(f"{name}: a damaged line in {file.name}: {line[:60]!r}")
                if run != latest and run in counts:
                    raise Broken(f"{name}: lines of two runs are mixed in {file.name}")
                latest = run
                expected = counts.get(run, 0) + 1
                if int(number) != expected:
                    raise Broken(f"{name}: line {number.decode()} of {run.decode()} in {file.name}, not {expected}")
                counts[run] = expected
    for run, count in counts.items():
        record = records / run.decode()
        if record.exists() and int(record.read_text()) != count:
            raise Broken(f"{name}: {count} lines of {run.decode()}, it wrote {record.read_text()}")
    return sum(counts.values())


def files(folder, name):
    """From the oldest to the newest."""
    old = {}
    for file in folder.glob(f"{name}-out.log.*"):
        number = file.name.removesuffix(".gz").rpartition(".")[2]
        if number.isdigit():
            old[int(number)] = file
    current = folder / f"{name}-out.log"
    return [old[n] for n in sorted(old, reverse=True)] + ([current] if current.exists() else [])
