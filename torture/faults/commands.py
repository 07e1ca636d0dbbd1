"""Commands come and go, also while the daemon dies."""

import cast
from faults.daemon import daemons
from faults.fault import Fault
from world import Broken


class Churn(Fault):
    name = "an ordinary command"
    promise = "what it acknowledged is so"

    def strike(self):
        name, words, wanted = choose(self.world)
        self.world.must(*words)
        self.world.wanted[name] = wanted
        return {name}


class KilledInCommand(Fault):
    name = "daemon killed in a command"
    promise = "an acknowledged command is carried out by the next daemon; one that failed can be given again"

    def strike(self):
        name, words, wanted = choose(self.world)
        daemon = self.world.daemon()
        command = self.world.begin(*words)
        self.world.pause(0.25)
        self.world.kill_daemon(daemon)
        if self.world.end(command).code != 0:
            self.world.must(*words)
        self.world.wanted[name] = wanted
        return {name}


class KilledAgainAndAgain(Fault):
    name = "daemon killed again and again"
    promise = "no service is touched, no acknowledged command forgotten"
    weight = 8

    def strike(self):
        in_command = KilledInCommand(self.world)
        touched = set()
        for _ in range(self.rng.randint(5, max(5, self.world.kills_in_a_row))):
            if self.rng.random() < 0.1:
                touched |= in_command.strike()
            else:
                self._start_and_kill()
        return touched

    def _start_and_kill(self):
        """Most of its life, short as it is, it takes up what the one before it left."""
        daemon = self.world.begin_daemon()
        self.world.pause(0.7)
        for pid in daemons(self.world.home):
            self.world.kill_daemon(pid)
        daemon.kill()
        daemon.wait()


def choose(world):
    """A service, a command for it that has no reason to fail, and how many instances it has afterwards."""
    name = world.rng.choice(cast.ALL)
    running = world.wanted[name] > 0
    many = world.rng.randint(1, 4)
    choices = [(("restart", name), max(1, world.wanted[name]))]
    if running:
        choices.append((("stop", name), 0))
        if name in cast.IDLE:
            choices.append((("scale", name, str(many)), many))
    else:
        choices.append((("start", name), instances(world, name)))
        choices[0] = (("start", name), instances(world, name))
    words, wanted = world.rng.choice(choices)
    return name, words, wanted


def instances(world, name):
    return len(world.rows()[name]["instances"])


class ManyAtOnce(Fault):
    name = "eight commands at once without a daemon"
    promise = "one daemon comes, and all of them are answered"

    def strike(self):
        self.world.kill_daemon()
        commands = [self.world.begin("list", "--json") for _ in range(8)]
        answers = [self.world.end(command) for command in commands]
        failed = [answer.err or answer.out for answer in answers if answer.code != 0]
        if failed:
            raise Broken(f"{len(failed)} of 8 failed: {failed[0]}")
        pids = daemons(self.world.home)
        if len(pids) != 1:
            raise Broken(f"there are {len(pids)} daemons: {pids}")
        return set()
