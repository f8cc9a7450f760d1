"""What a merge of producers does to products: they move, and one that both have stays once."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.certificates.models import Certificate
from catalog.producers.merging import Change, Obstacle
from catalog.producers.models import Producer
from catalog.products.models import PRODUCT, Product
from catalog.products.queries import products_of
from catalog.products.services import remove_product
from foundation.db.base import now
from foundation.i18n.text import told_apart
from foundation.search.services import mark_changed

Pair = tuple[Product, Product | None]


class ProductsMerge:
    """Products of the producer that goes; one with the name and former province of one that stays is its twin."""

    name = "products"

    def obstacles(self, session: Session, kept: Producer, merged: Producer) -> Iterator[Obstacle]:
        """Yield a twin with a certificate of its own: which of the two is true is for an officer to say first."""
        twins = [product.id for product, twin in self._pairs(session, kept, merged) if twin]
        certified = select(Certificate.id).where(Certificate.product_id.in_(twins), Certificate.ended_by.is_(None))
        if twins and session.scalar(certified.limit(1)):
            yield Obstacle.CERTIFIED_TWIN

    def changes(self, session: Session, kept: Producer, merged: Producer) -> list[Change]:
        """Return what moves, and what is taken out as a twin."""
        pairs = self._pairs(session, kept, merged)
        return [Change(product.name, twin.name if twin else None) for product, twin in pairs]

    def merge(self, session: Session, kept: Producer, merged: Producer) -> dict[str, Any]:
        """Move the products; a twin leaves the catalogue and its page says which one stays."""
        moved: dict[str, list[int]] = {"moved": [], "twins": []}
        for product, twin in self._pairs(session, kept, merged):
            if twin:
                reason = f"Trùng với sản phẩm số {twin.id} của cùng chủ thể"
                remove_product(session, product, reason=reason, at=now())
            else:
                product.producer_id = kept.id
            moved["twins" if twin else "moved"].append(product.id)
        session.flush()
        mark_changed(session, PRODUCT, moved["moved"])
        return moved

    def undo(self, session: Session, kept: Producer, merged: Producer, moved: dict[str, Any]) -> None:
        """Move back what still belongs to the producer that stayed, and put the twins back."""
        for product in session.scalars(select(Product).where(Product.id.in_(moved.get("moved", [])))):
            if product.producer_id == kept.id:
                product.producer_id = merged.id
        for product in session.scalars(select(Product).where(Product.id.in_(moved.get("twins", [])))):
            product.removed_at = product.removed_reason = None
        session.flush()
        mark_changed(session, PRODUCT, [*moved.get("moved", []), *moved.get("twins", [])])

    def _pairs(self, session: Session, kept: Producer, merged: Producer) -> list[Pair]:
        """Each product of the producer that goes, with its twin among those of the one that stays."""
        there = products_of(session, kept.id)
        return [(one, _twin(one, there)) for one in products_of(session, merged.id)]


def _twin(product: Product, there: list[Product]) -> Product | None:
    """Return the product of this name in this former province; one that marks tell apart is none."""
    key = (product.name_key, product.former_province_code)
    same = (one for one in there if (one.name_key, one.former_province_code) == key)
    return next((one for one in same if not told_apart(one.name, product.name)), None)
