"""What is made, as the house gets it."""

from flask_babel import lazy_gettext as _l

from catalog.products.queries import check_products
from catalog.products.taxonomy import load_groups
from foundation.rooms.house import Audit, Check, Room

ROOM = Room(
    name="catalog.products",
    loaders=(("product groups", load_groups),),
    checks=(Check("product groups", lambda session, _: check_products(session)),),
    audit=Audit(
        subjects={"product": _l("product")},
        verbs={"product:remove": _l("removed from the catalogue")},
        facts={
            "product": _l("product"),
            "group": _l("group"),
            "commune": _l("commune in the source"),
            "seller": _l("seller named by the source"),
        },
    ),
)
