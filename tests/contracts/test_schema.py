"""Migrations lead to exactly the schema the models describe."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from foundation.db.base import Base
from foundation.db.database import Database
from foundation.db.engine import WRITE
from tests.support.databases import Stage, Templates

TABLES = sorted(Base.metadata.tables)
MAPPED = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if not mapper.class_.__module__.startswith("tests.")),
    key=lambda model: model.__name__,
)


def test_migrations_lead_to_the_models(db: Database) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
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
