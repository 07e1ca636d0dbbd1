"""The file of numbered lines that is written out by the services; made once."""

from pathlib import Path

import lines

TARGET = Path(__file__).resolve().parents[1] / "target"


def prepared(count):
    file = TARGET / f"lines-{count}"
    lines.write(file, count)
    # Into memory, so that no service waits for the disk.
    with open(file, "rb") as content:
        while content.read(1 << 20):
            pass
    return file
