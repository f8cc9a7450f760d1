"""Reading products and groups."""

from collections.abc import Iterator

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from catalog.products.models import GroupLevel, Product, ProductGroup
from foundation.i18n.text import fold, told_apart

_BY_ID = select(Product).where(Product.id == bindparam("product_id")).options(joinedload(Product.producer))


def product_by_id(session: Session, product_id: int) -> Product | None:
    """Return the product with its producer, also when it was removed; or None."""
    return session.scalar(_BY_ID, {"product_id": product_id})


def product_named(session: Session, producer_id: int, name: str, former_province_code: str) -> Product | None:
    """Return a producer's published product of this name in this former province: what its identity is."""
    known = select(Product).filter_by(producer_id=producer_id, name_key=fold(name), removed_at=None)
    found = session.scalars(known.filter_by(former_province_code=former_province_code).order_by(Product.id))
    return next((one for one in found if not told_apart(one.name, name)), None)


def products_of(session: Session, producer_id: int) -> list[Product]:
    """Return a producer's published products in alphabetical order."""
    rows = select(Product).filter_by(producer_id=producer_id, removed_at=None)
    return list(session.scalars(rows.order_by(Product.sort_key, Product.id)))


def group_ids(session: Session) -> dict[str, int]:
    """Public group code → id, every edition."""
    return {row.code: row.id for row in session.execute(select(ProductGroup.code, ProductGroup.id))}


def check_products(session: Session) -> Iterator[str]:
    """Sentences for what does not hold of the groups: a parent of another edition or storey."""
    storeys = list(GroupLevel)
    for group in session.scalars(select(ProductGroup).options(joinedload(ProductGroup.parent))):
        parent = group.parent
        if parent and (parent.edition != group.edition or storeys.index(parent.level) >= storeys.index(group.level)):
            yield f"group {group.code}: its parent {parent.code} is of another edition or storey"
