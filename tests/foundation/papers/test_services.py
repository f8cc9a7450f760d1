"""Papers from asking to forgetting, on both databases."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.exceptions import NotFound

from foundation.audit.rules import SYSTEM
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files.models import StoredFile
from foundation.files.storage import EXTENSION, Storage
from foundation.outbox.models import OutboxJob
from foundation.outbox.worker import Worker, WorkerParts
from foundation.papers.models import Paper
from foundation.papers.queries import check_papers, paper_by_id
from foundation.papers.rules import digest
from foundation.papers.sending import delivered_paper
from foundation.papers.services import MAKE, forget_paper, request_paper
from foundation.papers.tasks import maker
from foundation.papers.typesetting import source_digest, source_of
from foundation.rooms.house import House, Room
from foundation.rooms.parts import Parts
from tests.foundation.papers.sample import DAY, KIND, TEMPLATE, Facts, text_of
from wsgi import HOUSE, create_app


@pytest.fixture
def site(settings: Settings, db: Database) -> Flask:
    return create_app(settings, db)


@pytest.fixture
def storage(site: Flask) -> Storage:
    kept: Storage = site.extensions[EXTENSION]
    return kept


@pytest.fixture
def worker(db: Database, storage: Storage, tmp_path: Path) -> Worker:
    make = maker(storage, tmp_path / "fonts", {KIND.name: KIND})
    return Worker(db, WorkerParts({MAKE: make}, ()), name="test")


def asked(db: Database, facts: Facts | None = None) -> int:
    with db.unit_of_work() as session:
        return request_paper(session, SYSTEM, KIND, facts or Facts(), dated=DAY).id


def found(db: Database, number: int) -> Paper:
    with db.reading() as session:
        paper = paper_by_id(session, number)
        assert paper
        return paper


def test_a_paper_is_made_by_the_worker_and_sent_as_a_file(
    site: Flask, db: Database, storage: Storage, worker: Worker
) -> None:
    number = asked(db)
    with site.test_request_context(), pytest.raises(NotFound):
        delivered_paper(found(db, number))
    assert worker.drain() == 1
    paper = found(db, number)
    assert (paper.edition, paper.language, paper.facts["amount"]) == ("2026", "vi", 14_400_000)
    assert paper.source_sha256 == source_digest(source_of(TEMPLATE))
    assert paper.file
    assert "14.400.000 ₫" in text_of(storage.read(paper.file.sha256))
    with site.test_request_context():
        answer = delivered_paper(paper)
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"] == f"attachment; filename=mau-{number}.pdf"
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_equal_facts_lie_in_the_storage_once(db: Database, worker: Worker) -> None:
    one, two = asked(db), asked(db)
    other = asked(db, Facts(amount=1))
    worker.drain()
    digests = [kept.sha256 for kept in (found(db, number).file for number in (one, two, other)) if kept]
    assert digests[0] == digests[1] != digests[2]


def test_made_twice_is_made_once(db: Database, storage: Storage, worker: Worker, tmp_path: Path) -> None:
    number = asked(db)
    worker.drain()
    maker(storage, tmp_path / "fonts", {KIND.name: KIND})(db, {"paper_id": number})
    maker(storage, tmp_path / "fonts", {KIND.name: KIND})(db, {"paper_id": number + 1})
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(StoredFile)) == 1


def test_a_change_that_is_taken_back_asks_for_nothing(db: Database) -> None:
    with db.unit_of_work() as session:
        request_paper(session, SYSTEM, KIND, Facts(), dated=DAY)
        session.rollback()
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(OutboxJob)) == 0
        assert session.scalar(select(func.count()).select_from(Paper)) == 0


@dataclass(frozen=True)
class Others:
    name: str


def test_facts_of_another_kind_are_refused(db: Database) -> None:
    with db.unit_of_work() as session, pytest.raises(TypeError):
        request_paper(session, SYSTEM, KIND, Others("x"), dated=DAY)


def test_facts_that_were_changed_are_found(db: Database) -> None:
    number = asked(db)
    with db.unit_of_work() as session:
        assert list(check_papers(session)) == []
        facts = {**found(db, number).facts, "amount": 1}
        session.execute(update(Paper).values(facts=facts))
        session.flush()
        assert list(check_papers(session)) == [f"paper {number}: its facts are not those that were frozen"]


def test_a_forgotten_paper_keeps_its_digest_alone(db: Database, worker: Worker, site: Flask) -> None:
    number = asked(db)
    worker.drain()
    with db.unit_of_work() as session:
        paper = paper_by_id(session, number, lock=True)
        assert paper
        forget_paper(session, SYSTEM, paper, now=now())
        forget_paper(session, SYSTEM, paper, now=now())
    paper = found(db, number)
    assert (paper.facts, paper.file, len(paper.facts_sha256)) == ({}, None, 64)
    with db.unit_of_work() as session:
        assert session.scalars(select(StoredFile)).one().discarded_at is not None
        assert list(check_papers(session)) == []
    with site.test_request_context(), pytest.raises(NotFound):
        delivered_paper(paper)


def test_one_that_was_forgotten_before_it_was_made_is_not_made(db: Database, worker: Worker) -> None:
    number = asked(db)
    with db.unit_of_work() as session:
        forget_paper(session, SYSTEM, session.get_one(Paper, number), now=now())
    worker.drain()
    assert found(db, number).file is None


def test_a_digest_survives_the_database(db: Database) -> None:
    paper = found(db, asked(db, replace(Facts(), note='"dòng"\nhai\u00a0₫')))
    assert digest(paper.facts) == paper.facts_sha256


def test_rooms_declare_their_papers() -> None:
    house = House((*HOUSE.rooms, Room(name="low.songs", parts=Parts(papers=(KIND,)))))
    assert KIND in house.parts.papers
    assert MAKE in house.jobs
