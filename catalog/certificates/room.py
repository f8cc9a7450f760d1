"""Stars and what they rest on, as the house gets them."""

from flask_babel import lazy_gettext as _l

from catalog.certificates import tasks
from catalog.certificates.merging import ProductsMerge
from catalog.certificates.queries import check_certificates
from foundation.rooms.house import Audit, Check, Job, Room
from foundation.rooms.parts import Parts

ROOM = Room(
    name="catalog.certificates",
    jobs=(Job(tasks.REFRESH, lambda site: tasks.refresher(site.today), tasks.AT_MIDNIGHT),),
    checks=(Check("certificates", lambda session, site: check_certificates(session, site.today())),),
    audit=Audit(
        subjects={"certificate": _l("certificate")},
        verbs={
            "certificate:issue": _l("certificate recorded"),
            "certificate:end": _l("certificate ended"),
            "certificate:extend": _l("certificate extended"),
        },
        facts={
            "said": _l("stars and year in the source"),
            "stars": _l("stars"),
            "number": _l("decision"),
            "authority": _l("authority"),
            "issued_on": _l("issued on"),
            "valid_until": _l("valid until"),
            "ended_by": _l("ended by"),
            "ended_on": _l("ended on"),
            "ground": _l("ground"),
            "end_decision": _l("ended by decision"),
            "extended_until": _l("extended until"),
            "lodged_on": _l("renewal lodged on"),
            "certificates": _l("certificates"),
        },
    ),
    parts=Parts(merge_hooks=(ProductsMerge(),)),
)
