"""The pages the law asks for, as the house gets them."""

from flask_babel import lazy_gettext as _l

from catalog.legal.views import legal
from foundation.rooms.house import Room, Sitemap
from foundation.web.links import Link

ROOM = Room(
    name="catalog.legal",
    blueprints=(legal,),
    is_public=True,
    links=(
        Link("legal", "legal.terms", _l("Terms of use")),
        Link("legal", "legal.privacy", _l("Privacy")),
        Link("legal", "legal.complaints", _l("Complaints")),
        Link("legal", "legal.contact", _l("Contact")),
    ),
    sitemap=Sitemap(pages=("legal.terms", "legal.privacy", "legal.complaints", "legal.contact")),
)
