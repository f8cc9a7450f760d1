"""Parts that rooms bring to each other: each kind is collected by the room that shows or does something with it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import chain
from typing import Any, Protocol, TypeAlias, TypeVar

from babel.support import LazyProxy
from flask import Blueprint
from sqlalchemy.orm import Session

from foundation.i18n.languages import Lang
from foundation.papers.rules import PaperKind
from foundation.permissions.rules import Role
from foundation.search.kinds import Column, Order, SearchKind
from foundation.tables.schema import Schema

Load: TypeAlias = Callable[[Session, date, str | None], Any]
"""One query: what a section shows on a day, in the whole country or in a present province by its code; or None."""

Record_contra = TypeVar("Record_contra", contravariant=True)
Obstacle_co = TypeVar("Obstacle_co", covariant=True)
Change_co = TypeVar("Change_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the home page and of a province's."""

    template: str
    load: Load


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a record's own page.

    `load` asks once for any number of records. `flag` says in a few words on a card what the data allow now;
    None where cards say nothing of it. `of` is the kind of record by the word of the room that has the page; empty for
    those the whole site is about.
    """

    template: str
    load: Callable[[Session, Collection[int], date], Mapping[int, Any]]
    flag: Callable[[Any], str] | None = None
    of: str = ""


class MergeHook(Protocol[Record_contra, Obstacle_co, Change_co]):
    """What a room that keeps something of records adds to a merge of two; its results are kept to be undone."""

    @property
    def name(self) -> str:
        """The room's word for what it keeps."""

    def obstacles(self, session: Session, kept: Record_contra, merged: Record_contra) -> Iterator[Obstacle_co]:
        """Why its things cannot move."""

    def changes(self, session: Session, kept: Record_contra, merged: Record_contra) -> Sequence[Change_co]:
        """Return what it would do."""

    def merge(self, session: Session, kept: Record_contra, merged: Record_contra) -> dict[str, Any]:
        """Move its things; what was moved, as JSON."""

    def undo(self, session: Session, kept: Record_contra, merged: Record_contra, moved: dict[str, Any]) -> None:
        """Move back what was moved and still lies where it was put."""


@dataclass(frozen=True, slots=True)
class Searched:
    """Kinds of records that are searched as of a day, with the numbers and orders they bring.

    `prior` is the column that orders equally relevant documents; one room of the house says it.
    """

    kinds: Callable[[Callable[[], date]], tuple[SearchKind, ...]]
    columns: tuple[Column, ...] = ()
    orders: tuple[Order, ...] = ()
    prior: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A kind of record that the site's own search also finds: beside its list, and while somebody types.

    `load` reads the numbers found, best first, for the template; it is handed the words too. `address` makes the page
    of one from its language, name and number.
    """

    kind: str
    template: str
    load: Callable[[Session, Sequence[int], str], Any]
    address: Callable[[Lang, str, int], str]


@dataclass(frozen=True, slots=True)
class DemoJob:
    """Something a newcomer can do in a demonstration: the job, how it goes, where, and as whom; None as a visitor."""

    job: LazyProxy
    how: LazyProxy
    endpoint: str
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a room, or of all rooms together."""

    sections: tuple[Section, ...] = ()
    slots: tuple[Slot, ...] = ()
    merge_hooks: tuple[MergeHook[Any, Any, Any], ...] = ()
    searched: tuple[Searched, ...] = ()
    named: tuple[Named, ...] = ()
    api: tuple[Blueprint, ...] = ()
    datasets: tuple[Any, ...] = ()
    demo: tuple[DemoJob, ...] = ()
    lists: tuple[Schema, ...] = ()
    papers: tuple[PaperKind, ...] = ()
    payment_purposes: tuple[Any, ...] = ()
    card_wires: tuple[Any, ...] = ()


def together(rooms: Iterable[Parts]) -> Parts:
    """Return the parts of all rooms, in their order."""
    listed = list(rooms)
    return Parts(**{one.name: tuple(chain(*(getattr(parts, one.name) for parts in listed))) for one in fields(Parts)})
