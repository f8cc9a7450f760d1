"""Undoing an import: each record as it was before, where nobody changed it since."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.certificates.models import Certificate, RecognitionClaim
from catalog.certificates.services import refresh_standings, replace_claims
from catalog.intake.import_rules import ChangeKind
from catalog.intake.journal import MODELS, claim_of, claims_of, decoded, encoded
from catalog.intake.models import IntakeRow, ProductImport, ProductImportChange
from catalog.producers.models import PRODUCER
from catalog.products.models import Product
from catalog.products.services import remove_product
from foundation.audit.rules import Actor
from foundation.search.services import mark_changed

_ORDER = (ChangeKind.CLAIMS, ChangeKind.ROW, ChangeKind.PRODUCT, ChangeKind.PRODUCER)
"""Claims first: a product that other sources speak of stays."""


@dataclass(slots=True)
class Undo:
    """One undoing; `left` are the records that stay as they are, by kind and number."""

    session: Session
    actor: Actor
    now: datetime
    reason: str
    products: set[int] = field(default_factory=set)
    producers: set[int] = field(default_factory=set)
    left: list[list[object]] = field(default_factory=list)

    def take_back(self, change: ProductImportChange) -> None:
        """Take one change back, or note that it stays."""
        ways: dict[ChangeKind, Callable[[ProductImportChange], bool]] = {
            ChangeKind.CLAIMS: self._claims,
            ChangeKind.ROW: self._row,
            ChangeKind.PRODUCT: self._product,
            ChangeKind.PRODUCER: self._restored,
        }
        if not ways[change.kind](change):
            self.left.append([change.kind.value, change.record_id])

    def _claims(self, change: ProductImportChange) -> bool:
        self.products.add(change.record_id)
        key, number = str(change.list_key), change.record_id
        if claims_of(self.session, key, [number])[number] != change.after["claims"]:
            return False
        before = (change.before or {})["claims"]
        replace_claims(self.session, key, {number: [claim_of(one) for one in before]})
        return True

    def _row(self, change: ProductImportChange) -> bool:
        if change.before is not None:
            return self._restored(change)
        row = self.session.get(IntakeRow, change.record_id)
        if row is None:
            return True
        if any(encoded(getattr(row, name)) != value for name, value in change.after.items()):
            return False
        self.session.delete(row)
        self.session.flush()
        return True

    def _product(self, change: ProductImportChange) -> bool:
        self.products.add(change.record_id)
        if change.before is not None:
            return self._restored(change)
        product = self.session.get_one(Product, change.record_id)
        if product.removed_at:
            return True
        if self._is_spoken_of(product.id) or product.producer_id != change.after["producer_id"]:
            return False
        remove_product(self.session, product, reason=self.reason, at=self.now, actor=self.actor)
        product.list_key = product.external_id = None
        return True

    def _is_spoken_of(self, product_id: int) -> bool:
        """Whether another source or a certificate speaks of a product by now."""
        claims = select(RecognitionClaim.id).filter_by(product_id=product_id)
        certificates = select(Certificate.id).filter_by(product_id=product_id)
        return any(self.session.scalar(wanted.limit(1)) is not None for wanted in (claims, certificates))

    def _restored(self, change: ProductImportChange) -> bool:
        """Put back what is still as the import left it; a new producer without products is told nowhere."""
        if change.kind is ChangeKind.PRODUCER:
            self.producers.add(change.record_id)
        if change.before is None:
            return True
        model = MODELS[change.kind]
        record: Any = self.session.get(model, change.record_id)
        if record is None or any(encoded(getattr(record, name)) != now for name, now in change.after.items()):
            return False
        for name, value in change.before.items():
            setattr(record, name, decoded(model, name, value))
        return True


def undo_changes(
    session: Session, done: ProductImport, actor: Actor, *, reason: str, now: datetime, today: date
) -> list[list[object]]:
    """Take every change of an import back, the last one first; what stays, by kind and number."""
    undo = Undo(session, actor, now, reason)
    for change in _latest_first(session, done.id):
        undo.take_back(change)
    session.flush()
    refresh_standings(session, undo.products, today)
    mark_changed(session, PRODUCER, undo.producers)
    return undo.left


def _latest_first(session: Session, import_id: int) -> Iterator[ProductImportChange]:
    for kind in _ORDER:
        wanted = select(ProductImportChange).filter_by(import_id=import_id, kind=kind)
        yield from session.scalars(wanted.order_by(ProductImportChange.id.desc())).all()
