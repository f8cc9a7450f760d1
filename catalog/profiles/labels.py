"""Words for the pages of the workspace, for states, hints and refusals."""

from catalog.profiles.rules import Hint, Refusal, State, Step
from foundation.i18n.messages import gettext as _


def step_label(step: Step) -> str:
    """Return a page of the workspace."""
    words = {
        Step.PHOTOS: _("Photos"),
        Step.STORY: _("Story"),
        Step.PACKAGING: _("Packaging and shelf life"),
        Step.PRICE: _("Price"),
        Step.SUPPLY: _("Capacity, season, minimum order"),
        Step.CERTIFICATIONS: _("Certifications held"),
        Step.ENGLISH: _("In English"),
    }
    return words[step]


def field_label(name: str) -> str:
    """Return what is said of a product."""
    words = {
        "story": _("Story"),
        "packaging": _("Packaging"),
        "shelf_life": _("Shelf life"),
        "price_from": _("Price from (đồng)"),
        "price_to": _("Price to (đồng)"),
        "price_unit": _("Price for what"),
        "price_includes": _("The price includes"),
        "capacity": _("Capacity"),
        "season": _("Season"),
        "minimum_order": _("Minimum order"),
        "name_en": _("Name in English"),
        "story_en": _("Story in English"),
        "packaging_en": _("Packaging in English"),
        "price_includes_en": _("The price includes, in English"),
    }
    return words[name]


def state_label(states: frozenset[State]) -> str:
    """How a product stands in the workspace."""
    if State.WAITING in states:
        return _("waits for the officer")
    if State.DRAFT in states:
        return _("draft, not published yet")
    return _("published") if State.PUBLISHED in states else _("nothing said yet")


def hint_label(hint: Hint) -> str:
    """Why an officer looks at it first."""
    words = {
        Hint.NAME: _("the name in English"),
        Hint.CERTIFICATION: _("certifications"),
        Hint.MEDICAL: _("words about health"),
        Hint.STARS: _("words about stars or OCOP"),
        Hint.SUPERLATIVE: _("words such as “the best”"),
    }
    return words[hint]


def refusal_words(why: Refusal) -> str:
    """Why something cannot be done, and what to do."""
    words = {
        Refusal.WAITING: _("An officer is reading this. Take it back first if you want to change it."),
        Refusal.NOT_WAITING: _("This does not wait any more: somebody has decided it, or it was taken back."),
        Refusal.NOTHING_NEW: _("Nothing was changed since it was published."),
        Refusal.TOO_MANY_PHOTOS: _("Eight photos are enough. Remove one first."),
        Refusal.TOO_MANY_CERTIFICATIONS: _("Ten certifications are enough. Remove one first."),
        Refusal.NO_WORDS: _("Say what has to be changed."),
        Refusal.OWN: _("You worked on this yourself: a colleague decides it."),
        Refusal.NO_PRODUCER: _("This product has no producer on record."),
    }
    return words[why]
