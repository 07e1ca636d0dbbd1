"""What all faults have in common."""


class Fault:
    """Something that goes wrong. name and promise are for the report, weight for the choice."""

    name = ""
    promise = ""

    # How often it is chosen, beside others.
    weight = 1

    def __init__(self, world):
        self.world = world
        self.rng = world.rng

    def possible(self):
        """Whether it can be done here."""
        return True

    def strike(self):
        """Does it. Returns the names of the services whose processes may be others now."""
        raise NotImplementedError
