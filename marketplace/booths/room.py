"""Booths of fairs, as the house gets them."""

from flask_babel import lazy_gettext as _l

from foundation.rooms.house import Audit, Room
from foundation.rooms.parts import Parts
from marketplace.booths import registering_models
from marketplace.booths.papers import PAPERS

TABLES = registering_models

ROOM = Room(
    name="marketplace.booths",
    audit=Audit(
        subjects={"booth": _l("booth"), "booth-registration": _l("registration of a booth")},
        verbs={
            "booth:hold": _l("booth held"),
            "booth:assign": _l("booth assigned"),
            "booth:release": _l("booth given back"),
            "booth-registration:wait": _l("put on the waiting list"),
            "booth-registration:offer": _l("booth offered to whoever waits"),
            "booth-registration:pass-over": _l("passed over on the waiting list"),
            "booth-registration:leave-line": _l("waiting list left"),
        },
        facts={"registration": _l("registration"), "free": _l("free")},
    ),
    parts=Parts(papers=PAPERS),
)
