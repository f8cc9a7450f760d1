"""What a list changes in facts that were public already is noted for everybody: what, when, from which list."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.certificates.models import Certificate, Decision
from catalog.certificates.rules import ClaimFact
from catalog.certificates.services import certify
from catalog.producers.models import Producer
from catalog.products.models import Product, ProductGroup
from foundation.audit.rules import CODE_MAX, SYSTEM, Codes, changed
from foundation.audit.services import record
from foundation.places.gazetteer import gazetteer
from foundation.places.models import Place


def public_facts(product: Product) -> dict[str, object]:
    """Return what a product's page says of it, by names and codes that mean the same in years."""
    return {
        "name": product.name[:CODE_MAX],
        "producer_id": product.producer_id,
        "group_id": product.group_id,
        "place_id": product.place_id,
        "seller": product.seller[:CODE_MAX] if product.seller else None,
    }


def log_changes(session: Session, product: Product, before: dict[str, object], list_key: str) -> None:
    """Note what a list says otherwise than before; nothing where that is not on the page."""
    was, became = changed(before, public_facts(product))
    if became:
        was, became = _named(session, was), _named(session, became) | {"list": list_key}
        _note(session, "product:restate", product.id, was, became, product.place_id)


def note_claims(
    session: Session, product_id: int, before: Sequence[ClaimFact], after: Sequence[ClaimFact], list_key: str
) -> None:
    """Note what a list says of a product's stars otherwise than before."""
    place_id = session.scalar(select(Product.place_id).filter_by(id=product_id))
    became: dict[str, object] = {"said": _said(after), "list": list_key}
    _note(session, "product:claims", product_id, {"said": _said(before)}, became, place_id)


def log_move(session: Session, producer: Producer, place_code: str, commune: str, list_key: str) -> None:
    """Note that a list says of a known producer in which commune it is."""
    if producer in session.new:
        return
    before: dict[str, object] = {"place": gazetteer(session).units[producer.place_id].code}
    after: dict[str, object] = {"place": place_code, "commune": commune[:CODE_MAX], "list": list_key}
    _note(session, "producer:restate", producer.id, before, after, producer.place_id)


def issue_noted(
    session: Session, product_id: int, source: Decision, stars: int, edition: str, list_key: str
) -> Certificate:
    """Issue the certificate a decision grants, and note it where it is new; ValueError as `certify` says."""
    known = set(session.scalars(select(Certificate.id).filter_by(product_id=product_id)))
    open_ = session.scalars(select(Certificate).filter_by(product_id=product_id, ended_by=None)).one_or_none()
    issued = certify(session, product_id, source, stars=stars, edition=edition)
    place_id = session.scalar(select(Product.place_id).filter_by(id=product_id))
    if issued.id not in known:
        after = {"stars": stars, "number": source.number, "valid_until": issued.valid_until, "list": list_key}
        _note(session, "certificate:issue", issued.id, {}, after, place_id)
        if open_ is not None:
            ended = {"ended_by": open_.ended_by, "ended_on": open_.ended_on}
            _note(session, "certificate:end", open_.id, {}, ended, place_id)
    return issued


def _note(session: Session, verb: str, number: int, before: Codes, after: Codes, place_id: int | None) -> None:
    record(session, SYSTEM, verb, number, before=before, after=after, place_id=place_id, is_public=True)


def _named(session: Session, facts: dict[str, object]) -> dict[str, object]:
    """Facts with numbers of records made names and codes."""
    kinds = {"producer_id": (Producer, "name"), "place_id": (Place, "code"), "group_id": (ProductGroup, "code")}
    named: dict[str, object] = {}
    for name, value in facts.items():
        kind = kinds.get(name)
        if kind is None:
            named[name] = value
            continue
        found = session.get(kind[0], value) if value is not None else None
        named[name.removesuffix("_id")] = str(getattr(found, kind[1]))[:CODE_MAX] if found else None
    return named


def _said(claims: Sequence[ClaimFact]) -> list[str]:
    """Claims in one word each: stars and year, as far as they are stated."""
    return [f"{claim.stars or '?'}*/{claim.year or '?'}" for claim in claims]
