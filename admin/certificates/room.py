"""The desk of certificates, as the house gets it."""

from flask_babel import lazy_gettext as _l

from admin.certificates.views import certificates
from foundation.permissions.rules import Role
from foundation.rooms.house import Room
from foundation.rooms.parts import DemoJob, Parts

ROOM = Room(
    name="admin.certificates",
    blueprints=(certificates,),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Extend or end a certificate"),
                _l("The check says so at once; the code leads there."),
                "certificates.listed",
                Role.PROVINCE_OFFICER,
            ),
        ),
    ),
)
