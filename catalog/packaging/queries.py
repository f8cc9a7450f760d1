"""Reading the products somebody may print labels for."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.certificates.models import Certificate
from catalog.certificates.rules import standing
from catalog.producers.roles import PRODUCER_SCOPE
from catalog.products.models import Product
from foundation.i18n.text import fold
from foundation.permissions.queries import matching
from foundation.permissions.rules import Scope, ScopeKind

SHOWN = 100


def printable(session: Session, scope: Scope, words: str) -> Sequence[Product]:
    """Return published products within a scope whose name has these words, by name; the first hundred."""
    inside = matching(scope, {ScopeKind.PLACE: Product.place_id, PRODUCER_SCOPE: Product.producer_id})
    asked = select(Product).where(inside, Product.removed_at.is_(None)).options(joinedload(Product.producer))
    for word in fold(words).split():
        asked = asked.where(Product.name_key.contains(word, autoescape=True))
    return session.scalars(asked.order_by(Product.sort_key, Product.id).limit(SHOWN)).all()


def code_in_force(session: Session, product_id: int, today: date) -> str | None:
    """Return the check code of the product's certificate, as long as that puts its stars in force."""
    wanted = select(Certificate).filter_by(product_id=product_id, ended_by=None)
    found = session.scalars(wanted.options(joinedload(Certificate.decision))).one_or_none()
    return found.check_code if found and standing([found.fact()], [], today).stars else None
