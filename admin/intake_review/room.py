"""Reviewing rows of imports, as the house gets it."""

from flask_babel import lazy_gettext as _l

from admin.intake_review.views import intake_review
from admin.intake_review.views_doubts import doubts_desk
from admin.intake_review.views_imports import imports_desk
from admin.intake_review.views_records import records_desk
from catalog.intake.doors import VERIFY
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, Room
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin.links import DESK
from foundation.web.links import Link

ROOM = Room(
    name="admin.intake_review",
    blueprints=(intake_review, records_desk, imports_desk, doubts_desk),
    audit=Audit(
        verbs={
            "intake-row:settle": _l("doubtful row of an import decided"),
            "product:record": _l("product recorded by an officer"),
        },
    ),
    links=(Link(DESK, "imports.listed", _l("Take a list in"), "upload", VERIFY),),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Import a list of products"),
                _l("Any spreadsheet: you see what it was understood as, what would happen, and it can be undone."),
                "imports.listed",
                Role.PROVINCE_OFFICER,
            ),
            DemoJob(
                _l("Decide doubtful rows of an import"),
                _l("Rows that could be one record or another wait for an eye."),
                "intake_review.listed",
                Role.PROVINCE_OFFICER,
            ),
        ),
    ),
)
