"""What is searched of a product, and the numbers by which lists of products are narrowed and ordered."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.certificates.models import ProductStanding
from catalog.certificates.queries import decision_numbers
from catalog.certificates.rules import Basis, Evidence, Standing, StandingCode
from catalog.finder.decisions import keys_of
from catalog.producers.models import PRODUCER, Producer
from catalog.producers.rules import ProducerType
from catalog.products.models import ILLUSTRATION, PRODUCT, Product
from catalog.products.tree import GroupTree, group_tree
from catalog.profiles.queries import stories
from foundation.places.gazetteer import Gazetteer, gazetteer
from foundation.places.locate import words_for
from foundation.search.documents import Document
from foundation.search.kinds import Column, Order

COLUMNS = (
    Column("province", "B"),
    Column("former_province", "B"),
    Column("group", "H"),
    Column("stars", "B"),
    Column("standing", "B"),
    Column("producer_type", "B"),
    Column("prior", "Q"),
    Column("by_stars", "Q"),
    Column("newest", "Q"),
)
PRIOR = "prior"
ORDERS = (
    Order("standing", "prior", turns=("standing", "province")),
    Order("stars", "by_stars"),
    Order("newest", "newest"),
)

_EPOCH = date(2018, 1, 1)
_DAYS_MAX = (1 << 16) - 1


def standings(codes: Iterable[StandingCode]) -> frozenset[int]:
    """Standings as numbers of their column."""
    return frozenset(code.order for code in codes)


def producer_types(kinds: Iterable[ProducerType]) -> frozenset[int]:
    """Kinds of producers as numbers of their column."""
    return frozenset(list(ProducerType).index(kind) for kind in kinds)


def group_ids_in(tree: GroupTree, codes: Iterable[str]) -> frozenset[int]:
    """Every group under these public codes as numbers of their column."""
    return frozenset().union(*(tree.ids_under(code) for code in codes))


@dataclass(frozen=True, slots=True)
class ProductRecord:
    """A product with all that is searched of it."""

    product: Product
    standing: Standing | None
    story: str
    decisions: tuple[str, ...]
    places: Gazetteer
    tree: GroupTree


class ProductKind:
    """Real products as the search engine sees them."""

    name = PRODUCT

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today

    def ids(self, session: Session) -> Iterator[int]:
        """Every product's id."""
        return iter(session.scalars(select(Product.id).where(~Product.is_demo).order_by(Product.id)).all())

    def load(self, session: Session, ids: Collection[int]) -> Mapping[int, ProductRecord]:
        """Products by id with all that is searched of them; four queries, and those of places and groups."""
        return self._records(session, ids, ~Product.is_demo)

    def _records(self, session: Session, ids: Collection[int], which: Any) -> Mapping[int, ProductRecord]:
        places, tree = gazetteer(session), group_tree(session)
        standings = select(ProductStanding).where(ProductStanding.product_id.in_(ids))
        kept = {row.product_id: row.fact() for row in session.scalars(standings)}
        said, decided = stories(session, ids), decision_numbers(session, ids)
        products = select(Product).where(Product.id.in_(ids), which).options(joinedload(Product.producer))
        return {
            p.id: ProductRecord(p, kept.get(p.id), said.get(p.id, ""), decided.get(p.id, ()), places, tree)
            for p in session.scalars(products)
        }

    def is_listed(self, record: ProductRecord) -> bool:
        """Every published record is listed, whatever its standing."""
        return record.product.removed_at is None and record.standing is not None

    def document(self, record: ProductRecord) -> Document:
        """Return the product's texts and numbers."""
        product, producer = record.product, record.product.producer
        standing = record.standing or Standing(code=StandingCode.UNVERIFIED, basis=Basis.NONE)
        maker = producer.kind if producer else ProducerType.UNSTATED
        return Document(
            kind=self.name,
            number=product.id,
            name=product.name,
            owner=producer.name if producer else "",
            place=_place(record, self._today()),
            group=_group(record),
            story=" · ".join(part for part in (product.name_en, product.seller, record.story) if part),
            references=tuple(sorted({key for number in record.decisions for key in keys_of(number)})),
            columns={
                "province": int(product.province_code),
                "former_province": int(product.former_province_code),
                "group": product.group_id or 0,
                "stars": standing.recognised_stars or 0,
                "standing": standing.code.order,
                "producer_type": list(ProducerType).index(maker),
                **_orders(standing),
            },
            sort_key=product.sort_key,
        )


