"""The machine that is measured on."""

import os
import platform
import subprocess
import tempfile
from datetime import datetime, timezone
from pathlib import Path


def describe(descriptors):
    """Lines for the report. descriptors: how many a process may have."""
    return [
        f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC",
        f"{processor()}, {os.cpu_count()} cores, {memory()} GB of memory, {distribution()}, Linux {platform.release()}",
        f"{descriptors:,} descriptors for each process",
        f"homes and logs of all tools on {file_system(tempfile.gettempdir())}",
        f"load average before: {load()}",
    ]


def load():
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def value(file, key, separator):
    try:
        for line in Path(file).read_text().splitlines():
            name, _, rest = line.partition(separator)
            if name.strip() == key:
                return rest.strip().strip('"')
    except OSError:
        pass  # not every system has every file
    return "unknown"


def processor():
    return value("/proc/cpuinfo", "model name", ":")


def memory():
    return round(int(value("/proc/meminfo", "MemTotal", ":").split()[0]) / 1e6)


def distribution():
    return value("/etc/os-release", "PRETTY_NAME", "=")


def file_system(folder):
    done = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
