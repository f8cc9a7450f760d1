"""Questions about producers nobody speaks for, as the house gets them."""

from flask_babel import lazy_gettext as _l

from catalog.enquiries import doors, personal
from catalog.enquiries.notices import WORDS
from catalog.enquiries.views import enquiries
from catalog.enquiries.views_desk import enquiries_desk
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, PersonalData, Room
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin.links import DESK
from foundation.web.links import Link

ROOM = Room(
    name="catalog.enquiries",
    blueprints=(enquiries, enquiries_desk),
    policy=doors.POLICY,
    permissions={doors.ANSWER: _l("answer questions about producers nobody speaks for")},
    notices=WORDS,
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("Questions you asked about a producer’s record, and their answers."),
    ),
    audit=Audit(
        subjects={"enquiry": _l("question to a producer")},
        verbs={
            "enquiry:ask": _l("question to a producer asked"),
            "enquiry:answer": _l("question to a producer answered"),
        },
    ),
    links=(Link(DESK, "enquiries_desk.listed", _l("Questions about producers"), "mail", doors.ANSWER),),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Answer questions about producers"),
                _l("What people ask about a producer nobody speaks for, the province answers."),
                "enquiries_desk.listed",
                Role.PROVINCE_EDITOR,
            ),
        )
    ),
)
