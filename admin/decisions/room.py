"""Decisions being entered, as the house gets them."""

from flask_babel import lazy_gettext as _l

from admin.decisions import personal
from admin.decisions.views import decisions
from catalog.intake.doors import VERIFY
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, PersonalData, Room
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin.links import DESK
from foundation.web.links import Link

ROOM = Room(
    name="admin.decisions",
    blueprints=(decisions,),
    personal_data=PersonalData(
        personal.COLUMNS, personal.export, personal.erase, _l("For officers: which decisions they entered.")
    ),
    audit=Audit(
        subjects={"decision-entry": _l("decision being entered")},
        verbs={
            "decision-entry:open": _l("entry of a decision started"),
            "decision-entry:keep": _l("entry of a decision saved"),
            "decision-entry:scan": _l("scan of a decision attached"),
            "decision-entry:enter": _l("decision entered"),
            "decision-entry:drop": _l("entry of a decision discarded"),
        },
    ),
    links=(Link(DESK, "decisions.listed", _l("Decisions and certificates"), "valid", VERIFY),),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Enter a decision with its certificates"),
                _l("What the catalogue says of the stars rests on it from then on."),
                "decisions.listed",
                Role.PROVINCE_EDITOR,
            ),
        ),
    ),
)
