"""Files of the state are damaged while there is no daemon."""

import cast
from faults.fault import Fault


class DamagedState(Fault):
    name = "newest state cut or changed at any byte"
    promise = "the one before it is taken; no service is lost or touched"

    def strike(self):
        # The last two differ in nothing that is looked at.
        name = self.rng.choice(cast.IDLE)
        self.world.must("disable", name)
        self.world.must("enable", name)
        self.world.kill_daemon()
        file = self.world.home / "state/state.json"
        content = bytearray(file.read_bytes())
        at = self.rng.randrange(len(content))
        if self.rng.random() < 0.5:
            del content[at:]
        else:
            content[at] ^= 1 << self.rng.randrange(8)
        file.write_bytes(content)
        return set()
