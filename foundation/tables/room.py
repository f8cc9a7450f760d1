"""Reading tables, as the house gets it."""

from foundation.rooms.house import Room
from foundation.tables.cli import cli
from foundation.tables.registry import LISTS
from foundation.tables.views import tables

ROOM = Room(
    name="foundation.tables",
    blueprints=(tables,),
    commands=(cli,),
    handed={LISTS: lambda site: site.rooms.parts.lists},
)
