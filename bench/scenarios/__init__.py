"""What is measured, by name, in the order in which it is done."""

from scenarios.alone import Alone
from scenarios.burst import Burst
from scenarios.capture import Capture
from scenarios.crowd import Crowd
from scenarios.declared import Declared
from scenarios.gap import Gap
from scenarios.many import Many

SCENARIOS = {
    "alone": Alone(),
    "hundred": Crowd("few"),
    "thousand": Crowd("crowd"),
    "declared": Declared(),
    "capture": Capture(),
    "burst": Burst(),
    "gap": Gap(),
    "many": Many(),
}
