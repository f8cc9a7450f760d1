"""What the rooms above hand over: which records are searched and which numbers they carry."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.orm import Session

from foundation.search.documents import Document


class SearchKind(Protocol):
    """One kind of record.

    `ids` walks all records of the kind; `load` reads some of them with all a document needs, leaving
    out those that no longer exist; `is_listed` decides whether one is searched at all.
    """

    @property
    def name(self) -> str:
        """The kind's name, never changed."""

    def ids(self, session: Session) -> Iterator[int]:
        """Every record's id."""

    def load(self, session: Session, ids: Collection[int]) -> Mapping[int, Any]:
        """Return records by id."""

    def is_listed(self, record: Any) -> bool:
        """Whether a record is searched."""

    def document(self, record: Any) -> Document:
        """Return what is searched of a record."""


def change_kind(kind: SearchKind) -> str:
    """Return the kind under which changes of its records are noted: its own, or that of what it is a part of."""
    return str(getattr(kind, "part_of", kind.name))


@dataclass(frozen=True, slots=True)
class Column:
    """A number documents carry; `typecode` is one of B, H, I, Q for 8 to 64 bits without sign."""

    name: str
    typecode: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order of results by one column, smallest first, then by number.

    With `turns`, (level, group): documents of one level take turns by group, the first of each group
    coming before the second of any.
    """

    name: str
    column: str
    turns: tuple[str, str] | None = None


NAME_ORDER = "name"
"""The alphabetical order every index has."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything the engine knows of what it holds, frozen when the site starts.

    `prior` is the column that orders equally relevant documents, smallest first, below 2**40.
    """

    kinds: tuple[SearchKind, ...]
    columns: tuple[Column, ...] = ()
    orders: tuple[Order, ...] = ()
    prior: str | None = None
    codes: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Count the kinds in their order, each with its number."""
        object.__setattr__(self, "codes", {kind.name: code for code, kind in enumerate(self.kinds)})

    @property
    def shape(self) -> str:
        """A word for everything an index on disk depends on; another shape needs another index."""
        columns = ",".join(f"{column.name}:{column.typecode}" for column in self.columns)
        return f"{FORMAT}/{','.join(self.codes)}/{columns}"


FORMAT = 11
"""Raised when texts are analysed or stored differently."""
