"""A report's link that is followed many times in one moment."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.reports.models import Report
from catalog.reports.rules import Kind, State
from catalog.reports.services import confirm, new_link, send
from foundation.audit.models import AuditEntry
from foundation.db.base import now
from foundation.db.database import Database
from foundation.i18n.languages import Lang
from tests.support.databases import TODAY
from tests.support.together import WORKERS, together


def test_a_report_is_confirmed_once(own_db: Database) -> None:
    with own_db.unit_of_work() as session:
        told = {"kind": Kind.FAKE, "text": "Bao bì in 5 sao", "email": "mai@example.vn", "page": ""}
        sent = send(session, **told, language=Lang.VI, now=now())  # type: ignore[arg-type]
        link = new_link(session, sent)

    def follow(session: Session) -> State:
        return confirm(session, token=link, now=now(), today=TODAY).state

    assert together(own_db, follow) == [State.RECEIVED] * WORKERS
    with own_db.reading() as session:
        assert session.scalars(select(Report.state)).one() is State.RECEIVED
        assert session.scalar(select(func.count(AuditEntry.id)).filter_by(verb="report:confirm")) == 1
