"""Reviewing rows of imports, as the house gets it."""

from flask_babel import lazy_gettext as _l

from admin.intake_review.views import intake_review
from admin.intake_review.views_records import records_desk
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, Room
from foundation.rooms.parts import DemoJob, Parts

ROOM = Room(
    name="admin.intake_review",
    blueprints=(intake_review, records_desk),
    audit=Audit(
        verbs={
            "intake-row:settle": _l("doubtful row of an import decided"),
            "product:record": _l("product recorded by an officer"),
        },
    ),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Decide doubtful rows of an import"),
                _l("Rows that could be one record or another wait for an eye."),
                "intake_review.listed",
                Role.PROVINCE_OFFICER,
            ),
        ),
    ),
)
