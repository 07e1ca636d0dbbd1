"""What was measured."""

import json
import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Summary:
    median: float
    least: float
    most: float
    count: int


class Samples:
    def __init__(self):
        self._values = {}
        self.skipped = []
        self.failures = []
        self.remarks = []

    def add(self, measure, tool, value):
        self._values.setdefault((measure, tool), []).append(value)

    def summary(self, measure, tool):
        """None where nothing was measured."""
        values = self._values.get((measure, tool))
        if not values:
            return None
        return Summary(statistics.median(values), min(values), max(values), len(values))

    def measures(self):
        """Keys of all measures, in the order in which they came."""
        return list(dict.fromkeys(measure for measure, _ in self._values))

    def remark(self, text):
        if text not in self.remarks:
            self.remarks.append(text)

    def save(self, file):
        tree = {}
        for (measure, tool), values in self._values.items():
            tree.setdefault(measure, {})[tool] = values
        file.write_text(json.dumps(tree, indent=1) + "\n")
