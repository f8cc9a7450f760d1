"""QR codes for packages, as the house gets them."""

from flask_babel import lazy_gettext as _l

from catalog.labels import doors
from catalog.labels.views import labels
from catalog.producers.roles import PRODUCER_MEMBER
from foundation.rooms.house import Room
from foundation.rooms.parts import Parts, Trial
from foundation.signin.links import OWN
from foundation.web.links import Link

ROOM = Room(
    name="catalog.labels",
    blueprints=(labels,),
    policy=doors.POLICY,
    permissions={doors.PRINT: _l("print labels for packaging")},
    links=(Link(OWN, "labels.listed", _l("Labels for packages"), "qr", doors.PRINT),),
    parts=Parts(
        demo=(
            Trial(
                _l("Print labels for packages"),
                _l("The code of a product’s page, or of its certificate’s check."),
                "labels.listed",
                PRODUCER_MEMBER,
            ),
        )
    ),
)
