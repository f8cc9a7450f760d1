"""Merging producers, as the house gets it."""

from flask_babel import lazy_gettext as _l

from admin.merges import personal, views
from admin.merges.members import MembersMerge
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, PersonalData, Room
from foundation.rooms.parts import DemoJob, Parts

ROOM = Room(
    name="admin.merges",
    blueprints=(views.merges_desk,),
    personal_data=PersonalData(
        personal.COLUMNS, personal.export, personal.erase, _l("For officers: which producers they merged.")
    ),
    audit=Audit(
        verbs={
            "producer:merge": _l("merged with another record"),
            "producer:unmerge": _l("merging undone"),
        },
        facts={"kept": _l("record that stays"), "merged": _l("record that was merged")},
    ),
    parts=Parts(
        merge_hooks=(MembersMerge(),),
        demo=(
            DemoJob(
                _l("Merge two records of one producer"),
                _l("The preview says what would move; it can be taken back."),
                "merges.listed",
                Role.PROVINCE_OFFICER,
            ),
        ),
    ),
    handed={views.EXTENSION: lambda site: site.rooms.parts.merge_hooks},
)
