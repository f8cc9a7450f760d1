"""The taxonomy as one immutable value: who stands under whom, and what older sets became."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.products.models import GroupCrosswalk, GroupLevel, ProductGroup
from catalog.regulations.editions import LAW
from foundation.i18n.content import Bilingual
from foundation.i18n.text import slug
from foundation.places.datasets import kept

SHELVES = LAW.books[0].address
"""The newest edition's groups: the public facet offers these, and older ones became them."""


@dataclass(frozen=True, slots=True)
class GroupNode:
    """One group without its table row; `shelf` are the codes of the edition in force it is counted under."""

    id: int
    code: str
    level: GroupLevel
    title: Bilingual
    edition: str
    set_no: int | None
    lineage: tuple[int, ...]
    shelf: tuple[str, ...]


class GroupTree:
    """Every group of every edition."""

    def __init__(self, nodes: dict[int, GroupNode]) -> None:
        self.nodes = nodes
        self.by_code = {node.code: node for node in nodes.values()}
        self._under: dict[str, set[int]] = defaultdict(set)
        for node in nodes.values():
            for code in node.shelf:
                self._under[code].add(node.id)
        self.by_slug: dict[str, GroupNode] = {}
        for node in sorted(self.shelves(), key=lambda n: len(n.lineage)):
            # A group named like its sector is its only one: the sector's page is about both.
            self.by_slug.setdefault(slug(node.title.vi), node)

    @classmethod
    def load(cls, session: Session) -> "GroupTree":
        """Read the taxonomy; two queries."""
        rows = {group.id: group for group in session.scalars(select(ProductGroup).order_by(ProductGroup.id))}
        became: dict[int, list[int]] = defaultdict(list)
        for link in session.scalars(select(GroupCrosswalk).order_by(GroupCrosswalk.to_id)):
            became[link.from_id].append(link.to_id)
        lineages = {number: _lineage(rows, number) for number in rows}
        return cls({number: _node(rows, lineages, became, number) for number in rows})

    def ids_under(self, code: str) -> frozenset[int]:
        """Ids of the group with this public code, of all below it, and of the older sets that became them."""
        node = self.by_code.get(code)
        return frozenset(self._under[code] | {node.id}) if node else frozenset()

    def shelf(self, group_id: int | None) -> tuple[str, ...]:
        """Codes of sectors and groups a product of this group is counted under."""
        return self.nodes[group_id].shelf if group_id else ()

    def group_of(self, group_id: int | None) -> GroupNode | None:
        """Return the narrowest group or sector of the edition in force a product of this group is counted under."""
        held = [self.by_code[code] for code in self.shelf(group_id)]
        return max((n for n in held if n.level is not GroupLevel.SET), key=lambda n: len(n.lineage), default=None)

    def shelves(self) -> list[GroupNode]:
        """Sectors of the edition in force, each followed by its groups."""
        kept = [n for n in self.nodes.values() if n.edition == SHELVES and n.level is not GroupLevel.SET]
        return sorted(kept, key=lambda n: n.code)

    def sectors(self) -> list[GroupNode]:
        """Return the six sectors, in their order."""
        return [node for node in self.shelves() if len(node.lineage) == 1]

    def inside(self, code: str) -> list[GroupNode]:
        """Return the groups or sets directly under a node of the edition in force, in the law's order."""
        above = self.by_code[code]
        found = [n for n in self.nodes.values() if n.lineage[:-1] == above.lineage]
        return sorted(found, key=lambda n: (n.set_no or 0, n.code))

    def lineage(self, group_id: int) -> list[GroupNode]:
        """Return the sector, the group and the set down to this node."""
        return [self.nodes[number] for number in self.nodes[group_id].lineage]


def _lineage(rows: dict[int, ProductGroup], number: int) -> tuple[int, ...]:
    parent = rows[number].parent_id
    return (*(_lineage(rows, parent) if parent else ()), number)


def _node(
    rows: dict[int, ProductGroup],
    lineages: dict[int, tuple[int, ...]],
    became: dict[int, list[int]],
    number: int,
) -> GroupNode:
    row = rows[number]
    now = [number] if row.edition == SHELVES else became[number]
    above = {rows[step].code for target in now for step in lineages[target]}
    return GroupNode(
        id=number,
        code=row.code,
        level=row.level,
        title=row.title,
        edition=row.edition,
        set_no=row.set_no,
        lineage=lineages[number],
        shelf=tuple(sorted(above)),
    )


def group_tree(session: Session) -> GroupTree:
    """Return the taxonomy of the database behind a session, built once and again when its data changed."""
    return kept(session, "product_groups", GroupTree.load)
