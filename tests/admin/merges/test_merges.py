"""Two records of one producer become one and two again, over the desk and beneath it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin.merges.members import MembersMerge
from admin.merges.services import merge, undo
from catalog.certificates.merging import ProductsMerge
from catalog.certificates.models import Certificate
from catalog.finder.documents import ProducerKind
from catalog.producers.merging import Obstacle, obstacles
from catalog.producers.models import Producer
from catalog.producers.queries import producers_by_key
from catalog.producers.roles import PRODUCER_MEMBER
from catalog.producers.services import add_producer
from catalog.products.models import Product
from catalog.products.queries import products_of
from catalog.products.services import ProductFacts, add_product
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.places.models import Place
from foundation.workflow.rules import Refused
from tests.foundation.signin.conftest import Browser, account
from tests.support.databases import TODAY
from tests.support.desk import OTHER
from tests.support.pages import links, texts

HOOKS = (ProductsMerge(), MembersMerge())
DESK = "/admin/xac-minh/gop-chu-the"
FORM = "/admin/xac-minh/ho-so/moi"
"""A page that has a form whatever is on record."""

Enter = Callable[..., Browser]


def maker(session: Session, place: Place, name: str, *products: str) -> Producer:
    made = add_producer(session, name=name, former_province_code="92", province_code=place.code, place_id=place.id)
    session.flush()
    for product in products:
        facts = ProductFacts(product, "92", place.code, place.id, producer_id=made.id)
        add_product(session, facts, {})
    session.flush()
    return made


@pytest.fixture
def two(records: Session, place: Place) -> tuple[Producer, Producer]:
    one = maker(records, place, "HTX Gạo Sông Hậu", "Gạo lứt", "Gạo nếp")
    other = maker(records, place, "Tổ hợp tác Gạo Sông Hậu Xanh", "Gạo lứt", "Gạo tím")
    records.commit()
    return one, other


def names(session: Session, producer: Producer) -> list[str]:
    return [product.name for product in products_of(session, producer.id)]


def test_products_move_a_twin_leaves_and_all_comes_back(
    records: Session, actor: Actor, two: tuple[Producer, Producer]
) -> None:
    kept, merged = two
    done = merge(records, actor, kept, merged, HOOKS, now=now())
    assert names(records, kept) == ["Gạo lứt", "Gạo nếp", "Gạo tím"]
    assert names(records, merged) == []
    twin = records.scalars(select(Product).filter_by(name="Gạo lứt").where(Product.removed_at.is_not(None))).one()
    assert "Trùng" in str(twin.removed_reason)
    undo(records, actor, done.id, HOOKS, now=now())
    assert names(records, kept) == ["Gạo lứt", "Gạo nếp"]
    assert names(records, merged) == ["Gạo lứt", "Gạo tím"]
    assert merged.merged_into_id is None


def test_lists_that_use_the_old_name_find_the_one_that_stays(
    records: Session, actor: Actor, two: tuple[Producer, Producer]
) -> None:
    kept, merged = two
    merge(records, actor, kept, merged, HOOKS, now=now())
    assert producers_by_key(records, [merged.name_key])[merged.name_key, "92"] == [kept]
    kind = ProducerKind(lambda: TODAY)
    assert [kind.is_listed(one) for one in kind.load(records, [kept.id, merged.id]).values()] == [True, False]


def test_what_moved_on_since_is_left_where_it_is(
    records: Session, actor: Actor, place: Place, two: tuple[Producer, Producer]
) -> None:
    kept, merged = two
    done = merge(records, actor, kept, merged, HOOKS, now=now())
    third = maker(records, place, "Trang trại Ba Lúa")
    moved = records.scalars(select(Product).filter_by(name="Gạo tím")).one()
    moved.producer_id = third.id
    undo(records, actor, done.id, HOOKS, now=now())
    assert names(records, third) == ["Gạo tím"]


def test_what_stands_against_it(records: Session, actor: Actor, place: Place, two: tuple[Producer, Producer]) -> None:
    kept, merged = two
    assert obstacles(records, kept, kept, HOOKS) == [Obstacle.SAME]
    elsewhere = records.scalars(select(Producer).filter_by(province_code=OTHER)).first()
    assert elsewhere
    assert obstacles(records, kept, elsewhere, HOOKS) == [Obstacle.OTHER_PROVINCE]
    mine = account(records, "lan")
    appoint(records, SYSTEM, mine, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=RoleSubject(None, merged.id))
    assert obstacles(records, kept, merged, HOOKS) == [Obstacle.HAS_MEMBERS]
    assert obstacles(records, merged, kept, HOOKS) == []


def test_of_two_officers_the_second_is_told(records: Session, actor: Actor, two: tuple[Producer, Producer]) -> None:
    kept, merged = two
    done = merge(records, actor, kept, merged, HOOKS, now=now())
    with pytest.raises(Refused) as again:
        merge(records, actor, kept, merged, HOOKS, now=now())
    assert again.value.reasons == (Obstacle.MERGED_ALREADY,)
    undo(records, actor, done.id, HOOKS, now=now())
    with pytest.raises(Refused):
        undo(records, actor, done.id, HOOKS, now=now())
    assert records.scalars(select(Certificate)).all() == []


def test_from_the_preview_over_the_merge_to_its_undoing(
    enter: Enter, two: tuple[Producer, Producer], catalogue_db: Database
) -> None:
    kept, merged = two
    browser = enter("can")
    choose = browser.get(DESK, query_string={"q": "gao song hau"})
    assert f"{DESK}?giu={kept.id}" in links(choose)
    preview = f"{DESK}/{kept.id}/{merged.id}"
    assert preview in links(browser.get(f"{DESK}?giu={kept.id}&q=gao song hau xanh"))
    assert "Gạo tím được chuyển sang" in texts(browser.get(preview), "li")
    assert browser.post(preview).status_code == 302
    assert browser.client.get(f"/vi/chu-the/x-{merged.id}").location.endswith(f"-{kept.id}")
    assert "đã được gộp" in browser.post(preview, page=DESK).get_data(as_text=True)
    listed = browser.get(DESK)
    undoing = next(part for part in listed.split('action="') if part.startswith(DESK) and "/tach" in part).split('"')[0]
    assert browser.post(undoing, page=DESK).location == DESK
    assert browser.post(undoing, page=FORM).location == f"{DESK}?xong=1"
    assert "Không tách lại được nữa" in browser.get(f"{DESK}?xong=1")
    browser.get(f"/vi/chu-the/{merged.slug}-{merged.id}")


def test_another_provinces_officer_finds_nothing_of_it(enter: Enter, two: tuple[Producer, Producer]) -> None:
    kept, merged = two
    stranger = enter("thanh", OTHER)
    stranger.get(f"{DESK}/{kept.id}/{merged.id}", status=404)
    assert stranger.post(f"{DESK}/{kept.id}/{merged.id}", page=FORM).status_code == 404
    stranger.get(f"{DESK}?giu={kept.id}", status=404)
    assert str(kept.name) not in stranger.get(DESK, query_string={"q": "gao song hau"})
