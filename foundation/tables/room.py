"""Reading tables, as the house gets it."""

from flask_babel import lazy_gettext as _l

from foundation.rooms.house import PersonalData, Retention, Room
from foundation.tables import drafts, personal
from foundation.tables.cli import cli
from foundation.tables.registry import LISTS
from foundation.tables.views import tables

ROOM = Room(
    name="foundation.tables",
    blueprints=(tables,),
    commands=(cli,),
    handed={LISTS: lambda site: site.rooms.parts.lists},
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("For officers: which lists they sent and did not take in yet."),
    ),
    retention=(
        Retention(
            "table_drafts",
            drafts.KEPT,
            "whoever sent a list comes back to it within days, or sends it again",
            _l("Lists that were sent and not taken in"),
            lambda _: drafts.delete_old_drafts,
        ),
    ),
)
