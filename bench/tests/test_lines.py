"""A benchmark that cannot see a lost line would find none."""

import tempfile
import unittest
from pathlib import Path

import lines
from lines import Verdict

COUNT = 25_000


class LinesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "lines"
        lines.write(self.file, COUNT)
        self.content = self.file.read_bytes()

    def verdict(self, *contents):
        files = []
        for number, content in enumerate(contents):
            files.append(self.folder / f"log-{number}")
            files[-1].write_bytes(content)
        return lines.verify(files, COUNT)

    def test_every_line_is_100_bytes_long(self):
        self.assertEqual(len(self.content), COUNT * 100)
        self.assertTrue(all(len(line) == 99 for line in self.content.splitlines()))

    def test_a_whole_log_is_flawless(self):
        self.assertTrue(self.verdict(self.content).flawless)

    def test_a_log_in_several_files_is_flawless(self):
        self.assertTrue(self.verdict(self.content[:50_000], self.content[50_000:]).flawless)

    def test_timestamps_before_the_lines_do_no_harm(self):
        stamped = b"".join(b"2026-11-20T10:00:00.000 " + line for line in self.content.splitlines(keepends=True))
        self.assertTrue(self.verdict(stamped).flawless)

    def test_a_missing_line_is_seen(self):
        verdict = self.verdict(self.content[:700] + self.content[800:])
        self.assertEqual(verdict, Verdict(missing=1, repeated=0, damaged=0, disordered=0))
        self.assertEqual(verdict.bytes_lost, 100)

    def test_a_missing_end_is_seen(self):
        self.assertEqual(self.verdict(self.content[:-1_000]).missing, 10)

    def test_a_repeated_line_is_seen(self):
        self.assertEqual(self.verdict(self.content[:100] + self.content).repeated, 1)

    def test_a_line_cut_in_two_is_seen(self):
        verdict = self.verdict(self.content[:150] + b"\n" + self.content[150:])
        self.assertEqual((verdict.missing, verdict.damaged), (1, 2))

    def test_lines_in_the_wrong_order_are_seen(self):
        swapped = self.content[100:200] + self.content[:100] + self.content[200:]
        self.assertEqual(self.verdict(swapped), Verdict(missing=0, repeated=0, damaged=0, disordered=1))

    def test_an_empty_log_has_nothing(self):
        self.assertEqual(self.verdict(b"").missing, COUNT)
