"""What the report says of figures."""

import unittest

import report
from budgets import BUDGETS
from measures import kind
from peers.reeve import Reeve
from plan import FULL, QUICK
from samples import Samples


class NoVersion(Reeve):
    @classmethod
    def version(cls):
        return "0"


class Other(NoVersion):
    name = "other"


def page(samples, plan=FULL):
    return report.text(plan, [NoVersion, Other], samples, ["a machine"], "0")


class ReportTest(unittest.TestCase):
    def setUp(self):
        self.samples = Samples()

    def test_ratios_are_those_of_the_medians(self):
        for mine, others in ((10, 40), (20, 80), (500, 90)):
            self.samples.add("list 100", "reeve", mine)
            self.samples.add("list 100", "other", others)
        self.assertIn("| list 100 | below 1 | 0.25 |", page(self.samples))

    def test_more_is_better_where_speed_is_measured(self):
        self.samples.add("burst", "reeve", 300)
        self.samples.add("burst", "other", 200)
        self.assertIn("| burst | above 1 | 1.50 |", page(self.samples))

    def test_a_ratio_to_nothing_is_not_made_up(self):
        self.samples.add("burst, bytes lost", "reeve", 0)
        self.samples.add("burst, bytes lost", "other", 0)
        self.assertIn("both 0", page(self.samples))

    def test_budgets_are_judged_by_the_median(self):
        self.samples.add("list 100", "reeve", 61)
        self.samples.add("burst", "reeve", 301)
        text = page(self.samples)
        self.assertIn("| list 100 (ms) | ≤ 60 ms | 61.0 | **not met** |", text)
        self.assertIn("| burst (MB/s) | ≥ 300 MB/s | 301 | met |", text)

    def test_a_quick_run_judges_nothing(self):
        self.samples.add("burst", "reeve", 1)
        self.assertIn("not judged", page(self.samples, QUICK))

    def test_growth_follows_from_memory(self):
        self.samples.add("memory 100, PSS", "reeve", 40)
        self.samples.add("memory 1000, PSS", "reeve", 85)
        self.assertIn("| growth per service (KB) | 50.0 |", page(self.samples))

    def test_every_budget_is_about_something_that_can_be_shown(self):
        for budget in BUDGETS:
            self.assertTrue(kind(budget.measure).unit)

    def test_failures_are_told(self):
        self.samples.failures.append("burst: other: it fell over")
        self.assertIn("FAILED: burst: other: it fell over", page(self.samples))
