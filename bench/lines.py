"""Numbered lines of 100 bytes, and whether each of them has arrived exactly once."""

from dataclasses import dataclass

LENGTH = 100
_DIGITS = 10
_REST = b" " + b"x" * (LENGTH - _DIGITS - 2) + b"\n"


@dataclass(frozen=True)
class Verdict:
    """Counts of lines. A damaged line counts as missing, too."""

    missing: int
    repeated: int
    damaged: int
    disordered: int

    @property
    def bytes_lost(self):
        return self.missing * LENGTH

    @property
    def flawless(self):
        return self == Verdict(0, 0, 0, 0)


def write(file, count):
    """Makes the file, unless it is there and has the right size."""
    if file.exists() and file.stat().st_size == count * LENGTH:
        return
    part = file.with_suffix(".part")
    with open(part, "wb") as out:
        for first in range(0, count, 10_000):
            last = min(first + 10_000, count)
            out.write(b"".join(b"%010d" % number + _REST for number in range(first, last)))
    part.rename(file)


def verify(files, count):
    """Looks for the lines 0 to count - 1 in these files, read one after the other; a logger may have put something before each."""
    seen = bytearray(count)
    repeated = damaged = disordered = 0
    expected = 0
    for file in files:
        with open(file, "rb") as lines:
            for line in lines:
                number = line[-LENGTH : _DIGITS - LENGTH]
                if line[_DIGITS - LENGTH :] != _REST or not number.isdigit() or int(number) >= count:
                    damaged += 1
                    continue
                n = int(number)
                if seen[n]:
                    repeated += 1
                elif n < expected:
                    disordered += 1
                seen[n] = 1
                expected = n + 1
    return Verdict(count - sum(seen), repeated, damaged, disordered)
