import pytest

from catalog.certificates.services import refresh_standings
from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_MEMBER
from catalog.products.services import ProductFacts, add_product
from foundation.accounts.queries import Identifier, account_by_identifier
from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.permissions.services import RoleSubject, Term, appoint
from tests.catalog.representation.conftest import Enter, desk, maker, person
from tests.foundation.signin.conftest import Browser, app, browser, hashed, keys
from tests.support.databases import TODAY

__all__ = ["app", "browser", "desk", "hashed", "keys", "maker", "person"]


@pytest.fixture
def tea(reference_db: Database, maker: int) -> int:
    """A product of the producer; its number."""
    with reference_db.unit_of_work() as session:
        producer = session.get_one(Producer, maker)
        facts = ProductFacts("Chè Bình Minh", "01", "01", producer.place_id, producer_id=maker)
        made = add_product(session, facts, {})
        session.flush()
        refresh_standings(session, [made.id], TODAY)
        return made.id


@pytest.fixture
def member(reference_db: Database, maker: int, person: Enter) -> Browser:
    """An, who speaks for the producer, signed in."""
    here = person()
    with reference_db.unit_of_work() as session:
        an = account_by_identifier(session, Identifier(email="an@example.vn"))
        assert an
        appoint(session, SYSTEM, an, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=RoleSubject(None, maker))
    here.sign_in()  # an appointment ends what was open
    return here
