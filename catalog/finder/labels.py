"""Words for the values of facets and for places, in the reader's language."""

from datetime import date

from flask_babel import lazy_gettext as _l

from catalog.certificates.rules import StandingCode
from catalog.finder.queries import Results
from catalog.finder.query_parsing import ParsedFilter
from catalog.finder.rules import Facet, Sort
from catalog.producers.rules import ProducerType
from catalog.products.tree import GroupTree
from catalog.regulations.editions import LAW
from foundation.i18n.languages import Lang
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import ngettext
from foundation.i18n.text import fold
from foundation.places.gazetteer import Gazetteer
from foundation.places.gazetteer_cache import cached_by_gazetteer

_FACETS = {
    Facet.PROVINCE: _l("Province or city"),
    Facet.GROUP: _l("Product group"),
    Facet.STARS: _l("Stars"),
    Facet.STANDING: _l("Standing of the stars"),
    Facet.PRODUCER_TYPE: _l("Kind of producer"),
}

_STANDINGS = {
    StandingCode.IN_FORCE: _l("In force"),
    StandingCode.EXTENDED: _l("In force, renewal pending"),
    StandingCode.ENDS_THIS_YEAR: _l("Ends this year"),
    StandingCode.LAPSED: _l("Past %(months)s months", months=LAW.editions[-1].validity.months),
    StandingCode.UNDATED: _l("Year not stated"),
    StandingCode.UNCLASSED: _l("Class not stated"),
    StandingCode.PROPOSED_5: _l("Potential five stars"),
    StandingCode.UNVERIFIED: _l("Not verified"),
    StandingCode.SUPERSEDED: _l("Replaced by a later decision"),
    StandingCode.REVOKED: _l("Revoked"),
}

_KINDS = {
    ProducerType.COOPERATIVE: _l("Cooperative"),
    ProducerType.COOPERATIVE_GROUP: _l("Cooperative group"),
    ProducerType.ENTERPRISE: _l("Small or medium enterprise"),
    ProducerType.FARM: _l("Farm"),
    ProducerType.HOUSEHOLD: _l("Producing household"),
    ProducerType.REGISTERED_HOUSEHOLD: _l("Registered household business"),
    ProducerType.UNSTATED: _l("Kind not stated"),
}

_SORTS = {
    Sort.RELEVANCE: _l("Closest to your words first"),
    Sort.STANDING: _l("In force first"),
    Sort.STARS: _l("Most stars first"),
    Sort.NEWEST: _l("Newest recognition first"),
    Sort.NAME: _l("Name A–Y"),
}


def facet_label(facet: Facet) -> str:
    """Heading of a facet."""
    return str(_FACETS[facet])


def standing_label(code: StandingCode) -> str:
    """Return a standing in a few words."""
    return str(_STANDINGS[code])


def producer_type_label(kind: ProducerType) -> str:
    """Return a kind of producer by its name in Article 2."""
    return str(_KINDS[kind])


def sort_label(sort: Sort) -> str:
    """Return an order of the list."""
    return str(_SORTS[sort])


def province_label(places: Gazetteer, code: str, on: date, lang: Lang) -> str:
    """Name of a present province, the code itself where there is none."""
    unit = places.by_code(code, on)
    return unit.title.shown(lang).text if unit else code


def parsed_filter_label(said: ParsedFilter, places: Gazetteer, tree: GroupTree, on: date, lang: Lang) -> str:
    """Return a filter heard in the words: what it means, and the words themselves where they say it otherwise."""
    labels = [value_label(places, said.facet, value, tree, on, lang) for value in sorted(said.values)]
    label = ", ".join(labels)
    return label if fold(label) == fold(said.words) else f"{label} (“{said.words}”)"


def notices(found: Results, places: Gazetteer, tree: GroupTree, on: date, lang: Lang) -> list[str]:
    """Sentences on how a question was taken: what was given up, what nothing has, what was not asked."""
    told = []
    if found.away:
        told.append(_("Search is being put in order: for now words are only looked for in names."))
    told += _bare(found, places, on, lang)
    given_up = [said for said in found.relaxed if not said.values <= found.bare.provinces]
    if given_up:
        words = ", ".join(parsed_filter_label(said, places, tree, on, lang) for said in given_up)
        told.append(_("Nothing has all of it, so this was left out: %(filters)s.", filters=words))
    if found.missing and not set(found.missing) <= set(found.bare.localities):
        told.append(_("No product has these words: %(words)s.", words=", ".join(found.missing)))
    elif not found.complete and found.counts.total:
        told.append(_("No product has all of your words; those with most of them come first."))
    return told


def _bare(found: Results, places: Gazetteer, on: date, lang: Lang) -> list[str]:
    """Return what is said of places that nothing is from, and what is shown instead."""
    told = []
    names = [province_label(places, code, on, lang) for code in sorted(found.bare.provinces)]
    names += found.bare.localities
    if names and found.counts.total:
        told.append(_("There is no product from %(places)s yet; these are from elsewhere.", places=", ".join(names)))
    elif names:
        told.append(_("There is no product from %(places)s yet. Choose another province.", places=", ".join(names)))
    for code in sorted(found.bare.former) if found.counts.total and not found.relaxed else ():
        before = places.former_province(code).title.shown(lang).text
        today = province_label(places, places.province_code_now(code), on, lang)
        told.append(
            _(
                "There is no product from former %(place)s yet; these are from %(province)s.",
                place=before,
                province=today,
            )
        )
    return told


@cached_by_gazetteer
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
