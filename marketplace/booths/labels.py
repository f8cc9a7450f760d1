"""Words for booths."""

from foundation.i18n.messages import gettext as _
from marketplace.booths.allocation_rules import Allocation, Measure
from marketplace.booths.rules import BoothRefusal, DocumentKind, Need, Page, RegistrationState


def state_label(state: RegistrationState) -> str:
    """Return where a registration stands."""
    words = {
        RegistrationState.DRAFT: _("not sent yet"),
        RegistrationState.SENT: _("waits for the organiser"),
        RegistrationState.RETURNED: _("sent back: something is missing"),
        RegistrationState.APPROVED: _("approved, to be placed"),
        RegistrationState.AWAITING_PAYMENT: _("the fee is due"),
        RegistrationState.PAID_UNPLACED: _("paid, without a booth"),
        RegistrationState.CONFIRMED: _("confirmed"),
        RegistrationState.CHECKED_IN: _("is there"),
        RegistrationState.NO_SHOW: _("did not come"),
        RegistrationState.EXPIRED: _("not paid in time"),
        RegistrationState.DECLINED: _("not accepted"),
        RegistrationState.WITHDRAWN: _("registration withdrawn"),
        RegistrationState.CANCELLED: _("cancelled by the organiser"),
    }
    return words[state]


def allocation_label(allocation: Allocation) -> str:
    """Return how booths are given."""
    words = {
        Allocation.FIRST_COME: _("to whoever comes first"),
        Allocation.SELECTION: _("by application, by published criteria"),
        Allocation.QUOTA: _("by the quotas of provinces"),
    }
    return words[allocation]


def measure_label(measure: Measure) -> str:
    """Return what points are given for."""
    words = {
        Measure.STARS: _("each star of the best product on the fair’s days"),
        Measure.FIRST_TIME: _("not at a fair here within three years"),
        Measure.OWN_PROVINCE: _("from the province where the fair is held"),
        Measure.PRODUCTS: _("each certified product brought along, at most five"),
        Measure.COOPERATIVE: _("a cooperative or cooperative group"),
    }
    return words[measure]


def need_label(need: Need) -> str:
    """Return what a booth has to be set up with."""
    return {Need.POWER: _("electricity"), Need.COLD: _("cold storage"), Need.WATER: _("water")}[need]


def document_label(kind: DocumentKind) -> str:
    """Return what a file is."""
    words = {
        DocumentKind.LABEL: _("photo of a label"),
        DocumentKind.BUSINESS: _("business registration"),
        DocumentKind.CERTIFICATE: _("OCOP certificate"),
        DocumentKind.DECLARATION: _("product declaration"),
        DocumentKind.SAFETY: _("food safety certificate"),
    }
    return words[kind]


def page_label(page: Page) -> str:
    """Return what a page of a registration asks."""
    words = {
        Page.BOOTH: _("Which booth"),
        Page.PRODUCTS: _("Which products"),
        Page.FILES: _("Label photos and papers"),
        Page.NEEDS: _("Name board and what you need"),
        Page.STAFF: _("Who will stand there"),
        Page.CONTACT: _("Whom the organiser calls"),
    }
    return words[page]


def refusal_words(why: BoothRefusal) -> str:
    """Return why something cannot be done, and what to do."""
    words = {
        BoothRefusal.NOT_THERE: _("This cannot be done any more. Look at where it stands now."),
        BoothRefusal.NOT_OPEN: _("Registration is not open now."),
        BoothRefusal.TAKEN: _("Somebody else has just taken this booth. Choose another one."),
        BoothRefusal.SOLD_OUT: _("There is no free booth of this type. Choose another type, or wait for one."),
        BoothRefusal.TOO_LATE: _("The time for this is over. What you typed is kept."),
        BoothRefusal.LIMIT: _("The fair gives no producer more booths than this."),
        BoothRefusal.OTHER_FAIR: _("This booth is not on the plan of this fair."),
        BoothRefusal.OTHER_PRICE: _("This booth has another price than the one that was agreed."),
        BoothRefusal.NO_CERTIFICATE: _("A product has no stars in force on all days of the fair. Take it out."),
        BoothRefusal.NOTHING_CHOSEN: _("Choose something first."),
        BoothRefusal.INCOMPLETE: _("Some pages still want an answer."),
        BoothRefusal.TOO_MANY: _("These are too many."),
        BoothRefusal.NO_REASON: _("Say why, so that they know what to do."),
        BoothRefusal.NO_PAYEE: _("Some booths have a price: name the account the fees go to first."),
        BoothRefusal.NO_BOOTHS: _("There is no booth on the plan yet."),
        BoothRefusal.NO_RULE: _("Say by which criteria or quotas booths are given first."),
        BoothRefusal.RULES_PUBLISHED: _("Producers rely on this already: it stands."),
        BoothRefusal.WAITS_ALREADY: _("It is on the waiting list already."),
        BoothRefusal.HAS_ONE: _("This is on record already."),
        BoothRefusal.IN_USE: _("Booths of this type are on the plan, or somebody wants one."),
        BoothRefusal.STILL_OPEN: _("It is too early for this."),
    }
    return words[why]
