"""Lists of products coming in and going out, as the house gets them."""

from flask_babel import lazy_gettext as _l

from catalog.intake import doors
from catalog.intake.cli import cli
from catalog.intake.columns import LISTS
from foundation.rooms.house import Audit, Room
from foundation.rooms.parts import Parts

ROOM = Room(
    name="catalog.intake",
    policy=doors.POLICY,
    permissions={doors.VERIFY: _l("enter decisions and verify records")},
    audit=Audit(
        subjects={"intake-row": _l("row of an import")},
        verbs={
            "product:restate": _l("corrected by its source"),
            "product:claims": _l("stars in the source changed"),
            "producer:restate": _l("corrected by its source"),
        },
        facts={"list": _l("source list"), "reasons": _l("reasons")},
    ),
    commands=(cli,),
    parts=Parts(lists=LISTS),
)
