"""Supply meets demand, as the house gets it."""

from flask_babel import lazy_gettext as _l

from catalog.producers.roles import PRODUCER_MEMBER
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, Check, PersonalData, Retention, Room, Sitemap
from foundation.rooms.parts import DemoJob, Parts, Searched
from foundation.signin.links import DESK, OWN
from foundation.web.links import Link
from marketplace.matching import doors, personal, roles
from marketplace.matching.cli import cli
from marketplace.matching.documents import DemandRecords, OfferRecords
from marketplace.matching.notices import WORDS
from marketplace.matching.queries import check_listings
from marketplace.matching.retention import KEPT_FOR, delete_ended
from marketplace.matching.sitemap import SECTIONS
from marketplace.matching.views import supply
from marketplace.matching.views_demands import demands_own
from marketplace.matching.views_desk import listings_desk
from marketplace.matching.views_offers import offers_own

ROOM = Room(
    name="marketplace.matching",
    blueprints=(supply, offers_own, demands_own, listings_desk),
    policy=doors.POLICY,
    roles=(roles.MEMBER,),
    scope_kinds=roles.KINDS,
    permissions={
        doors.BUY: _l("say what a buying organisation needs"),
        doors.MODERATE: _l("look at offers, demands and buyers before they are public, and take them down"),
    },
    checks=(Check("offers and demands", lambda session, site: check_listings(session, site.today())),),
    notices=WORDS,
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("Which offers and demands you wrote, which organisations you opened, what you decided as an officer."),
    ),
    retention=(
        Retention(
            "listings",
            KEPT_FOR,
            "the law on electronic trade asks for a year at least",
            _l("Offers and demands, after they were closed or taken down"),
            lambda _: delete_ended,
        ),
    ),
    audit=Audit(
        subjects={"offer": _l("offer"), "demand": _l("demand"), "buyer": _l("buying organisation")},
        verbs={
            "offer:save": _l("offer written"),
            "offer:copy": _l("offer copied from last season"),
            "offer:submit": _l("offer sent to the officer"),
            "offer:take-back": _l("offer taken back"),
            "offer:approve": _l("offer published"),
            "offer:send-back": _l("offer sent back"),
            "offer:pause": _l("offer paused"),
            "offer:resume": _l("offer put on the board again"),
            "offer:renew": _l("offer renewed"),
            "offer:close": _l("offer closed"),
            "offer:take-down": _l("offer taken down"),
            "offer:discard": _l("draft of an offer forgotten"),
            "offer:report": _l("offer recorded from a public report"),
            "demand:save": _l("demand written"),
            "demand:submit": _l("demand sent to the officer"),
            "demand:take-back": _l("demand taken back"),
            "demand:approve": _l("demand published"),
            "demand:send-back": _l("demand sent back"),
            "demand:pause": _l("demand paused"),
            "demand:resume": _l("demand put on the board again"),
            "demand:close": _l("demand closed"),
            "demand:take-down": _l("demand taken down"),
            "demand:discard": _l("draft of a demand forgotten"),
            "buyer:open": _l("buying organisation opened"),
            "buyer:edit": _l("buying organisation corrected"),
            "buyer:approve": _l("buying organisation approved"),
            "buyer:send-back": _l("buying organisation sent back"),
        },
        facts={"country": _l("country")},
    ),
    links=(
        Link("trade", "supply.listed", _l("Supply and demand")),
        Link(OWN, "offers_own.mine", _l("My offers"), "basket"),
        Link(OWN, "demands_own.mine", _l("What we buy"), "truck"),
        Link(DESK, "listings_desk.listed", _l("Offers and demands to look at"), "match", doors.MODERATE),
    ),
    sitemap=Sitemap(("supply.listed",), SECTIONS),
    commands=(cli,),
    parts=Parts(
        searched=(Searched(lambda today: (OfferRecords(today), DemandRecords(today))),),
        demo=(
            DemoJob(
                _l("See what is offered and needed"),
                _l("Both halves of the board, with quantities, prices and days."),
                "supply.listed",
            ),
            DemoJob(
                _l("Offer what you can supply"),
                _l("Choose a product; two pages on a phone, and an officer reads it."),
                "offers_own.mine",
                PRODUCER_MEMBER,
            ),
            DemoJob(
                _l("Say what your organisation needs"),
                _l("In Vietnamese or English: quantity, days, price, stars."),
                "demands_own.mine",
                roles.BUYER_MEMBER,
            ),
            DemoJob(
                _l("Look at offers and demands"),
                _l("Approve them, send them back, or take them down with a reason."),
                "listings_desk.listed",
                Role.PROVINCE_OFFICER,
            ),
        ),
    ),
)
