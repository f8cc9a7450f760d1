"""Who makes the products, as the house gets it."""

from flask_babel import lazy_gettext as _l

from catalog.producers import roles
from foundation.rooms.house import Audit, Room

ROOM = Room(
    name="catalog.producers",
    roles=(roles.MEMBER,),
    scope_kinds=roles.KINDS,
    audit=Audit(subjects={"producer": _l("producer")}, facts={"producer": _l("producer")}),
)
