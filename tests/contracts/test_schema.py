"""Migrations lead to exactly the schema the models describe."""

from contextlib import closing

import pysqlite3
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from foundation.db.base import Base
from foundation.db.database import Database
from foundation.db.engine import WRITE
from foundation.db.migrate import alembic_config, upgrade
from foundation.db.spatial import is_compared
from tests.support.databases import Stage, Templates

TABLES = sorted(Base.metadata.tables)
MAPPED = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if not mapper.class_.__module__.startswith("tests.")),
    key=lambda model: model.__name__,
)


def test_migrations_lead_to_the_models(db: Database) -> None:
    with db.engine.connect() as connection:
        compared = {"compare_type": True, "include_name": lambda name, kind, _: is_compared(name, kind)}
        context = MigrationContext.configure(connection, opts=compared)
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_make_the_same_checks(db: Database, templates: Templates, dialect: str) -> None:
    """Alembic does not compare CHECK constraints, and our states rest on them."""
    with templates.own(dialect, Stage.EMPTY) as fresh:
        with fresh.engine.execution_options(**{WRITE: True}).begin() as connection:
            Base.metadata.create_all(connection)
        assert _checks(db) == _checks(fresh)


def _checks(database: Database) -> dict[str, dict[str | None, str]]:
    seen = inspect(database.engine)
    return {table: {check["name"]: check["sqltext"] for check in seen.get_check_constraints(table)} for table in TABLES}


@pytest.mark.parametrize("model", MAPPED, ids=lambda model: model.__name__)
def test_every_table_is_explained_with_its_vietnamese_name(model: type[Base]) -> None:
    first = (model.__doc__ or "").split("\n", 1)[0]
    assert " — " in first, f"{model.__name__}: the docstring begins 'English term — từ tiếng Việt'"


def test_records_outlive_a_table_that_is_made_anew(templates: Templates) -> None:
    """SQLite changes a constraint by making the table anew; what others point to must not go with the old one."""
    with templates.own("sqlite", Stage.EMPTY) as old:
        command.upgrade(alembic_config(old.url), "0009")
        with closing(pysqlite3.connect(old.engine.url.database)) as records, records:
            for table, row in RECORDS:
                marks = ",".join("?" * len(row))
                records.execute(f"insert into {table} ({','.join(row)}) values ({marks})", list(row.values()))
        upgrade(old.url)
        with old.reading() as session:
            found = session.execute(text("select producer_id, removed_at from products")).all()
        assert found == [(1, None)]
        command.downgrade(alembic_config(old.url), "0009")


NOW = "2026-01-01 00:00:00"
KEYS = {"name_key": "x", "slug": "x", "sort_key": b"x", "former_province_code": "01", "province_code": "01"}
KEPT = {"id": 1, "name": "x", "place_id": 1, "is_demo": 0, "created_at": NOW, "updated_at": NOW, **KEYS}
PROVINCE = {"id": 1, "code": "01", "level": "province", "kind": "province", "name": "x", "full_name": "x"}
RECORDS: tuple[tuple[str, dict[str, object]], ...] = (
    ("places", {**PROVINCE, "valid_from": "1900-01-01", "province_code": "01"}),
    ("producers", {**KEPT, "kind": "unstated", "distinct_no": 1}),
    ("products", {**KEPT, "producer_id": 1, "motif": "food"}),
)
