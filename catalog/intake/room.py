"""Lists of products coming in and going out, as the house gets them."""

from flask_babel import lazy_gettext as _l

from catalog.intake import doors, importing, personal, tasks
from catalog.intake.cli import cli
from catalog.intake.columns import LISTS
from foundation.rooms.house import Audit, Job, PersonalData, Retention, Room
from foundation.rooms.parts import Parts

ROOM = Room(
    name="catalog.intake",
    policy=doors.POLICY,
    permissions={doors.VERIFY: _l("enter decisions and verify records")},
    audit=Audit(
        subjects={"intake-row": _l("row of an import"), "product-import": _l("import of a list")},
        verbs={
            "product:restate": _l("corrected by its source"),
            "product:claims": _l("stars in the source changed"),
            "producer:restate": _l("corrected by its source"),
            "product-import:send": _l("list sent"),
            "product-import:run": _l("list taken in"),
            "product-import:undo": _l("import undone"),
        },
        facts={"list": _l("source list"), "reasons": _l("reasons"), "claims": _l("claims to stars")},
    ),
    commands=(cli,),
    jobs=(Job(importing.WORK, lambda site: tasks.importer(site.today)),),
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("For officers: which lists of products they sent."),
    ),
    retention=(
        Retention(
            "product_imports",
            importing.KEPT,
            "until then an import can be undone",
            _l("Lists of products that officers sent, with what became of each row"),
            lambda _: importing.delete_old_imports,
        ),
    ),
    parts=Parts(lists=LISTS),
)
