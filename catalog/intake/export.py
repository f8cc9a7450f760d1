"""Writing the catalogue with the columns lists come in with."""

from collections.abc import Iterator
from pathlib import Path

import xlsxwriter
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.certificates.models import RecognitionClaim
from catalog.intake.rules import NO_ID, SOURCE_COLUMNS
from catalog.products.models import GroupBasis, Product
from foundation.places.gazetteer import gazetteer
from foundation.web.spreadsheets import csv_writer, escaped

_CHUNK = 1000


def export_file(session: Session, path: Path) -> int:
    """Write every published product that is no illustration; how many. XLSX by the name's ending, else CSV."""
    rows = export_rows(session)
    return _xlsx(rows, path) if path.suffix.casefold() == ".xlsx" else _csv(rows, path)


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


def _csv(rows: Iterator[tuple[str, ...]], path: Path) -> int:
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv_writer(file, lineterminator="\n")
        write(SOURCE_COLUMNS)
        count = 0
        for row in rows:
            write(row)
            count += 1
    return count


def _xlsx(rows: Iterator[tuple[str, ...]], path: Path) -> int:
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("OCOP")
        sheet.freeze_panes(1, 0)
        count = 0
        for column, name in enumerate(SOURCE_COLUMNS):
            sheet.write_string(0, column, name)
        for row in rows:
            count += 1
            for column, cell in enumerate(row):
                sheet.write_string(count, column, escaped(cell))
    return count
