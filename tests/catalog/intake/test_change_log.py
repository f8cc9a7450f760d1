"""What a list changes in public facts can be read by everybody; what it says for the first time is no change."""

from sqlalchemy import select

from catalog.certificates.models import Certificate
from catalog.producers.models import Producer
from catalog.products.models import Product
from catalog.storefront.changes import product_changes
from foundation.audit.models import AuditEntry
from foundation.audit.queries import PublicChange, public_history
from foundation.db.database import Database
from foundation.i18n.languages import Lang
from tests.catalog.intake.test_services import ROW, Take, take

__all__ = ["take"]
DECIDED = {"authority": "UBND tỉnh Sơn La", "decision_no": "12/QĐ-UBND", "decision_date": "2024-05-06"}


def history(database: Database, subject: str) -> list[PublicChange]:
    """All that was noted of one kind of record, whatever its number."""
    with database.reading() as session:
        numbers = session.scalars(select(AuditEntry.subject_id).filter_by(subject=subject).distinct()).all()
        return [change for number in numbers for change in public_history(session, subject, number)]


def test_what_is_said_for_the_first_time_or_again_is_no_change(reference_db: Database, take: Take) -> None:
    take(ROW)
    take(ROW)
    assert history(reference_db, "product") == history(reference_db, "producer") == []


def test_another_name_group_and_class_are_noted_with_their_list(reference_db: Database, take: Take) -> None:
    take(ROW)
    take(ROW | {"name": "Mật ong rừng"}, list_key="test")
    [restated] = history(reference_db, "product")
    assert restated.verb == "product:restate"
    assert restated.before["name"] == "Mật ong"
    assert (restated.after["name"], restated.after["list"]) == ("Mật ong rừng", "test")
    take(ROW | {"name": "Mật ong rừng", "star": "5", "year": "2025"})
    [claims, _] = history(reference_db, "product")
    assert (claims.verb, claims.before, claims.after) == (
        "product:claims",
        {"said": ["4*/2024"]},
        {"said": ["5*/2025"], "list": "test"},
    )


def test_a_commune_that_was_not_stated_before_is_noted_of_the_producer(reference_db: Database, take: Take) -> None:
    take(ROW | {"commune": "", "district": ""})
    take(ROW | {"commune": "", "district": ""}, ROW | {"id": "2", "name": "Mật ong bạc hà"})
    [moved] = history(reference_db, "producer")
    assert moved.after["commune"] == "Chiềng Sơn"
    assert moved.before["place"] != moved.after["place"]
    with reference_db.reading() as session:
        assert session.scalars(select(Producer.commune_text)).all() == ["Chiềng Sơn"]


def test_certificates_are_noted_once_and_when_a_later_decision_replaces_them(
    reference_db: Database, take: Take
) -> None:
    first = ROW | DECIDED
    later = ROW | DECIDED | {"decision_no": "34/QĐ-UBND", "decision_date": "2025-05-06"}
    for row in (first, first, later):
        take(row)
    with reference_db.reading() as session:
        numbers = session.scalars(select(Certificate.id).order_by(Certificate.id)).all()
        noted = [[change.verb for change in public_history(session, "certificate", number)] for number in numbers]
        assert noted == [["certificate:end", "certificate:issue"], ["certificate:issue"]]
        product = session.scalars(select(Product)).one()
        titles = [event.at for event in product_changes(session, product, Lang.VI)]
        assert titles == sorted(titles, reverse=True)
