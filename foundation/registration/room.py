"""Opening an account for oneself, as the house gets it."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from foundation.notices.delivery import post, sms
from foundation.registration import services, tasks, views
from foundation.rooms.house import Audit, Job, Retention, Room, Site
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin.links import STRANGER
from foundation.web.links import Link


def _sender(site: Site) -> tasks.Handler:
    return tasks.sender(post(site.settings), sms(site.settings), site.keys, site.settings.base_url)


ROOM = Room(
    name="foundation.registration",
    blueprints=(views.registration,),
    jobs=(Job(services.SEND, _sender),),
    retention=(
        Retention(
            "registrations",
            timedelta(0),
            "an address nobody confirmed may be another's",
            _l("Applications for an account that nobody confirmed, after their link ran out"),
            lambda _: services.delete_expired,
        ),
    ),
    audit=Audit(
        verbs={"account:register": _l("account registered by its owner")},
        facts={"wanted": _l("registered with")},
    ),
    links=(Link(STRANGER, "registration.form", _l("Open an account")),),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Open an account"),
                _l("By email address, which you confirm by email."),
                "registration.form",
            ),
        )
    ),
    handed={views.EXTENSION: lambda site: sms(site.settings) is not None},
)