class IllustrationKind(ProductKind):
    """Products of the demonstration: searched by themselves, so that nothing that is counted or listed holds them."""

    name = ILLUSTRATION
    part_of = PRODUCT

    def ids(self, session: Session) -> Iterator[int]:
        """Every illustration's id."""
        return iter(session.scalars(select(Product.id).where(Product.is_demo).order_by(Product.id)).all())

    def load(self, session: Session, ids: Collection[int]) -> Mapping[int, ProductRecord]:
        """Those of these products that are illustrations; one query where none of them is."""
        marked = session.scalars(select(Product.id).where(Product.id.in_(ids), Product.is_demo)).all()
        return self._records(session, marked, Product.is_demo) if marked else {}


class ProducerKind:
    """Real producers as the search engine sees them: what is typed may be somebody's name."""

    name = PRODUCER

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today

    def ids(self, session: Session) -> Iterator[int]:
        """Every producer's id."""
        return iter(session.scalars(select(Producer.id).where(~Producer.is_demo).order_by(Producer.id)).all())

    def load(self, session: Session, ids: Collection[int]) -> Mapping[int, tuple[Producer, Gazetteer]]:
        """Return producers by id; one query, and that of places."""
        places = gazetteer(session)
        found = session.scalars(select(Producer).where(Producer.id.in_(ids), ~Producer.is_demo))
        return {maker.id: (maker, places) for maker in found}

    def is_listed(self, record: tuple[Producer, Gazetteer]) -> bool:
        """Every producer on record has a page, but for one that was merged into another."""
        return record[0].merged_into_id is None

    def document(self, record: tuple[Producer, Gazetteer]) -> Document:
        """Return the producer's name and place."""
        maker, places = record
        return Document(
            kind=PRODUCER,
            number=maker.id,
            name=maker.name,
            place=_names_of(places, maker.place_id, self._today()),
            columns={
                "province": int(maker.province_code),
                "former_province": int(maker.former_province_code),
                "producer_type": list(ProducerType).index(maker.kind),
                # No standing: producers take no turns among products.
                "standing": len(StandingCode),
            },
            sort_key=maker.sort_key,
        )


def _orders(standing: Standing) -> dict[str, int]:
    """Numbers that put products in order, smallest first: standing, stars, evidence, freshness."""
    level = 7 - (standing.stars or standing.recognised_stars or 0)
    said = standing.issued_on or (date(standing.year, 1, 1) if standing.year else _EPOCH)
    age = _DAYS_MAX - min(max((said - _EPOCH).days, 0), _DAYS_MAX)
    prior = standing.code.order << 22 | level << 19 | _evidence(standing) << 16 | age
    in_force = 7 - (standing.stars or 0)
    return {"prior": prior, "by_stars": in_force << 40 | level << 36 | prior, "newest": age << 32 | prior}


def _evidence(standing: Standing) -> int:
    """Return a certificate first, then claims by who says it."""
    if standing.basis is Basis.CERTIFICATE:
        return 0
    return 1 + list(Evidence).index(standing.evidence) if standing.evidence else 7


def _place(record: ProductRecord, on: date) -> str:
    """Today's and former names from the smallest unit up, and what the source wrote."""
    said = [text for text in (record.product.commune_text, record.product.district_text) if text]
    return ", ".join([_names_of(record.places, record.product.place_id, on), *said])


def _names_of(places: Gazetteer, place_id: int, on: date) -> str:
    """Names of a place in both eras, each once.

    Bare names: words such as "tỉnh" or "phường" say nothing of where somebody is from.
    """
    words = words_for(places, place_id, on)
    units = (*words.now, *words.before)
    return ", ".join(dict.fromkeys(name for unit in units for name in (unit.name, unit.name_en) if name))


def _group(record: ProductRecord) -> str:
    if record.product.group_id is None:
        return ""
    titles = [node.title for node in record.tree.lineage(record.product.group_id)]
    return ", ".join(dict.fromkeys(text for title in titles for text in (title.vi, title.en) if text))
