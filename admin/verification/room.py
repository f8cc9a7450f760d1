"""Making records true, as the house gets it."""

from flask_babel import lazy_gettext as _l

from admin.verification import doors, personal, views_merges
from admin.verification.members import MembersMerge
from admin.verification.views_certificates import certificates_desk
from admin.verification.views_decisions import verification
from admin.verification.views_records import records_desk
from admin.verification.views_rows import rows_desk
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, PersonalData, Room
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin.links import DESK
from foundation.web.links import Link

ROOM = Room(
    name="admin.verification",
    blueprints=(verification, views_merges.merging_desk, rows_desk, certificates_desk, records_desk),
    policy=doors.POLICY,
    permissions={doors.VERIFY: _l("enter decisions and verify records")},
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("For officers: which decisions they entered and which records they merged."),
    ),
    audit=Audit(
        subjects={"decision-entry": _l("decision being entered")},
        verbs={
            "decision-entry:open": _l("entry of a decision begun"),
            "decision-entry:keep": _l("entry of a decision saved"),
            "decision-entry:scan": _l("scan of a decision attached"),
            "decision-entry:enter": _l("decision entered"),
            "decision-entry:drop": _l("entry of a decision dropped"),
            "intake-row:settle": _l("row of an import settled"),
            "product:record": _l("product recorded by an officer"),
            "producer:merge": _l("merged with another record"),
            "producer:unmerge": _l("merging undone"),
        },
        facts={"kept": _l("record that stays"), "merged": _l("record that was merged")},
    ),
    links=(Link(DESK, "verification.listed", _l("Decisions and certificates"), "valid", doors.VERIFY),),
    parts=Parts(
        merge_hooks=(MembersMerge(),),
        demo=(
            DemoJob(
                _l("Enter a decision with its certificates"),
                _l("What the catalogue says of the stars rests on it from then on."),
                "verification.listed",
                Role.PROVINCE_EDITOR,
            ),
            DemoJob(
                _l("Extend or end a certificate"),
                _l("The check says so at once; the code leads there."),
                "certificates.listed",
                Role.PROVINCE_OFFICER,
            ),
            DemoJob(
                _l("Settle doubtful rows of an import"),
                _l("Rows that could be one record or another wait for an eye."),
                "rows.listed",
                Role.PROVINCE_OFFICER,
            ),
            DemoJob(
                _l("Merge two records of one producer"),
                _l("The preview says what would move; it can be taken back."),
                "merging.listed",
                Role.PROVINCE_OFFICER,
            ),
        ),
    ),
    handed={views_merges.EXTENSION: lambda site: site.rooms.parts.merge_hooks},
)
