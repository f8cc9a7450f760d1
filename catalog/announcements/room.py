"""What provinces and the ministry announce, as the house gets it."""

from flask_babel import lazy_gettext as _l

from catalog.announcements import doors, personal
from catalog.announcements.notices import WORDS
from catalog.announcements.queries import check_announcements
from catalog.announcements.showing import section
from catalog.announcements.views import announcements
from catalog.announcements.views_desk import announcements_desk
from catalog.announcements.views_files import announcement_files
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, Check, PersonalData, Room, Sitemap
from foundation.rooms.parts import DemoJob, Parts, Section
from foundation.signin.links import DESK
from foundation.web.links import Link

ROOM = Room(
    name="catalog.announcements",
    blueprints=(announcements, announcements_desk, announcement_files),
    policy=doors.POLICY,
    permissions={
        doors.WRITE: _l("write announcements"),
        doors.APPROVE: _l("approve and withdraw announcements"),
    },
    checks=(Check("announcements", lambda session, _: check_announcements(session)),),
    notices=WORDS,
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("For officers: which announcements they wrote, approved or withdrew."),
    ),
    audit=Audit(
        subjects={"announcement": _l("announcement")},
        verbs={
            "announcement:begin": _l("announcement started"),
            "announcement:save": _l("announcement saved"),
            "announcement:attach": _l("file added to an announcement"),
            "announcement:detach": _l("file taken out of an announcement"),
            "announcement:hand-in": _l("approval of an announcement asked for"),
            "announcement:take-back": _l("announcement made a draft again"),
            "announcement:approve": _l("announcement approved"),
            "announcement:drop": _l("draft of an announcement discarded"),
            "announcement:correct": _l("correction of an announcement started"),
            "announcement:withdraw": _l("announcement withdrawn"),
        },
        facts={"publish_at": _l("public from")},
    ),
    links=(
        Link("announcements", "announcements.listed", _l("Announcements")),
        Link(DESK, "announcements_desk.listed", _l("Announcements"), "globe", doors.WRITE),
    ),
    sitemap=Sitemap(pages=("announcements.listed",)),
    parts=Parts(
        sections=(Section("announcements/_section.html", section),),
        demo=(
            DemoJob(
                _l("Read announcements"),
                _l("Results, revocations, plans and news of provinces and the ministry, also as feeds."),
                "announcements.listed",
            ),
            DemoJob(
                _l("Announce results"),
                _l("Write an announcement of results from a decision, and hand it in."),
                "announcements_desk.listed",
                Role.PROVINCE_EDITOR,
            ),
            DemoJob(
                _l("Publish an announcement"),
                _l("A second person checks what was submitted, and approves it."),
                "announcements_desk.listed",
                Role.PROVINCE_OFFICER,
            ),
        ),
    ),
)
