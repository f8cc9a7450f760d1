"""Loading the official product groups of every edition of the rules."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.products.models import GroupCrosswalk, GroupLevel, ProductGroup
from catalog.regulations.editions import LAW
from foundation.places.models import LoadedDataset

EDITIONS = {book.groups: book.address for book in reversed(LAW.books)}
"""Key of each edition in the taxonomy file → the short form used in public group codes, oldest first."""

_TABLE = Path(__file__).parent / "data" / "product_groups.json"
_DATASET = "product_groups"


def load_groups(session: Session) -> str:
    """Load the taxonomy of every edition with its crosswalks; how many nodes it has, or that it is current."""
    raw = _TABLE.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    loaded = session.get(LoadedDataset, _DATASET)
    if loaded and loaded.digest == digest:
        return "current"
    known = {group.code: group for group in session.scalars(select(ProductGroup))}
    for node in read_groups():
        _keep(session, known, node)
    session.flush()
    _load_crosswalks(session, json.loads(raw), known)
    session.merge(LoadedDataset(name=_DATASET, digest=digest))
    return f"{len(known)} nodes"


def read_groups() -> Iterator[dict[str, Any]]:
    """Every node of the taxonomy file as a row, editions one after the other, parents before children."""
    taxonomy = json.loads(_TABLE.read_bytes())
    for key, edition in EDITIONS.items():
        yield from _nodes(taxonomy[key], edition)


def _nodes(taxonomy: dict[str, Any], edition: str) -> Iterator[dict[str, Any]]:
    """Sectors, groups and sets as rows, parents before children."""
    for s, sector in enumerate(taxonomy["sectors"], start=1):
        top = f"{edition}-{s}"
        yield {"code": top, "level": GroupLevel.SECTOR, "edition": edition, "position": s} | _names(sector, "sector_")
        for g, group in enumerate(sector["groups"], start=1):
            code = f"{top}-{g}"
            row = {"code": code, "level": GroupLevel.GROUP, "edition": edition, "position": g, "parent": top}
            yield row | _names(group, "group_")
            for leaf in group["subgroups"]:
                yield _set(leaf, edition) | _names(leaf, "name_") | {"parent": code}


def _set(leaf: dict[str, Any], edition: str) -> dict[str, Any]:
    number = leaf["set_no"]
    ids = {"code": f"{edition}-set-{number}", "set_no": number, "position": number}
    return ids | {"level": GroupLevel.SET, "edition": edition, "ministry": leaf.get("ministry")}


def _names(node: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {"name": node[f"{prefix}vi"], "name_en": node[f"{prefix}en"]}


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
    *older, newest = EDITIONS.values()
    for source in older:
        for row in taxonomy[f"crosswalk_{source}_to_{newest}"]:
            start = known[f"{source}-set-{row[f'from_{source}']}"]
            for number in row[f"to_{newest}"]:
                session.merge(GroupCrosswalk(from_id=start.id, to_id=known[f"{newest}-set-{number}"].id))
