"""The ground of all tables, as the house gets it."""

from foundation.db.cli import database, reference, verify_command
from foundation.rooms.house import Room

ROOM = Room(name="foundation.db", commands=(database, reference, verify_command))
