"""A room's declaration, the running site it is given, and the house of all rooms."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypeVar

import click
from babel.support import LazyProxy
from flask import Blueprint
from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys
from foundation.config.settings import Settings
from foundation.db.cli import Loader
from foundation.db.cli import load_reference as load_all
from foundation.db.database import Database
from foundation.files.storage import Storage
from foundation.notices.rules import Words
from foundation.outbox.rules import Daily, Interval
from foundation.outbox.worker import Follower, JobHandler
from foundation.permissions.policy import Contribution, Policy
from foundation.permissions.roles import KindRule, RoleRule, Roles
from foundation.privacy.personal_data import PersonalDataSource
from foundation.privacy.retention import Drop, KeepRule, RetentionRule
from foundation.privacy.rules import Purpose
from foundation.rooms.parts import Parts, together
from foundation.search.index import SearchIndex
from foundation.search.indexer import Indexer
from foundation.search.kinds import Registry
from foundation.web.links import Group, Link, Menus
from foundation.web.sitemaps import Section as Listed
from foundation.web.sitemaps import single_pages

Value = TypeVar("Value")
Texts = Mapping[str, LazyProxy]


@dataclass(frozen=True, slots=True)
class Site:
    """The running site, as declarations see it; whatever else runs asks the accessors of its own room."""

    settings: Settings
    database: Database
    storage: Storage
    index: SearchIndex
    indexer: Indexer
    rooms: "House"

    @classmethod
    def at(cls, settings: Settings, database: Database, rooms: "House") -> "Site":
        """Return the site with what lies in its folder."""
        kinds, folder = rooms.registry(settings.today), settings.data_dir / "search"
        storage = Storage(settings.storage_url, settings.data_dir / "files")
        return cls(settings, database, storage, SearchIndex(folder, kinds), Indexer(database, folder, kinds), rooms)

    def today(self) -> date:
        """Today in Vietnam."""
        return self.settings.today()

    def kept(self) -> tuple[RetentionRule, ...]:
        """How long things are kept, with what drops them."""
        return tuple(RetentionRule(one.rule, one.drop(self)) for one in self.rooms.retention)

    @property
    def keys(self) -> Keys:
        """What the site's own secret is good for."""
        return Keys(self.settings.secret_key)


