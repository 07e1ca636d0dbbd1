"""The tools that are measured, by name."""

from peers.pm2 import Pm2
from peers.reeve import Reeve
from peers.runit import Runit
from peers.s6 import S6
from peers.supervisord import Supervisord

PEERS = {peer.name: peer for peer in (Reeve, Pm2, Supervisord, S6, Runit)}
