"""Writing the catalogue with the columns lists come in with."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.certificates.models import RecognitionClaim
from catalog.intake.rules import NO_ID, SOURCE_COLUMNS
from catalog.products.models import GroupBasis, Product
from foundation.places.gazetteer import gazetteer
from foundation.tables.writing import write_file

_CHUNK = 1000


def export_file(session: Session, path: Path) -> int:
    """Write every published product that is no illustration; how many. XLSX by the name's ending, else CSV."""
    return write_file(path, SOURCE_COLUMNS, export_rows(session), mark=False)


def export_rows(session: Session) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each product in the order of `SOURCE_COLUMNS`, by id."""
    places = gazetteer(session)
    options = [joinedload(Product.producer), joinedload(Product.group)]
    wanted = (
        select(Product).where(Product.removed_at.is_(None), ~Product.is_demo).options(*options).order_by(Product.id)
    )
    for products in session.scalars(wanted.execution_options(yield_per=_CHUNK)).partitions():
        claims = _own_claims(session, [product.id for product in products])
        for product in products:
            claim = claims.get((product.id, product.list_key))
            stated = product.group if product.group_basis is GroupBasis.STATED else None
            yield (
                _id(product),
                product.name,
                product.producer.name if product.producer else "",
                product.commune_text or "",
                product.district_text or "",
                places.former_province(product.former_province_code).name,
                str(claim.stars or "") if claim else "",
                stated.code if stated else "",
                str(claim.year or "") if claim else "",
                (claim.decision_number or "") if claim else "",
                product.seller or "",
                claim.evidence.value if claim else "",
                product.source_note or "",
                (claim.source or "") if claim else "",
            )


def _id(product: Product) -> str:
    """Return the id in its list, empty where the list gave none; ours where it is in no list."""
    if product.external_id is None:
        return f"ocop-{product.id}"
    return "" if product.external_id.startswith(NO_ID) else product.external_id


def _own_claims(session: Session, ids: list[int]) -> dict[tuple[int, str | None], RecognitionClaim]:
    rows = select(RecognitionClaim).where(RecognitionClaim.product_id.in_(ids), RecognitionClaim.position == 0)
    return {(claim.product_id, claim.list_key): claim for claim in session.scalars(rows)}