@dataclass(frozen=True, slots=True)
class Job:
    """Work the worker does: its kind, what makes its handler, and when it is due by itself."""

    kind: str
    handler: Callable[[Site], JobHandler]
    schedule: Interval | Daily | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold of the records: a sentence for each thing that does not."""

    name: str
    ask: Callable[[Session, Site], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Health:
    """What must answer before visitors are let in: None when all is well, else the reason."""

    name: str
    ask: Callable[[Site], str | None]


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure for whoever watches the site: its name after `ocop_`, what it says, its values by their label.

    A value without a label has the key "".
    """

    name: str
    says: str
    ask: Callable[[Site], dict[str, float]]
    label: str = ""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a room holds about a person: the columns that point at accounts, its two functions, what it is in words.

    `is_the_person` for the account itself, which goes last.
    """

    columns: frozenset[str]
    export: Callable[[Session, int], dict[str, Any]]
    erase: Callable[[Session, int, date], None]
    words: LazyProxy
    is_the_person: bool = False


@dataclass(frozen=True, slots=True)
class Retention:
    """How long something is kept after it ended and why, what it is in words, and what drops it then."""

    what: str
    lasts: timedelta
    reason: str
    words: LazyProxy
    drop: Callable[[Site], Drop]

    @property
    def rule(self) -> KeepRule:
        """What pages tell of it."""
        return KeepRule(self.what, self.lasts, self.reason, self.words)


@dataclass(frozen=True, slots=True)
class Audit:
    """Words for what a room notes in the audit: kinds of records, what is done to them, the names of facts."""

    subjects: Texts = field(default_factory=dict)
    verbs: Texts = field(default_factory=dict)
    facts: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What search engines are told: endpoints of pages that stand for themselves, and sections of records."""

    pages: tuple[str, ...] = ()
    sections: tuple[Listed, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """What a room declares to the house. `name` is its package.

    `is_public` says that everybody may come to all its pages; else each view says who may. `policy` are its
    permissions, `permissions` what each lets somebody do, in words. `roles` are what people are appointed to here,
    `scope_kinds` the kinds of things of this room that roles are held for. `jobs` and `followers` are for the worker,
    `handed` is what the room's own accessors find in the application, by their key.
    """

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    is_public: bool = False
    policy: Contribution = field(default_factory=dict)
    permissions: Texts = field(default_factory=dict)
    roles: tuple[RoleRule, ...] = ()
    scope_kinds: tuple[KindRule, ...] = ()
    jobs: tuple[Job, ...] = ()
    followers: tuple[Callable[[Site], Follower], ...] = ()
    checks: tuple[Check, ...] = ()
    health: tuple[Health, ...] = ()
    metrics: tuple[Metric, ...] = ()
    notices: Words = field(default_factory=dict)
    purposes: frozenset[Purpose] = frozenset()
    personal_data: PersonalData | None = None
    retention: tuple[Retention, ...] = ()
    audit: Audit = field(default_factory=Audit)
    links: tuple[Link, ...] = ()
    sitemap: Sitemap = field(default_factory=Sitemap)
    loaders: tuple[tuple[str, Loader], ...] = ()
    commands: tuple[click.Command, ...] = ()
    parts: Parts = field(default_factory=Parts)
    handed: Mapping[str, Callable[[Site], object]] = field(default_factory=dict)


@dataclass(frozen=True)
class House:
    """All rooms in their order, from the ground up, and the titles of the main menu by the word links name."""

    rooms: tuple[Room, ...]
    titles: Texts = field(default_factory=dict)

    @cached_property
    def parts(self) -> Parts:
        """What rooms bring to each other."""
        return together(room.parts for room in self.rooms)

    @cached_property
    def policy(self) -> Policy:
        """Who may do what: the rooms' permissions together."""
        return Policy(*(room.policy for room in self.rooms))

    @cached_property
    def roles(self) -> Roles:
        """What people are appointed to, and what for: the rooms' roles together."""
        kinds = (kind for room in self.rooms for kind in room.scope_kinds)
        return Roles((rule for room in self.rooms for rule in room.roles), kinds)

    @cached_property
    def permissions(self) -> Texts:
        """What each permission lets somebody do."""
        return _once("permission", (room.permissions for room in self.rooms))

    @cached_property
    def words(self) -> Words:
        """What every kind of notice says."""
        return _once("notice", (room.notices for room in self.rooms))

    @cached_property
    def audit(self) -> Audit:
        """Words for everything the audit says."""
        told = [room.audit for room in self.rooms]
        return Audit(
            _once("subject", (one.subjects for one in told)),
            _once("verb", (one.verbs for one in told)),
            _once("fact", (one.facts for one in told)),
        )

    @cached_property
    def answers(self) -> tuple[PersonalDataSource, ...]:
        """What every room holds about a person, as it is erased: from the top down, the account itself last."""
        held = [(room.name, room.personal_data) for room in reversed(self.rooms) if room.personal_data]
        ordered = sorted(held, key=lambda one: one[1].is_the_person)
        answers = {
            name.rpartition(".")[2]: PersonalDataSource(
                name.rpartition(".")[2], one.columns, one.export, one.erase, one.words
            )
            for name, one in ordered
        }
        if len(answers) != len(held):
            raise ValueError("two rooms of one name hold personal data: their answers would be one")
        return tuple(answers.values())

    @cached_property
    def retention(self) -> tuple[Retention, ...]:
        """How long things are kept."""
        kept = [one for room in self.rooms for one in room.retention]
        return tuple(_once("rule of keeping", ({one.what: one} for one in kept)).values())

    @cached_property
    def purposes(self) -> frozenset[Purpose]:
        """What people may agree to: only what a room serves."""
        return frozenset[Purpose]().union(*(room.purposes for room in self.rooms))

    @cached_property
    def jobs(self) -> Mapping[str, Job]:
        """What the worker does, by kind."""
        return _once("job", ({job.kind: job} for room in self.rooms for job in room.jobs))

    @cached_property
    def loaders(self) -> tuple[tuple[str, Loader], ...]:
        """What loads official data, from the ground up."""
        return tuple(loader for room in self.rooms for loader in room.loaders)

    @cached_property
    def sitemap(self) -> tuple[Listed, ...]:
        """Everything search engines are told."""
        pages = [page for room in self.rooms for page in room.sitemap.pages]
        return (single_pages(*pages), *(one for room in self.rooms for one in room.sitemap.sections))

    def links(self, menu: str) -> tuple[Link, ...]:
        """Return what stands in a menu."""
        return tuple(link for room in self.rooms for link in room.links if link.menu == menu)

    def menus(self) -> Menus:
        """Return what every page leads to; a title of the menu appears with the first room that has a page for it."""
        groups = [Group(title, self.links(menu)) for menu, title in self.titles.items()]
        return Menus(
            main=tuple(group for group in groups if group.links),
            foot=self.links("foot"),
            legal=self.links("legal"),
            trying=self.links("trying"),
            find=next(iter(self.links("find")), None),
            report=next(iter(self.links("report")), None),
            enter=next(iter(self.links("enter")), None),
        )

    def registry(self, today: Callable[[], date]) -> Registry:
        """Everything that is searched."""
        found = self.parts.searched
        return Registry(
            tuple(kind for one in found for kind in one.kinds(today)),
            tuple(column for one in found for column in one.columns),
            tuple(order for one in found for order in one.orders),
            next((one.prior for one in found if one.prior), None),
        )

    def load_reference(self, database: Database) -> None:
        """Load all official data."""
        for _ in load_all(database, self.loaders):
            pass


def _once(what: str, told: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    """All together; what two rooms declare is a mistake in the code: ValueError."""
    found: dict[str, Value] = {}
    for one in told:
        if twice := found.keys() & one.keys():
            raise ValueError(f"{what}: declared twice: {', '.join(sorted(twice))}")
        found |= one
    return found
