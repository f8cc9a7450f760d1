"""QR codes for packages, as the house gets them."""

from flask_babel import lazy_gettext as _l

from catalog.packaging import doors
from catalog.packaging.views import packaging
from catalog.producers.roles import PRODUCER_MEMBER
from foundation.rooms.house import Room
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin.links import OWN
from foundation.web.links import Link

ROOM = Room(
    name="catalog.packaging",
    blueprints=(packaging,),
    policy=doors.POLICY,
    permissions={doors.PRINT: _l("print labels for packaging")},
    links=(Link(OWN, "packaging.listed", _l("Labels for packages"), "qr", doors.PRINT),),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Print labels for packages"),
                _l("The code of a product’s page, or of its certificate’s check."),
                "packaging.listed",
                PRODUCER_MEMBER,
            ),
        )
    ),
)
