"""What people send, as the house gets it."""

from flask_babel import lazy_gettext as _l

from foundation.files import personal, tasks
from foundation.files.queries import check_files
from foundation.files.services import FORGET
from foundation.files.views import files
from foundation.rooms.house import Audit, Check, Job, PersonalData, Room

ROOM = Room(
    name="foundation.files",
    blueprints=(files,),
    jobs=(
        Job(FORGET, lambda site: tasks.forgetter(site.storage)),
        Job(tasks.SWEEP, lambda site: tasks.sweeper(site.storage), tasks.IN_THE_NIGHT),
    ),
    checks=(Check("files", lambda session, site: check_files(session, site.storage)),),
    personal_data=PersonalData(
        personal.COLUMNS, personal.export, personal.erase, _l("Files you sent: photos and papers.")
    ),
    audit=Audit(
        subjects={"file": _l("file")},
        verbs={
            "file:keep": _l("file saved"),
            "file:publish": _l("file shown to everybody"),
            "file:hide": _l("file no longer shown to everybody"),
            "file:discard": _l("file discarded"),
        },
        facts={"file": _l("file"), "sha256": _l("checksum"), "type": _l("kind of file")},
    ),
)
