"""The law, as the house gets it: wrong data stop the start when this room is declared."""

from catalog.regulations.cli import cli
from catalog.regulations.sheets import check_sheets
from foundation.rooms.house import Check, Room

ROOM = Room(
    name="catalog.regulations",
    commands=(cli,),
    checks=(Check("scoring sheets", lambda _session, _site: check_sheets()),),
)
