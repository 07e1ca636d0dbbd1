"""
Writes numbered lines, each with the name of the run. At SIGTERM it puts down how many there were, and ends.

Usage: writer.py FOLDER
"""

import os
import signal
import sys
import time

LENGTH = 100


def main(folder):
    run = f"{os.getpid()}-{time.time_ns()}"
    ended = []
    signal.signal(signal.SIGTERM, lambda *_: ended.append(True))
    count = 0
    while not ended:
        for _ in range(100):
            count += 1
            head = f"{run} {count} ".encode()
            os.write(1, head + b"x" * (LENGTH - 1 - len(head)) + b"\n")
        time.sleep(0.05)
    with open(f"{folder}/{run}", "w") as file:
        file.write(str(count))


main(sys.argv[1])
