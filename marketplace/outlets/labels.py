"""Words for points of sale."""

from foundation.i18n.messages import gettext as _
from marketplace.outlets.hours import OnHolidays
from marketplace.outlets.lists import ROWS_MAX, Doubt, Outcome
from marketplace.outlets.photo_rules import PhotoState
from marketplace.outlets.rules import Criterion, Facility, ListRefusal, OutletKind, Refusal, Setting, State


def kind_label(kind: OutletKind) -> str:
    """Return what a point of sale is."""
    words = {
        OutletKind.CENTRE: _("OCOP centre"),
        OutletKind.SHOP: _("OCOP shop"),
        OutletKind.POINT: _("Display and sales point"),
        OutletKind.ONLINE: _("Online stall"),
    }
    return words[kind]


def setting_label(setting: Setting) -> str:
    """Where it is, by the ministry's criteria."""
    words = {
        Setting.STATION: _("shop at a station, airport, bus or boat terminal"),
        Setting.REST_STOP: _("highway rest stop"),
        Setting.MARKET: _("mall, supermarket or market"),
        Setting.TOURISM: _("shop in a tourist area, restaurant or hotel"),
        Setting.CRAFT_VILLAGE: _("craft village"),
        Setting.INDUSTRY: _("trade centre or industrial cluster"),
        Setting.FAIRGROUND: _("fair or exhibition centre"),
        Setting.POST_OFFICE: _("post office or commune culture post"),
    }
    return words[setting]


def facility_label(facility: Facility) -> str:
    """Return what visitors find there."""
    words = {
        Facility.PARKING: _("parking"),
        Facility.CARD: _("card payment"),
        Facility.TRANSFER: _("transfer or QR payment"),
        Facility.DELIVERY: _("delivery"),
        Facility.TASTING: _("tasting"),
        Facility.STEP_FREE: _("step-free entrance"),
    }
    return words[facility]


def holidays_label(rule: OnHolidays) -> str:
    """Return what holds on holidays."""
    words = {
        OnHolidays.AS_USUAL: _("open on holidays as usual, at Tết too"),
        OnHolidays.EXCEPT_TET: _("open on holidays, closed at Tết"),
        OnHolidays.CLOSED: _("closed on holidays"),
    }
    return words[rule]


def criterion_label(criterion: Criterion) -> str:
    """Return a line of the inspection sheet."""
    words = {
        Criterion.LOCATION: _("Location: easy to reach, many pass by, one of the eight kinds of 950/QĐ-BCT"),
        Criterion.GOODS: _("Goods: OCOP of 3 stars or more, or local specialities; labelled, safe"),
        Criterion.SIGN: _("Sign after the pattern of 3041/QĐ-BCT"),
        Criterion.STARS: _("No product is sold with stars that lapsed or were revoked"),
        Criterion.RECORD: _("Name, address, telephone and hours are as recorded here"),
    }
    return words[criterion]


def state_label(state: State) -> str:
    """Where it stands."""
    words = {
        State.DRAFT: _("waits for approval"),
        State.APPROVED: _("public"),
        State.CLOSED: _("closed for good"),
        State.DROPPED: _("draft discarded"),
    }
    return words[state]


def photo_label(state: PhotoState) -> str:
    """Where a photo stands."""
    words = {
        PhotoState.WAITING: _("waits for an officer"),
        PhotoState.PUBLISHED: _("everybody sees it"),
        PhotoState.REFUSED: _("not shown"),
    }
    return words[state]


def refusal_words(why: Refusal) -> str:
    """Why something cannot be done."""
    words = {
        Refusal.NOT_THERE: _("A colleague was faster: this cannot be done any more. Look at how it stands now."),
        Refusal.NO_PLACE: _("The province is not known. Write it as it is called today, or as it was called before."),
        Refusal.TAKEN: _("There is a point of sale of this name in this province already."),
        Refusal.ABROAD: _("This point does not lie in Vietnam. Check latitude and longitude."),
        Refusal.ELSEWHERE: _("This place is not in your charge."),
        Refusal.NO_PRODUCT: _("No such product was found. Look at the code, or search for its name."),
        Refusal.NO_REASON: _("Write down why."),
        Refusal.IN_FUTURE: _("This day has not come yet."),
        Refusal.TOO_MANY_PHOTOS: _("There are six photos already. Take one out first."),
        Refusal.NOT_FINE: _(
            "A line of the sheet is not met: then something is wrong. Choose that, and write down what."
        ),
        Refusal.NO_SUM: _("A support has a year, a sum above nought and what it was for."),
        Refusal.OWN_PHOTO: _("Somebody else decides on what you sent yourself."),
    }
    return words[why]


def weekday_label(weekday: int) -> str:
    """Return a day of the week, Monday first."""
    words = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return words[weekday]


def outcome_label(outcome: Outcome) -> str:
    """Return what became of a row of a list."""
    words = {
        Outcome.CREATED: _("entered, waits for approval"),
        Outcome.UPDATED: _("corrected"),
        Outcome.UNCHANGED: _("nothing new"),
        Outcome.REJECTED: _("not imported"),
    }
    return words[outcome]


def list_words(why: ListRefusal) -> str:
    """Why a list is not taken in, and what to do."""
    return {ListRefusal.ROWS: _("Send a list of 1 to %(most)d rows.", most=ROWS_MAX)}[why]


def doubt_label(doubt: Doubt) -> str:
    """Why a row was not taken in, or what in it was left out."""
    words = {
        Doubt.NO_NAME: _("no name"),
        Doubt.UNKNOWN_KIND: _("the kind is none of center, shop, point, online_stall"),
        Doubt.NO_PROVINCE: _("the province is not known"),
        Doubt.OUT_OF_REACH: _("this place is not in your charge"),
        Doubt.TWICE: _("reported twice"),
        Doubt.CLOSED: _("it closed for good, or is an illustration"),
        Doubt.POINT_ABROAD: _("the point does not lie in Vietnam"),
        Doubt.PLACE_UNCERTAIN: _("commune or district not certain: only what is certain was recorded"),
        Doubt.DAY_UNREAD: _("the day of opening could not be read and was left out"),
        Doubt.POINT_UNREAD: _("latitude and longitude could not be read and were left out"),
        Doubt.PHONE_UNREAD: _("the telephone number could not be read and was left out"),
    }
    return words[doubt]
