"""Words for offers, demands and buyers."""

from catalog.profiles.labels import hint_label
from catalog.profiles.rules import Hint
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import ngettext
from marketplace.matching.buyer_rules import BuyerKind, BuyerState
from marketplace.matching.listing_rules import Certification, Include, Per, Reach, Refusal, State, UnitCode
from marketplace.matching.services import CONTACT


def state_label(state: State) -> str:
    """Return where an offer or a demand stands."""
    words = {
        State.DRAFT: _("draft, not sent yet"),
        State.REVIEW: _("waits for the officer"),
        State.LIVE: _("on the board"),
        State.PAUSED: _("paused"),
        State.CLOSED: _("closed"),
        State.TAKEN_DOWN: _("taken down"),
    }
    return words[state]


def buyer_state_label(state: BuyerState) -> str:
    """Return where an organisation stands."""
    words = {
        BuyerState.WAITING: _("waits for the officer"),
        BuyerState.APPROVED: _("approved"),
        BuyerState.SENT_BACK: _("needs a correction"),
    }
    return words[state]


def buyer_kind_label(kind: BuyerKind) -> str:
    """Return what a buyer is."""
    words = {
        BuyerKind.RETAIL: _("Supermarkets and shops"),
        BuyerKind.EXPORTER: _("Exporter"),
        BuyerKind.IMPORTER: _("Importer"),
        BuyerKind.RESTAURANT: _("Restaurant"),
        BuyerKind.HOTEL: _("Hotel"),
        BuyerKind.CATERER: _("Industrial catering"),
        BuyerKind.CANTEEN: _("Canteen or kitchen"),
        BuyerKind.WHOLESALE: _("Wholesale market"),
        BuyerKind.ONLINE: _("Online shop"),
        BuyerKind.OTHER: _("Other buyer"),
    }
    return words[kind]


def unit_label(unit: UnitCode) -> str:
    """Return a unit beside a number."""
    words = {
        UnitCode.KG: "kg",
        UnitCode.GRAM: "g",
        UnitCode.TA: ngettext("quintal (100 kg)", "quintals (100 kg)", 1),
        UnitCode.TONNE: ngettext("tonne", "tonnes", 1),
        UnitCode.LITRE: ngettext("litre", "litres", 1),
        UnitCode.MILLILITRE: "ml",
        UnitCode.PIECE: ngettext("piece", "pieces", 1),
        UnitCode.PACK: ngettext("pack", "packs", 1),
    }
    return words[unit]


def counted_unit(unit: UnitCode, amount: float) -> str:
    """Return a unit after an amount of it."""
    many = 1 if amount == 1 else 2
    words = {
        UnitCode.TA: lambda: ngettext("quintal (100 kg)", "quintals (100 kg)", many),
        UnitCode.TONNE: lambda: ngettext("tonne", "tonnes", many),
        UnitCode.LITRE: lambda: ngettext("litre", "litres", many),
        UnitCode.PIECE: lambda: ngettext("piece", "pieces", many),
        UnitCode.PACK: lambda: ngettext("pack", "packs", many),
    }
    return words[unit]() if unit in words else unit_label(unit)


def per_label(per: Per) -> str:
    """Return what a quantity is for."""
    words = {
        Per.TOTAL: _("in all"),
        Per.DAY: _("a day"),
        Per.WEEK: _("a week"),
        Per.MONTH: _("a month"),
    }
    return words[per]


def include_label(one: Include) -> str:
    """Return what a price includes."""
    words = {
        Include.VAT: _("VAT"),
        Include.PACKAGING: _("packaging"),
        Include.TRANSPORT: _("transport"),
    }
    return words[one]


def reach_label(reach: Reach) -> str:
    """Return where it is delivered to."""
    words = {
        Reach.COUNTRY: _("the whole country"),
        Reach.PROVINCES: _("some provinces only"),
        Reach.ASK: _("to be agreed"),
    }
    return words[reach]


def certification_label(code: Certification) -> str:
    """Return a certification as it is known."""
    words = {
        Certification.VIETGAP: "VietGAP",
        Certification.GLOBALGAP: "GlobalGAP",
        Certification.ORGANIC: _("Organic"),
        Certification.HACCP: "HACCP",
        Certification.ISO_22000: "ISO 22000",
        Certification.FOOD_SAFETY: _("Food safety"),
        Certification.HALAL: "Halal",
        Certification.KOSHER: "Kosher",
        Certification.FDA: "FDA",
        Certification.FSC: "FSC",
        Certification.GEOGRAPHICAL: _("Geographical indication"),
    }
    return words[code]


def reason_label(reason: str) -> str:
    """Return what a moderator looks at."""
    return _("a telephone, an address or an account") if reason == CONTACT else hint_label(Hint(reason))


def refusal_words(why: Refusal) -> str:
    """Return why something cannot be done, and what to do."""
    words = {
        Refusal.NOT_THERE: _("This cannot be done any more: look at how it stands now."),
        Refusal.NO_WORDS: _("Write down why."),
        Refusal.INCOMPLETE: _("Say how much, and for a demand from when until when, before you send it."),
        Refusal.OVER: _("Its days are over. Choose days that are still to come."),
        Refusal.OWN: _("You wrote this yourself: a colleague decides it."),
        Refusal.BUYER_WAITS: _("The buying organisation is not approved yet. Look at it first."),
        Refusal.TAKEN: _("This number has an organisation here already. Ask its members to take you in."),
        Refusal.NO_PLACE: _("Choose the province of its seat; one of another country has none."),
        Refusal.NO_PRODUCT: _("This product is not in the catalogue any more."),
        Refusal.PUBLISHED: _("It was published once, and is kept. Close it instead."),
    }
    return words[why]


def gate_label(gate: str) -> str:
    """Return what hides an offer from a demand."""
    words = {
        "inactive": _("it does not stand any more"),
        "certificate": _("the certificate ends before the last delivery"),
        "stars": _("too few stars in force"),
        "certifications": _("a certification asked for is missing or ends too early"),
        "window": _("no day in common"),
        "destination": _("the province is not served"),
        "own": _("it is one’s own"),
        "blocked": _("one of both sides blocked the other"),
        "price": _("dearer than the limit"),
    }
    return words[gate]


def feature_label(name: str) -> str:
    """Return one of the seven features."""
    words = {
        "product": _("the product: its group and its words"),
        "quantity": _("the quantity, with the minimum order"),
        "time": _("the days and the season"),
        "price": _("the price, where both say what it includes"),
        "geography": _("the way there"),
        "quality": _("the stars and other certifications"),
        "trust": _("how reliably one answers, how long ago the offer was confirmed"),
    }
    return words[name]
