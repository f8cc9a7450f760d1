"""The spine of the cycle, as the house gets it."""

from flask_babel import lazy_gettext as _l

from admin.cycle import doors, personal
from admin.cycle.checks import check_dossiers
from admin.cycle.notices import WORDS
from admin.cycle.views import cycle_own
from admin.cycle.views_desk import cycle_desk
from catalog.producers.roles import PRODUCER_MEMBER
from catalog.representation.links import WORKSPACE
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, Check, PersonalData, Room
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin.links import DESK
from foundation.web.links import Link

ROOM = Room(
    name="admin.cycle",
    blueprints=(cycle_own, cycle_desk),
    policy=doors.POLICY,
    permissions={doors.HANDLE: _l("handle dossiers of the cycle")},
    checks=(Check("dossiers", lambda session, _: check_dossiers(session)),),
    notices=WORDS,
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("What you did to dossiers of the OCOP cycle; it stays as the record of the procedure, without your name."),
    ),
    audit=Audit(
        subjects={"dossier": _l("dossier of the cycle")},
        verbs={
            "dossier:open": _l("dossier opened"),
            "dossier:lodge": _l("dossier lodged"),
            "dossier:return": _l("dossier returned for completion"),
            "dossier:complete": _l("dossier completed"),
            "dossier:forward": _l("dossier sent on"),
            "dossier:accept": _l("dossier chosen for the next step"),
            "dossier:decline": _l("dossier not chosen"),
            "dossier:finish": _l("plan of a dossier carried out"),
            "dossier:conclude": _l("result of a dossier set down"),
            "dossier:withdraw": _l("dossier withdrawn"),
        },
        facts={"in_step": _l("step"), "held_by": _l("who has it"), "due": _l("until")},
    ),
    links=(
        Link(WORKSPACE, "cycle_own.listed", _l("OCOP dossiers"), "file"),
        Link(DESK, "cycle_desk.listed", _l("OCOP dossiers"), "file", doors.HANDLE),
    ),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Lodge a dossier of the OCOP cycle"),
                _l("Open one for a product or an idea, lodge it, and see who has it and until when."),
                "representation.mine",
                PRODUCER_MEMBER,
            ),
            DemoJob(
                _l("Check a dossier"),
                _l("Return it with everything that is missing, or send it on to the province."),
                "cycle_desk.listed",
                Role.COMMUNE_OFFICER,
            ),
        )
    ),
)
