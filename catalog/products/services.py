"""Recording products."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.products.models import PRODUCT, GroupBasis, Product
from catalog.products.rules import guess
from foundation.audit.rules import SYSTEM, Actor
from foundation.audit.services import record
from foundation.i18n.text import fold, normalize_spaces, slug, sort_key
from foundation.search.services import mark_changed


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What a source or an officer states of a product; places are already resolved."""

    name: str
    former_province_code: str
    province_code: str
    place_id: int
    producer_id: int | None = None
    commune_text: str | None = None
    district_text: str | None = None
    group_id: int | None = None
    seller: str | None = None
    source_note: str | None = None
    is_demo: bool = False


def add_product(
    session: Session,
    facts: ProductFacts,
    groups: dict[str, int],
    *,
    list_key: str | None = None,
    external_id: str | None = None,
) -> Product:
    """Record a product; `groups` maps public group codes to ids for the guess of one that states none."""
    product = Product(list_key=list_key, external_id=external_id, **_columns(facts, groups))
    session.add(product)
    return product


def update_facts(product: Product, facts: ProductFacts, groups: dict[str, int]) -> bool:
    """Set a product to what its source states now; whether anything changed.

    A group that an officer set stays unless the source states one.
    """
    columns = _columns(facts, groups)
    if product.group_basis is GroupBasis.SET and columns["group_basis"] is GroupBasis.GUESSED:
        del columns["group_id"], columns["group_basis"]
    changed = {name: value for name, value in columns.items() if getattr(product, name) != value}
    for name, value in changed.items():
        setattr(product, name, value)
    return bool(changed)


def show_cover(product: Product, cover: tuple[str, int, int] | None) -> None:
    """Set the picture a list shows of a product: the digest of its content, width and height in pixels."""
    product.cover_sha256, product.cover_width, product.cover_height = cover or (None, None, None)


def remove_product(session: Session, product: Product, *, reason: str, at: datetime, actor: Actor = SYSTEM) -> None:
    """Take a product out of the catalogue; its page says why from then on (410), and so does its history."""
    product.removed_at, product.removed_reason = at, reason
    record(session, actor, "product:remove", product.id, reason=reason, place_id=product.place_id, is_public=True)
    mark_changed(session, PRODUCT, [product.id])


def _columns(facts: ProductFacts, groups: dict[str, int]) -> dict[str, Any]:
    facts = replace(facts, name=normalize_spaces(facts.name))
    suggested = guess(facts.name)
    guessed = groups.get(suggested.group_code or "")
    basis = GroupBasis.STATED if facts.group_id else GroupBasis.GUESSED if guessed else None
    return {
        **{name: getattr(facts, name) for name in ProductFacts.__slots__},
        "name_key": fold(facts.name),
        "slug": slug(facts.name),
        "sort_key": sort_key(facts.name),
        "group_id": facts.group_id or guessed,
        "group_basis": basis,
        "motif": suggested.motif,
    }
