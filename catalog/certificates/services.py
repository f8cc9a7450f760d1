"""Recording what is known of a product's stars."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from catalog.certificates.check_code import new_code
from catalog.certificates.models import Certificate, Decision, ProductStanding, RecognitionClaim
from catalog.certificates.queries import facts_of
from catalog.certificates.rules import (
    ClaimFact,
    EndedBy,
    Standing,
    decision_key,
    standing,
)
from catalog.products.models import PRODUCT, Product
from catalog.regulations.editions import edition_of
from foundation.search.services import mark_changed

BATCH = 500


def replace_claims(
    session: Session, list_key: str, claims: Mapping[int, Sequence[ClaimFact]]
) -> dict[int, list[ClaimFact]]:
    """Record for each product id what one list says of it now, in order; where that is new, what it said before.

    What the list said before is replaced: claims repeat a source, they are not a legal act.
    """
    rows = select(RecognitionClaim).filter_by(list_key=list_key).where(RecognitionClaim.product_id.in_(claims))
    before: dict[int, list[ClaimFact]] = {}
    for claim in session.scalars(rows.order_by(RecognitionClaim.position)):
        before.setdefault(claim.product_id, []).append(claim.fact())
    new = {product_id: said for product_id, said in claims.items() if before.get(product_id, []) != list(said)}
    old = delete(RecognitionClaim).filter_by(list_key=list_key).where(RecognitionClaim.product_id.in_(new))
    session.execute(old.execution_options(synchronize_session=False))
    fresh = [
        _claim(list_key, number, place, said) for number, all_said in new.items() for place, said in enumerate(all_said)
    ]
    if fresh:
        session.execute(insert(RecognitionClaim), fresh)
    return {product_id: before.get(product_id, []) for product_id in new}


def _claim(list_key: str, product_id: int, position: int, said: ClaimFact) -> dict[str, object]:
    return {
        "product_id": product_id,
        "list_key": list_key,
        "position": position,
        "stars": said.stars,
        "proposes_five": said.proposes_five,
        "year": said.year,
        "issued_on": said.issued_on,
        "decision_number": said.number,
        "evidence": said.evidence,
        "source": said.source,
    }


def decision(session: Session, *, authority: str, level: str, number: str, issued_on: date) -> Decision:
    """Return the decision with this authority, number and date, however they are spelt, recorded if it is new."""
    key = decision_key(authority, number)
    known = session.scalars(select(Decision).filter_by(issued_on=issued_on).order_by(Decision.id))
    found = next((one for one in known if decision_key(one.authority, one.number) == key), None)
    if found is None:
        found = Decision(authority=authority, level=level, number=number, issued_on=issued_on)
        session.add(found)
        session.flush()
    return found


def certify(session: Session, product_id: int, source: Decision, *, stars: int, edition: str) -> Certificate:
    """Issue the certificate a decision grants: some stars from the decision's date, for as long as its edition says.

    An open certificate of an earlier date is superseded by it; the same decision twice changes nothing.
    Raises ValueError when a later decision has already spoken, or where the edition gives so many stars no certificate.
    """
    of = edition_of(edition)
    if stars not in of.bands.certified:
        raise ValueError(f"{of.code} gives {stars} stars no certificate")
    rows = session.scalars(select(Certificate).filter_by(product_id=product_id, ended_by=None))
    current = rows.one_or_none()
    if current and current.decision_id == source.id and current.stars == stars:
        return current
    if current and current.issued_on > source.issued_on:
        raise ValueError("a later decision is on record")
    if current:
        current.ended_on, current.ended_by = source.issued_on, EndedBy.SUPERSEDED
        session.flush()
    issued = Certificate(
        product_id=product_id,
        decision=source,
        edition=edition,
        stars=stars,
        issued_on=source.issued_on,
        valid_until=of.expiry(source.issued_on),
        check_code=new_code(),
    )
    session.add(issued)
    session.flush()
    return issued


def extend(certificate: Certificate, until: date) -> None:
    """Let a certificate stay valid past its term while its renewal is pending; the caller refreshes the standing."""
    certificate.extended_until = until


def end(certificate: Certificate, source: Decision, *, by: EndedBy, ground: str | None, reason: str) -> None:
    """End a certificate by a decision and from its day on; the caller refreshes the standing."""
    certificate.ended_by, certificate.ended_on = by, source.issued_on
    certificate.end_decision, certificate.end_ground, certificate.end_reason = source, ground, reason


def refresh_standings(session: Session, product_ids: Collection[int], today: date) -> None:
    """Compute and keep the standing of these products on `today`, in the caller's transaction.

    Whoever changes a product's facts ends here, so this is also where search is told of it.
    """
    ids = sorted(product_ids)
    for start in range(0, len(ids), BATCH):
        _refresh(session, ids[start : start + BATCH], today)
    mark_changed(session, PRODUCT, ids)


def refresh_due(session: Session, today: date) -> int:
    """Recompute every standing whose day has come, and all when the day was moved back; how many.

    Between two runs no row can be wrong on `today`: each carries the first day on which it changes.
    """
    due = select(ProductStanding.product_id).where(
        (ProductStanding.changes_on <= today) | (ProductStanding.asked_on > today)
    )
    missing = select(Product.id).where(~select(ProductStanding).filter_by(product_id=Product.id).exists())
    ids = {*session.scalars(due), *session.scalars(missing)}
    refresh_standings(session, ids, today)
    return len(ids)


def _refresh(session: Session, ids: Iterable[int], today: date) -> None:
    wanted = list(ids)
    session.execute(delete(ProductStanding).where(ProductStanding.product_id.in_(wanted)))
    facts = facts_of(session, wanted)
    rows = [_row(product_id, standing(*facts[product_id], today), today) for product_id in wanted]
    if rows:
        session.execute(insert(ProductStanding), rows)


def _row(product_id: int, found: Standing, today: date) -> dict[str, object]:
    return {"product_id": product_id, "rank": found.code.order, "asked_on": today, **asdict(found)}
