"""What is done to Reeve, and what is promised then."""

from faults.commands import Churn, KilledAgainAndAgain, KilledInCommand, ManyAtOnce
from faults.daemon import Hung, Killed, KilledAgain, Replaced
from faults.disk import FullJournal, FullLogs, FullState
from faults.limits import NoDescriptors
from faults.pids import ReusedPid
from faults.services import GrandchildrenStay, KilledService, StoppedProcess
from faults.state import DamagedState

FAULTS = (
    Killed,
    KilledAgain,
    KilledInCommand,
    KilledAgainAndAgain,
    Hung,
    Replaced,
    Churn,
    ManyAtOnce,
    KilledService,
    GrandchildrenStay,
    StoppedProcess,
    DamagedState,
    NoDescriptors,
    FullLogs,
    FullState,
    FullJournal,
    ReusedPid,
)
