"""Reading what is known of products' stars."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import CompoundSelect, bindparam, func, select, union
from sqlalchemy.orm import Session, joinedload

from catalog.certificates.models import Certificate, Decision, ProductStanding, RecognitionClaim
from catalog.certificates.rules import (
    CertificateFact,
    ClaimFact,
    standing,
)
from catalog.products.models import Product
from catalog.regulations.editions import LAW

Facts = tuple[list[CertificateFact], list[ClaimFact]]

# Asked for every product's page, and therefore written once.
_CERTIFICATES = (
    select(Certificate)
    .where(Certificate.product_id == bindparam("product_id"))
    .options(joinedload(Certificate.decision), joinedload(Certificate.end_decision))
    .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
)
_CLAIMS = (
    select(RecognitionClaim)
    .where(RecognitionClaim.product_id == bindparam("product_id"))
    .order_by(func.coalesce(RecognitionClaim.year, 0).desc(), RecognitionClaim.position)
)


def facts_of(session: Session, product_ids: Collection[int]) -> dict[int, Facts]:
    """Certificates and claims of each of these products, two queries in all."""
    found: dict[int, Facts] = defaultdict(lambda: ([], []))
    certificates = select(Certificate).where(Certificate.product_id.in_(product_ids))
    for certificate in session.scalars(certificates.options(joinedload(Certificate.decision))):
        found[certificate.product_id][0].append(certificate.fact())
    claims = select(RecognitionClaim).where(RecognitionClaim.product_id.in_(product_ids))
    for claim in session.scalars(claims.order_by(RecognitionClaim.position)):
        found[claim.product_id][1].append(claim.fact())
    return found


def certificates_of(session: Session, product_id: int) -> list[Certificate]:
    """Return a product's certificates with their decisions, newest first."""
    return list(session.scalars(_CERTIFICATES, {"product_id": product_id}))


def certificate_by_code(session: Session, code: str) -> Certificate | None:
    """Return the certificate with this check code, as `read_code` gives it, with its decision, product and producer."""
    both = (joinedload(Certificate.decision), joinedload(Certificate.end_decision))
    options = [*both, joinedload(Certificate.product).joinedload(Product.producer)]
    return session.scalars(select(Certificate).filter_by(check_code=code).options(*options)).one_or_none()


def claims_of(session: Session, product_id: int) -> list[RecognitionClaim]:
    """Return what sources say of a product, newest first, undated last."""
    return list(session.scalars(_CLAIMS, {"product_id": product_id}))


def decision_numbers(session: Session, product_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Numbers of the decisions on products, as certificates and published claims have them; one query."""
    certified = select(Certificate.product_id, Decision.number).join(Decision, Decision.id == Certificate.decision_id)
    claimed = select(RecognitionClaim.product_id, RecognitionClaim.decision_number)
    both: CompoundSelect[int, str] = union(
        certified.where(Certificate.product_id.in_(product_ids)),
        claimed.where(RecognitionClaim.product_id.in_(product_ids), RecognitionClaim.decision_number.is_not(None)),
    )
    found: dict[int, list[str]] = defaultdict(list)
    for product_id, number in session.execute(both):
        found[product_id].append(number)
    return {product_id: tuple(sorted(numbers)) for product_id, numbers in found.items()}


def check_certificates(session: Session, today: date) -> Iterator[str]:
    """Sentences for what does not hold: terms, extensions, and standings that differ from the rule."""
    decisions = joinedload(Certificate.decision), joinedload(Certificate.end_decision)
    for certificate in session.scalars(select(Certificate).options(*decisions)):
        yield from (f"certificate {certificate.id}: {fault}" for fault in _faults(certificate))
    rows = {row.product_id: row.fact() for row in session.scalars(select(ProductStanding))}
    ids = list(session.scalars(select(Product.id)))
    facts = facts_of(session, ids)
    for product_id in ids:
        if rows.get(product_id) != standing(*facts[product_id], today):
            yield f"product {product_id}: kept standing differs from the rule"


def _faults(certificate: Certificate) -> Iterator[str]:
    """Yield what of a certificate is not as the law has it."""
    edition = LAW.by_code.get(certificate.edition)
    if edition is None:
        yield f"the law knows no edition {certificate.edition}"
    elif certificate.valid_until != edition.expiry(certificate.issued_on):
        yield f"does not run {edition.validity.months} months"
    elif certificate.stars not in edition.bands.certified:
        yield f"{edition.code} gives {certificate.stars} stars no certificate"
    if certificate.issued_on < certificate.decision.issued_on:
        yield "older than its decision"
    most, extended = LAW.longest_extension(certificate.issued_on), certificate.extended_until
    if extended and (extended - certificate.valid_until).days > most:
        yield f"extended by more than {most} days"
    for decision in filter(None, (certificate.decision, certificate.end_decision)):
        if decision.level not in LAW.level_by_code:
            yield f"the law knows no level {decision.level}"
    if certificate.end_ground and certificate.end_ground not in LAW.grounds:
        yield f"the law knows no ground {certificate.end_ground}"
