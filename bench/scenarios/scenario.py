"""One thing that is measured, with one tool at a time."""

from abc import ABC, abstractmethod


class Scenario(ABC):
    # A function (plan, session, samples) that measures what is possible without a manager; None if there is none.
    baseline = None

    def fits(self, plan, peer):
        """Whether it is done in this run with this tool."""
        return True

    @abstractmethod
    def measure(self, plan, peer, session, samples):
        """Does it once. Raises session.Failed if the tool does not do its part."""
