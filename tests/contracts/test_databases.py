"""The databases tests are lent hold the same whatever ran before."""

from sqlalchemy import text

from tests.support.databases import Stage, Templates


def test_numbers_a_test_used_up_are_not_missing_from_later_templates(templates: Templates) -> None:
    """PostgreSQL rolls no sequence back: a template that had been worked in gave all that was built on it later ids."""
    taken = "select nextval(pg_get_serial_sequence('places', 'id'))"
    with templates.rolled_back("postgresql", Stage.SCHEMA) as database, database.reading() as session:
        session.execute(text(f"{taken} from generate_series(1, 5)"))
    with templates.own("postgresql", Stage.SCHEMA) as database, database.unit_of_work() as session:
        assert session.scalar(text(taken)) == 1
