from sqlalchemy import select

from catalog.products.models import GroupLevel, ProductGroup
from catalog.products.queries import check_products
from foundation.db.database import Database


def test_the_official_groups_hold(reference_db: Database) -> None:
    with reference_db.reading() as session:
        assert list(check_products(session)) == []


def test_a_parent_of_the_same_storey_is_seen(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        same = session.scalars(select(ProductGroup).filter_by(level=GroupLevel.GROUP).order_by(ProductGroup.id)).all()
        one = next(group for group in same if group.edition == same[0].edition and group.id != same[0].id)
        one.parent = same[0]
        session.flush()
        told = list(check_products(session))
    assert told == [f"group {one.code}: its parent {same[0].code} is of another edition or storey"]
