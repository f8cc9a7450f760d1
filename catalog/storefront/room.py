"""The public pages of the catalogue, as the house gets them."""

from flask_babel import lazy_gettext as _l

from catalog.storefront import slots
from catalog.storefront.sitemap import SECTIONS
from catalog.storefront.views import storefront
from catalog.storefront.views_changes import changes
from catalog.storefront.views_check import check
from catalog.storefront.views_groups import groups
from catalog.storefront.views_guides import guides
from catalog.storefront.views_producers import producers
from catalog.storefront.views_provinces import provinces
from catalog.storefront.views_rules import rules
from catalog.storefront.views_shortlist import shortlist
from foundation.rooms.house import Room, Sitemap
from foundation.rooms.parts import DemoJob, Parts
from foundation.web.links import Link

ROOM = Room(
    name="catalog.storefront",
    blueprints=(storefront, groups, provinces, producers, shortlist, guides, rules, changes, check),
    is_public=True,
    links=(
        Link("products", "storefront.products", _l("All products")),
        Link("products", "storefront_groups.listed", _l("Product groups")),
        Link("products", "storefront_provinces.listed", _l("Provinces")),
        Link("products", "storefront_producers.listed", _l("Producers")),
        Link("check", "check.ask", _l("Check a certificate")),
        Link("foot", "storefront_guides.stars", _l("What the stars mean")),
        Link("foot", "storefront_guides.taking_part", _l("Taking part in OCOP")),
        Link("foot", "storefront_guides.scoring", _l("Scoring sheets")),
        Link("foot", "storefront_rules.listed", _l("The rules, by edition")),
        Link("foot", "storefront.ranking", _l("How results are put in order")),
        Link("foot", "storefront_shortlist.shown", _l("Shortlist")),
        Link("find", "storefront.products", _l("Find a product")),
    ),
    sitemap=Sitemap(
        (
            "storefront.home",
            "storefront.products",
            "storefront_groups.listed",
            "storefront_provinces.listed",
            "storefront_producers.listed",
            "storefront_guides.listed",
            "storefront_guides.stars",
            "storefront_guides.taking_part",
            "storefront_guides.scoring",
            "storefront_rules.listed",
            "storefront.ranking",
        ),
        SECTIONS,
    ),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Find a product"),
                _l("Type as you speak: without marks, with a slip, with the former name of a province."),
                "storefront.products",
            ),
            DemoJob(
                _l("Check a certificate"),
                _l("Type the code that stands on a certificate’s page or a label."),
                "check.ask",
            ),
            DemoJob(
                _l("Save and compare products"),
                _l("Put products on a shortlist that stays in the browser, compare and print them."),
                "storefront_shortlist.shown",
            ),
            DemoJob(
                _l("Read how stars are given"),
                _l("What they mean, how to take part, and every scoring sheet of three editions."),
                "storefront_guides.listed",
            ),
            DemoJob(
                _l("See a province"),
                _l("Figures, producers and newest decisions of each of the 34 provinces."),
                "storefront_provinces.listed",
            ),
        )
    ),
    handed={
        slots.EXTENSION: lambda site: slots.Slots(site.rooms.parts.sections, site.rooms.parts.slots),
    },
)
