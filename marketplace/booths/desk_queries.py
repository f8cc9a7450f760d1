"""Reading for whoever gives booths: fairs within reach, registrations by words and state, a table of them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.producers.models import Producer
from foundation.i18n.text import fold
from foundation.permissions.rules import Scope
from marketplace.booths.context import BoothContext
from marketplace.booths.models import BoothFair, BoothLetter, SubsidyProgramme
from marketplace.booths.registering_models import BoothProduct, BoothRegistration
from marketplace.booths.rules import RegistrationState
from marketplace.events.models import Event
from marketplace.events.queries import within_scope
from marketplace.events.rules import REGISTERED, State

SHOWN = 100
HEADER = (
    *("Số", "Chủ thể", "Tỉnh", "Trạng thái", "Gian hàng", "Tên bảng", "Sản phẩm", "Sao", "Nhu cầu", "Công suất (W)"),
    *("Ghi chú nhu cầu", "Người trực", "Người liên hệ", "Chức vụ", "Điện thoại", "Thư điện tử", "Mã số thuế"),
    *("Phải nộp (đồng)", "Gian được hỗ trợ", "Gửi lúc", "Ghi chú"),
)


def fairs_within(session: Session, scope: Scope) -> Sequence[tuple[Event, BoothFair | None]]:
    """Return the fairs within reach, those to come first, each with how it gives booths or None."""
    wanted = select(Event, BoothFair).outerjoin(BoothFair, BoothFair.event_id == Event.id)
    wanted = wanted.where(within_scope(scope), Event.state != State.DROPPED)
    wanted = wanted.where(or_(Event.kind.in_(REGISTERED), BoothFair.event_id.is_not(None)))
    rows = session.execute(wanted.order_by(Event.last_on.desc(), Event.id).limit(SHOWN))
    return [(event, fair) for event, fair in rows]


def registrations_for(
    session: Session,
    event_id: int,
    *,
    words: str = "",
    state: RegistrationState | None = None,
    most: int | None = SHOWN,
) -> Sequence[BoothRegistration]:
    """Return who registered for a fair, what waits for the organiser first, then in the order of coming."""
    wanted = select(BoothRegistration).join(Producer, Producer.id == BoothRegistration.producer_id)
    wanted = wanted.where(BoothRegistration.event_id == event_id)
    for word in fold(words).split():
        wanted = wanted.where(Producer.name_key.contains(word, autoescape=True))
    if state:
        wanted = wanted.where(BoothRegistration.state == state)
    waits = BoothRegistration.state != RegistrationState.SENT
    wanted = wanted.options(joinedload(BoothRegistration.producer)).order_by(waits, BoothRegistration.id)
    return session.scalars(wanted.limit(most)).all()


def export_rows(page: BoothContext, event_id: int) -> Iterator[tuple[object, ...]]:
    """Yield every registration of a fair as a row of a table; three queries for all."""
    wanted = select(BoothRegistration).filter_by(event_id=event_id).order_by(BoothRegistration.id)
    options = (
        joinedload(BoothRegistration.producer),
        selectinload(BoothRegistration.products).joinedload(BoothProduct.product),
        selectinload(BoothRegistration.staff),
    )
    labels = page.labels_by_registration(event_id)
    for one in page.session.scalars(wanted.options(*options)):
        yield _row(page, one, labels.get(one.id, []))


def _row(page: BoothContext, one: BoothRegistration, labels: Sequence[str]) -> tuple[object, ...]:
    stars = [str(each.stars or "–") for each in one.products]
    return (
        *(one.id, one.producer.name, page.province(one.producer.province_code), page.registration_state(one.state)),
        *(", ".join(labels), one.fascia, "; ".join(each.product.name for each in one.products), ", ".join(stars)),
        *(", ".join(page.need(need) for need in one.needs), one.power_watts, one.needs_note),
        *(", ".join(each.name for each in one.staff), one.contact_name, one.contact_position, one.contact_phone),
        *(one.contact_email, one.tax_code, one.due_dong, one.subsidised, page.moment(one.sent_at), one.note),
    )


def letters_of(session: Session, event_id: int) -> Sequence[BoothLetter]:
    """Return what was written to those who registered for a fair, the newest first."""
    wanted = select(BoothLetter).filter_by(event_id=event_id).order_by(BoothLetter.id.desc())
    return session.scalars(wanted.limit(SHOWN)).all()


def programmes(session: Session) -> Sequence[SubsidyProgramme]:
    """Return the programmes that pay a part of booths, the newest first."""
    return session.scalars(select(SubsidyProgramme).order_by(SubsidyProgramme.id.desc()).limit(SHOWN)).all()
