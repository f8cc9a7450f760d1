"""Supply meets demand, as the house gets it."""

from foundation.rooms.house import Room
from marketplace.matching.cli import cli

ROOM = Room(name="marketplace.matching", commands=(cli,))
