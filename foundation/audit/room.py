"""The audit, as the house gets it; names of facts that many rooms note."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from foundation.audit import personal, tasks
from foundation.audit.queries import check_audit
from foundation.db.base import now
from foundation.outbox.rules import Interval
from foundation.rooms.house import Audit, Check, Job, PersonalData, Room

ROOM = Room(
    name="foundation.audit",
    jobs=(Job(tasks.SEAL, lambda _: tasks.sealer, Interval(timedelta(seconds=5))),),
    checks=(Check("audit", lambda session, _: check_audit(session, now())),),
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("What you changed in the records, when and why; it stays under a number when the account is gone."),
    ),
    audit=Audit(
        facts={
            "account": _l("account"),
            "decision": _l("decision"),
            "status": _l("state"),
            "state": _l("state"),
            "kind": _l("kind"),
            "why": _l("why"),
            "name": _l("name"),
            "place": _l("place"),
            "outcome": _l("outcome"),
        }
    ),
)
