"""The databases tests are lent hold the same whatever ran before."""

from pathlib import Path

from sqlalchemy import func, select, text

from foundation.places.models import Place
from tests.support.databases import Stage, Templates


def test_numbers_a_test_used_up_are_not_missing_from_later_templates(templates: Templates, tmp_path: Path) -> None:
    """PostgreSQL rolls no sequence back: a template that had been worked in gave all that was built on it later ids."""
    fresh = Templates(tmp_path, templates.postgres, "numbers")
    with fresh.rolled_back("postgresql", Stage.SCHEMA) as database, database.reading() as session:
        session.execute(text("select nextval(pg_get_serial_sequence('places', 'id')) from generate_series(1, 5)"))
    with fresh.rolled_back("postgresql", Stage.REFERENCE) as database, database.reading() as session:
        assert session.scalar(select(func.min(Place.id))) == 1
