"""Nothing that a session started stays."""

import os
import unittest

import proc
import waiting
from session import Failed, Session
from stamp import Stamp


class SessionTest(unittest.TestCase):
    def test_children_that_left_their_parents_are_ended(self):
        with Session() as session:
            session.spawn(["setsid", "sh", "-c", "trap '' TERM; setsid " + " ".join(session.sleep) + " & wait"])
            self.assertTrue(waiting.until(session.sleepers, 10))
            [sleeper] = session.sleepers()
            folder = session.folder
        self.assertFalse(proc.alive(sleeper))
        self.assertFalse(folder.exists())

    def test_processes_of_others_are_left_alone(self):
        with Session() as one:
            one.spawn(one.sleep)
            self.assertTrue(waiting.until(one.sleepers, 10))
            with Session() as other:
                other.spawn(other.sleep)
                self.assertTrue(waiting.until(other.sleepers, 10))
                self.assertNotEqual(one.sleepers(), other.sleepers())
            self.assertEqual(len(one.sleepers()), 1)

    def test_a_command_that_fails_says_why(self):
        with Session() as session:
            with self.assertRaisesRegex(Failed, "sh -c ended with 3: no luck"):
                session.run(["sh", "-c", "echo no luck >&2; exit 3"])

    def test_a_stamp_tells_the_pid_of_the_child(self):
        with Session() as session, Stamp(session) as stamp:
            child = session.spawn(stamp.script("child", "exec " + " ".join(session.sleep)))
            self.assertEqual(stamp.read()[1], child.pid)

    def test_the_failure_in_the_background_is_the_one_that_is_told(self):
        def fail():
            raise Failed("the real reason")

        with self.assertRaisesRegex(Failed, "the real reason"):
            with waiting.meanwhile(fail):
                raise Failed("what followed from it")

    def test_memory_and_processor_time_of_a_living_process_are_seen(self):
        memory = proc.memory([os.getpid()])
        self.assertGreater(memory.rss, memory.pss // 2)
        self.assertGreater(memory.pss, 1_000_000)
        self.assertGreater(proc.cpu_seconds([os.getpid()]), 0)
