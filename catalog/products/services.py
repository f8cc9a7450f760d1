"""Recording products and loading the official groups."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.products.models import GroupBasis, GroupCrosswalk, GroupLevel, Product, ProductGroup
from catalog.products.rules import guess
from foundation.i18n.text import fold, slug, sort_key, tidy
from foundation.places.models import LoadedDataset

EDITIONS = {"1048": "1048", "148": "148", "26_2026": "26"}
"""Key of each edition in the taxonomy file → the short form used in public group codes."""

_TABLE = Path(__file__).parent / "data" / "product_groups.json"
_DATASET = "product_groups"


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


def restate(product: Product, facts: ProductFacts, groups: dict[str, int]) -> bool:
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


def remove_product(product: Product, *, reason: str, at: datetime) -> None:
    """Take a product out of the catalogue; its page says why from then on (410)."""
    product.removed_at, product.removed_reason = at, reason


def _columns(facts: ProductFacts, groups: dict[str, int]) -> dict[str, Any]:
    facts = replace(facts, name=tidy(facts.name))
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


def load_groups(session: Session) -> int:
    """Load the taxonomy of every edition with its crosswalks; how many nodes are new (0 when current)."""
    raw = _TABLE.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    loaded = session.get(LoadedDataset, _DATASET)
    if loaded and loaded.digest == digest:
        return 0
    known = {group.code: group for group in session.scalars(select(ProductGroup))}
    before = len(known)
    taxonomy = json.loads(raw)
    for key, edition in EDITIONS.items():
        for node in _nodes(taxonomy[key], edition):
            _keep(session, known, node)
        session.flush()
    session.flush()
    _load_crosswalks(session, taxonomy, known)
    session.merge(LoadedDataset(name=_DATASET, digest=digest))
    return len(known) - before


def _nodes(taxonomy: dict[str, Any], edition: str) -> Iterator[dict[str, Any]]:
    """Sectors, groups and sets as rows, parents before children."""
    for s, sector in enumerate(taxonomy["sectors"], start=1):
        top = f"{edition}-{s}"
        yield _node(edition, GroupLevel.SECTOR, top, s, sector["sector_vi"], sector["sector_en"])
        for g, group in enumerate(sector["groups"], start=1):
            code = f"{top}-{g}"
            yield _node(edition, GroupLevel.GROUP, code, g, group["group_vi"], group["group_en"], parent=top)
            for leaf in group["subgroups"]:
                number = leaf["set_no"]
                row = _node(
                    edition, GroupLevel.SET, f"{edition}-set-{number}", number, leaf["name_vi"], leaf["name_en"]
                )
                yield row | {"parent": code, "set_no": number, "ministry": leaf.get("ministry")}


def _node(edition: str, level: GroupLevel, code: str, position: int, vi: str, en: str, **rest: str) -> dict[str, Any]:
    return {"edition": edition, "level": level, "code": code, "position": position, "name": vi, "name_en": en, **rest}


def _keep(session: Session, known: dict[str, ProductGroup], node: dict[str, Any]) -> None:
    parent = known.get(node.pop("parent", ""))
    group = known.get(node["code"])
    if group is None:
        group = known[node["code"]] = ProductGroup(**node, parent=parent)
        session.add(group)
        return
    for name, value in node.items():
        setattr(group, name, value)


def _load_crosswalks(session: Session, taxonomy: dict[str, Any], known: dict[str, ProductGroup]) -> None:
    for source in ("1048", "148"):
        for row in taxonomy[f"crosswalk_{source}_to_26"]:
            start = known[f"{source}-set-{row[f'from_{source}']}"]
            for number in row["to_26"]:
                session.merge(GroupCrosswalk(from_id=start.id, to_id=known[f"26-set-{number}"].id))


def count_groups(session: Session) -> int:
    """How many nodes of all editions are loaded."""
    return session.scalar(select(func.count()).select_from(ProductGroup)) or 0
