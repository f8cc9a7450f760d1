"""Records for tests of the search engine, and indexes of them with a database and without one."""

import json
import random
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, Text, func, select
from sqlalchemy.orm import Session

from foundation.db.database import Database
from foundation.i18n.text import sort_key
from foundation.search import kinds
from foundation.search.documents import Document
from foundation.search.generations import Cursor, Generation, Home, Pointer, settle, sweep_files
from foundation.search.indexer import build
from foundation.search.kinds import Order, Registry
from foundation.search.layout import Writer, files_of
from foundation.search.models import SearchChange
from foundation.search.queries import horizon
from foundation.search.services import mark_changed
from foundation.search.snapshot import Segments, Snapshot

THING, OFFER = "thing", "offer"

_METADATA = MetaData()
THINGS = Table(
    "search_test_things",
    _METADATA,
    Column("kind", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("listed", Boolean, nullable=False),
    Column("data", Text, nullable=False),
)
"""A table of the tests' own: what the engine searches need not be products."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A record as its kind loads it."""

    document: Document | None
    listed: bool


class Shelf:
    """A kind whose records lie in the tests' own table; `poison` are those that cannot be read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.poison: set[int] = set()

    def ids(self, session: Session) -> Iterator[int]:
        """Every record's id."""
        return iter(session.scalars(select(THINGS.c.number).where(THINGS.c.kind == self.name).order_by("number")).all())

    def load(self, session: Session, ids: Collection[int]) -> Mapping[int, Thing]:
        """Records by id."""
        rows = session.execute(select(THINGS).where(THINGS.c.kind == self.name, THINGS.c.number.in_(ids)))
        return {row.number: Thing(_parsed(self.name, row.number, row.data), row.listed) for row in rows}

    def is_listed(self, record: Thing) -> bool:
        """Whether it is searched."""
        return record.listed

    def document(self, record: Thing) -> Document:
        """What is searched."""
        if record.document is None or record.document.number in self.poison:
            raise ValueError("this record cannot be read")
        return record.document


def make_registry() -> Registry:
    """Two kinds with a few numbers and orders."""
    return Registry(
        kinds=(Shelf(THING), Shelf(OFFER)),
        columns=(
            kinds.Column("province", "B"),
            kinds.Column("stars", "B"),
            kinds.Column("group", "H"),
            kinds.Column("prior", "I"),
            kinds.Column("newest", "Q"),
        ),
        orders=(Order("standing", "prior", turns=("stars", "province")), Order("newest", "newest")),
        prior="prior",
    )


def thing(
    number: int, name: str, *, kind: str = THING, columns: Mapping[str, int] | None = None, **texts: Any
) -> Document:
    """A document with its alphabetical key."""
    return Document(kind, number, name, **texts, columns=dict(columns or {}), sort_key=sort_key(name))


_GOODS = (
    "chè", "mật ong", "cà phê", "gạo", "bánh đa", "nước mắm", "tơ tằm", "mây tre", "rượu nếp", "hòa bình",
    "quả bưởi", "kẹo lạc", "cá kho", "tương ớt", "miến dong", "thịt trâu", "hồ tiêu", "muối tôm",
)  # fmt: skip
_MANNERS = ("rừng", "sạch", "hữu cơ", "đặc biệt", "khô", "thượng hạng", "rang mộc", "truyền thống", "gác bếp", "kỹ")
_PLACES = ("Thái Nguyên", "An Giang", "Cần Thơ", "Đắk Lắk", "Hà Giang", "Mỹ Tho", "Quảng Trị", "Lý Sơn", "Hội An")
_OWNERS = ("Hợp tác xã", "Công ty", "Hộ kinh doanh", "Tổ hợp tác")
_PEOPLE = ("Minh Anh", "Tân Cương", "Bảy Núi", "Sông Đà", "Hoà Phát", "Quý Lan")
_GROUPS = ("Thực phẩm", "Đồ uống", "Thủ công mỹ nghệ", "Chế biến từ thịt")
_STORIES = ("Làm theo cách xưa", "Nước nguồn trong", "Đất đỏ bazan", "Người trong bản cùng làm", "Phơi ba nắng")


def samples(count: int, *, seed: int = 2026, start: int = 1) -> list[Document]:
    """Vietnamese-looking documents, the same ones for the same seed."""
    rng = random.Random(seed)
    return [_sample(rng, number) for number in range(start, start + count)]


def _sample(rng: random.Random, number: int) -> Document:
    place = rng.randrange(len(_PLACES))
    words = [
        rng.choice(_GOODS),
        *rng.sample(_MANNERS, rng.randrange(3)),
        *([_PLACES[place]] if rng.random() < 0.4 else []),
    ]
    name = " ".join(words)
    group = rng.randrange(len(_GROUPS))
    stars = rng.choice((0, 3, 3, 4, 5))
    return thing(
        number,
        name[:1].upper() + name[1:],
        kind=rng.choice((THING, THING, OFFER)),
        owner=f"{rng.choice(_OWNERS)} {rng.choice(_PEOPLE)}" if rng.random() < 0.9 else "",
        place=f"xã {rng.choice(_PEOPLE)}, {_PLACES[place]}",
        group=_GROUPS[group],
        story=". ".join(rng.sample(_STORIES, rng.randrange(3))),
        columns={
            "province": place + 1,
            "stars": stars,
            "group": 300 + group,
            "prior": (5 - stars) << 16 | rng.randrange(50),
            "newest": rng.randrange(1 << 34),
        },
    )


class Written:
    """An index written without a database, commit by commit."""

    def __init__(self, folder: Path, registry: Registry | None = None) -> None:
        self.home, self.registry = Home(folder), registry or make_registry()
        folder.mkdir(parents=True, exist_ok=True)

    def build(self, documents: Iterable[Document]) -> Generation:
        """Write documents to a directory of their own and publish it."""
        build(self.home, self.registry, documents, Cursor())
        pointer = self.home.pointer()
        assert pointer
        return pointer.current

    def change(self, put: Iterable[Document] = (), gone: Iterable[Document] = (), *, merge: bool = True) -> Generation:
        """Write a commit in the directory that counts and publish it."""
        pointer = self.home.pointer()
        assert pointer
        folder = self.home.path(pointer.current)
        writer = Writer(folder, self.registry)
        for document in gone:
            writer.remove(document.key)
        for document in put:
            writer.replace(document)
        commit = writer.commit(merge=merge)
        files = settle(folder, files_of(folder, commit), pointer.current.files)
        newer = Generation(pointer.current.directory, commit, self.registry.shape, Cursor(), files)
        self.home.publish(Pointer(newer, pointer.previous))
        sweep_files(folder, newer)
        return newer

    def snapshot(self) -> Snapshot:
        """What was published last."""
        return opened(self.home, self.registry)


def opened(home: Home, registry: Registry) -> Snapshot:
    """The snapshot the pointer names."""
    pointer = home.pointer()
    assert pointer
    return Snapshot(home.path(pointer.current), pointer.current, registry, Segments())


def held(home: Home, registry: Registry) -> dict[str, tuple[str, int]]:
    """What an index says of each document: its name and digest by key; AssertionError where one stands twice."""
    snapshot = opened(home, registry)
    found = {}
    for document in map(int, snapshot.all()):
        kind, number = snapshot.identity(document)
        assert f"{kind}:{number}" not in found, "a document stands twice"
        found[f"{kind}:{number}"] = snapshot.texts(document)[0][0], int(snapshot.columns["digest"][document])
    return found


def truth(database: Database, registry: Registry) -> dict[str, tuple[str, int]]:
    """What the records say, as `held` says it of an index."""
    found = {}
    with database.reading() as session:
        for kind in registry.kinds:
            for number, record in kind.load(session, list(kind.ids(session))).items():
                if kind.is_listed(record):
                    document = kind.document(record)
                    found[f"{kind.name}:{number}"] = document.name, document.digest
    return found


def prepare(database: Database) -> None:
    """Make the tests' own table."""
    with database.unit_of_work() as session:
        _METADATA.create_all(session.connection())


def put(session: Session, *documents: Document, listed: bool = True, marked: bool = True) -> None:
    """Write records in the caller's transaction and, as every change must, mark them."""
    for document in documents:
        take(session, document, marked=False)
        row = {"kind": document.kind, "number": document.number, "listed": listed, "data": _written(document)}
        session.execute(THINGS.insert().values(row))
        if marked:
            mark_changed(session, document.kind, [document.number])


def take(session: Session, *documents: Document, marked: bool = True) -> None:
    """Delete records and mark them."""
    for document in documents:
        session.execute(THINGS.delete().where(THINGS.c.kind == document.kind, THINGS.c.number == document.number))
        if marked:
            mark_changed(session, document.kind, [document.number])


def settled(database: Database, *, timeout: float = 60) -> None:
    """Wait until the place of every change in the log is certain.

    One PostgreSQL serves all test processes, and a transaction any of them has open holds the log up.
    """
    until = time.monotonic() + timeout
    while True:
        with database.reading() as session:
            last = session.scalar(select(func.max(SearchChange.transaction)))
            if last is None or last < horizon(session):
                return
        assert time.monotonic() < until, "the log never settled"
        time.sleep(0.01)


def _written(document: Document) -> str:
    facts = asdict(document) | {"columns": dict(document.columns)}
    del facts["kind"], facts["number"], facts["sort_key"]
    return json.dumps(facts, ensure_ascii=False)


def _parsed(kind: str, number: int, data: str) -> Document | None:
    facts = json.loads(data)
    return Document(kind, number, **facts, sort_key=sort_key(facts["name"])) if facts.get("name") else None
