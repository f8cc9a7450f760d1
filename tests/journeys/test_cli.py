"""An operator's way through the command line, on both databases."""

import csv
import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import func, select, update

from catalog.certificates.models import ProductStanding
from catalog.products.models import Product
from demo.cli import CATALOGUE
from foundation.config.settings import Env, Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.outbox.models import OutboxJob
from foundation.outbox.services import enqueue
from tests.conftest import DIALECTS
from tests.support.databases import Stage, Templates
from tests.support.processes import rounds
from wsgi import create_app

Run = Callable[..., Result]

FILES = [("csv", DIALECTS[0]), ("xlsx", DIALECTS[1])]
FILES += rounds([], [("xlsx", DIALECTS[0]), ("csv", DIALECTS[1])])
"""A file is the same whatever its rows came from: each kind and each database once, in `make prove` all of them."""


def runner(database: Database, settings: Settings) -> Run:
    app = create_app(dataclasses.replace(settings, database_url=database.url), database)
    cli = app.test_cli_runner()

    def run(*words: str | Path, status: int = 0) -> Result:
        result = cli.invoke(args=[str(word) for word in words])
        assert result.exit_code == status, result.output
        return result

    return run


@pytest.fixture
def empty_db(templates: Templates, dialect: str) -> Iterator[Database]:
    with templates.own(dialect, Stage.EMPTY) as database:
        yield database


@pytest.fixture
def run(catalogue_db: Database, settings: Settings) -> Run:
    return runner(catalogue_db, settings)


def products(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(Product.id)).where(~Product.is_demo)) or 0


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_list(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows_of(CATALOGUE)[0].keys())
        out.writeheader()
        out.writerows(rows)
    return path


def test_from_nothing_to_a_catalogue_that_holds(empty_db: Database, settings: Settings) -> None:
    run = runner(empty_db, settings)
    assert "newest" in run("db", "upgrade").output
    run("db", "upgrade")
    loaded = run("reference", "load").output
    assert "places: " in loaded
    assert "product groups: " in loaded
    first, again = run("demo", "load").output, run("demo", "load").output
    assert "878 created" in first
    assert "24 products and 25 certificates made" in first
    assert "fairs and events: 31 from public reports and 7 illustrations made" in first
    assert "points of sale: 48 from public reports and 12 illustrations made" in first
    assert "878 unchanged" in again
    assert "0 products and 0 certificates made" in again
    assert "fairs and events: 0 from public reports and 0 illustrations made" in again
    assert "points of sale: 0 from public reports and 0 illustrations made" in again
    assert products(empty_db) == 878
    assert "do not hold" not in run("verify").output


def test_reference_data_load_twice_without_a_change(run: Run) -> None:
    assert run("reference", "load").output == run("reference", "load").output


def test_the_demonstration_refuses_in_production(catalogue_db: Database, settings: Settings) -> None:
    run = runner(catalogue_db, dataclasses.replace(settings, env=Env.PRODUCTION))
    for verb in ("load", "run"):
        assert "production" in run("demo", verb, status=1).output


def test_an_import_says_what_became_of_every_row(run: Run, catalogue_db: Database, tmp_path: Path) -> None:
    real = rows_of(CATALOGUE)
    good, other = {**real[0], "id": "N1", "name": "Trà mới"}, {**real[1], "id": "N2", "name": ""}
    path, report = write_list(tmp_path / "new.csv", good, other, good), tmp_path / "report.csv"
    result = run("catalog", "import", path, "--report", report, status=1)
    assert "row 3 (N2) rejected" in result.output
    told = rows_of(report)
    assert list(told[0]) == ["row", "id", "name", "outcome", "reasons", "product_id"]
    assert [(row["row"], row["outcome"]) for row in told] == [("2", "created"), ("3", "rejected"), ("4", "rejected")]
    assert told[0]["product_id"].isdecimal()
    assert all(row["reasons"] for row in told[1:])
    assert products(catalogue_db) == 879
    # The same again changes nothing.
    again = run("catalog", "import", write_list(tmp_path / "new.csv", good), "--report", report)
    assert "1 unchanged" in again.output
    assert products(catalogue_db) == 879


def test_a_dry_run_keeps_nothing(run: Run, catalogue_db: Database, tmp_path: Path) -> None:
    path = write_list(tmp_path / "new.csv", {**rows_of(CATALOGUE)[0], "id": "N1", "name": "Trà mới"})
    assert "(dry run): 1 created" in run("catalog", "import", path, "--dry-run").output
    assert products(catalogue_db) == 878


def test_a_file_with_decomposed_text_is_refused_unless_repair_is_asked_for(
    run: Run, catalogue_db: Database, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "new.csv", {**rows_of(CATALOGUE)[0], "id": "N1", "name": "Tra\u0300 mới"})
    refused = run("catalog", "import", path, status=1)
    assert "new.csv" in refused.output
    assert "row 2" in refused.output
    assert "name" in refused.output
    assert products(catalogue_db) == 878
    assert "1 created" in run("catalog", "import", path, "--repair").output
    with catalogue_db.reading() as session:
        assert session.scalar(select(Product).filter_by(name="Trà mới")) is not None


@pytest.mark.parametrize(("suffix", "dialect"), FILES)
def test_what_goes_out_comes_back_unchanged(run: Run, catalogue_db: Database, tmp_path: Path, suffix: str) -> None:
    path, report = tmp_path / f"ocop_products.{suffix}", tmp_path / "report.csv"
    assert "878 products" in run("catalog", "export", path).output
    run("catalog", "import", path, "--report", report)
    assert {row["outcome"] for row in rows_of(report)} == {"unchanged"}
    assert products(catalogue_db) == 878


def test_verify_lists_what_does_not_hold(run: Run, catalogue_db: Database) -> None:
    assert "certificates: holds" in run("verify").output
    with catalogue_db.unit_of_work() as session:
        one = session.scalars(select(ProductStanding).limit(1)).one()
        session.execute(update(ProductStanding).filter_by(product_id=one.product_id).values(number="1/QĐ-XYZ"))
    broken = run("verify", status=1).output
    assert "certificates: 1 do not hold" in broken
    assert str(one.product_id) in broken


def test_the_worker_drains_and_leaves(run: Run, catalogue_db: Database) -> None:
    assert "14 jobs done" in run("outbox", "work", "--once").output  # the schedule's
    again = run("outbox", "work", "--once").output
    assert again.endswith(("0 jobs done\n", "1 jobs done\n")), again  # a seal is due again after five seconds


def test_dead_letters_are_listed_and_tried_again(run: Run, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        enqueue(session, "unheard-of", {"id": 5}, run_at=now())
    run("outbox", "work", "--once", status=1)
    with catalogue_db.reading() as session:
        job_id = session.scalars(select(OutboxJob.id).filter_by(kind="unheard-of")).one()
    assert (
        f"{job_id} unheard-of {{'id': 5}} after 1 attempts: no handler for unheard-of" in run("outbox", "dead").output
    )
    assert "1 queued again" in run("outbox", "retry", str(job_id)).output
    assert not run("outbox", "dead").output
    run("outbox", "retry", str(job_id), status=1)
    run("outbox", "retry", "--all")
