"""Words for the values of facets and for places, in the reader's language."""

from datetime import date

from catalog.certificates.rules import StandingCode
from catalog.finder.queries import Results
from catalog.finder.rules import Facet, Sort
from catalog.finder.understanding import Spoken
from catalog.producers.rules import ProducerType
from catalog.products.tree import GroupTree
from foundation.i18n.languages import Lang
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import ngettext
from foundation.i18n.text import fold
from foundation.places.gazetteer import Gazetteer
from foundation.places.remembering import remembered


def facet_label(facet: Facet) -> str:
    """Heading of a facet."""
    return {
        Facet.PROVINCE: _("Province or city"),
        Facet.GROUP: _("Product group"),
        Facet.STARS: _("Stars"),
        Facet.STANDING: _("Standing of the stars"),
        Facet.PRODUCER_TYPE: _("Kind of producer"),
    }[facet]


def standing_label(code: StandingCode) -> str:
    """A standing in a few words."""
    return {
        StandingCode.IN_FORCE: _("In force"),
        StandingCode.EXTENDED: _("In force, renewal pending"),
        StandingCode.ENDS_THIS_YEAR: _("Ends this year"),
        StandingCode.LAPSED: _("Past 36 months"),
        StandingCode.UNDATED: _("Year not stated"),
        StandingCode.UNCLASSED: _("Class not stated"),
        StandingCode.PROPOSED_5: _("Potential five stars"),
        StandingCode.UNVERIFIED: _("Not verified"),
        StandingCode.SUPERSEDED: _("Replaced by a later decision"),
        StandingCode.REVOKED: _("Revoked"),
    }[code]


def producer_type_label(kind: ProducerType) -> str:
    """A kind of producer by its name in Article 2."""
    return {
        ProducerType.COOPERATIVE: _("Cooperative"),
        ProducerType.COOPERATIVE_GROUP: _("Cooperative group"),
        ProducerType.ENTERPRISE: _("Small or medium enterprise"),
        ProducerType.FARM: _("Farm"),
        ProducerType.HOUSEHOLD: _("Producing household"),
        ProducerType.REGISTERED_HOUSEHOLD: _("Registered household business"),
        ProducerType.UNSTATED: _("Kind not stated"),
    }[kind]


def sort_label(sort: Sort) -> str:
    """An order of the list."""
    return {
        Sort.RELEVANCE: _("Closest to your words first"),
        Sort.STANDING: _("In force first"),
        Sort.STARS: _("Most stars first"),
        Sort.NEWEST: _("Newest recognition first"),
        Sort.NAME: _("Name A–Y"),
    }[sort]


def province_label(places: Gazetteer, code: str, on: date, lang: Lang) -> str:
    """Name of a present province, the code itself where there is none."""
    unit = places.by_code(code, on)
    return unit.title.shown(lang).text if unit else code


def spoken_label(said: Spoken, places: Gazetteer, tree: GroupTree, on: date, lang: Lang) -> str:
    """A filter heard in the words: what it means, and the words themselves where they say it otherwise."""
    labels = [value_label(places, said.facet, value, tree, on, lang) for value in sorted(said.values)]
    label = ", ".join(labels)
    return label if fold(label) == fold(said.words) else f"{label} (“{said.words}”)"


def notices(found: Results, places: Gazetteer, tree: GroupTree, on: date, lang: Lang) -> list[str]:
    """Sentences on how a question was taken: what was given up, what nothing has, what was not asked."""
    told = []
    if found.away:
        told.append(_("Search is being put in order: for now words are only looked for in names."))
    if found.relaxed:
        given_up = ", ".join(spoken_label(said, places, tree, on, lang) for said in found.relaxed)
        told.append(_("Nothing has all of it, so this was left out: %(filters)s.", filters=given_up))
    if found.missing:
        told.append(_("No product has these words: %(words)s.", words=", ".join(found.missing)))
    elif not found.complete and found.counts.total:
        told.append(_("No product has all of your words; those with most of them come first."))
    return told


@remembered
def value_label(places: Gazetteer, facet: Facet, value: str, tree: GroupTree, on: date, lang: Lang) -> str:
    """Words for one value of a facet; `lang` is the language messages are in."""
    if facet is Facet.PROVINCE:
        return province_label(places, value, on, lang)
    if facet is Facet.GROUP:
        node = tree.by_code.get(value)
        return node.title.shown(lang).text if node else value
    if facet is Facet.STARS:
        return ngettext("%(num)d star", "%(num)d stars", int(value))
    if facet is Facet.STANDING:
        return standing_label(StandingCode(value))
    return producer_type_label(ProducerType(value))
