"""The gate of a fair: badges are scanned or typed, without a network too; and the report of what came of it."""

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit
from foundation.tables.writing import table_answer
from foundation.web.doors import door
from foundation.web.queueing import perform_once
from foundation.web.receiving import Receipt
from foundation.workflow.rules import Refused
from marketplace.booths.context import BoothContext
from marketplace.booths.day_forms import GateForm
from marketplace.booths.day_labels import day_refusal_words
from marketplace.booths.day_queries import gate_list, report_of
from marketplace.booths.day_rules import CODE_PARAMETER, NUMBERS
from marketplace.booths.days import check_in, use_as_results
from marketplace.booths.doors import MANAGE
from marketplace.booths.models import BoothFair
from marketplace.booths.preparing import at_now, both, fair_managed, on_fair
from marketplace.booths.rules import RegistrationState
from marketplace.events.labels import refusal_words as event_refusal_words
from marketplace.events.rules import EVENTS, Refusal, Verb
from marketplace.events.work import jurisdiction_of

SENSORS = "camera=(self), geolocation=(), microphone=(), payment=()"
"""The page on which badges are scanned may look through the camera."""
HEADER = (
    *("Gian hàng", "Chủ thể", "Có mặt", "Số ngày đã báo", "Doanh thu (đồng)", "Lượt khách", "MoU"),
    *("Thỏa thuận", "Hợp đồng", "Giá trị hợp đồng (đồng)"),
)


@both("/<int:event_id>/diem-danh")
@door(MANAGE)
def checkin(event_id: int) -> ResponseReturnValue:
    """Show the gate: a code to scan or type, and everybody who is expected."""
    return _checkin_page(event_id, GateForm(formdata=None, code=request.args.get(CODE_PARAMETER, "")[:200]))


@both("/<int:event_id>/diem-danh", "POST")
@door(MANAGE)
def checkin_post(event_id: int) -> ResponseReturnValue:
    """Check somebody in, once however often it is sent."""
    form = GateForm()

    def act(records: Session, actor: Actor, fair: BoothFair, sent: GateForm) -> Receipt:
        return check_in(records, actor, fair, sent.told(), at_now())

    return perform_once(
        lambda records, **_: fair_managed(records, event_id),
        lambda fair: permit(MANAGE, jurisdiction_of(fair.event)),
        act,
        form.valid,
        lambda words: _checkin_page(event_id, form, words),
        url_for(".checkin", event_id=event_id),
        day_refusal_words,
    )


@both("/<int:event_id>/bao-cao")
@door(MANAGE)
def report(event_id: int) -> ResponseReturnValue:
    """Show what came of the fair as its booths told it."""
    return _report_page(event_id)


@both("/<int:event_id>/bao-cao", "POST")
@door(MANAGE)
def report_post(event_id: int) -> ResponseReturnValue:
    """Make it the results of the event, which a second person publishes."""

    def act(records: Session, actor: Actor, fair: BoothFair, _: object) -> None:
        use_as_results(records, actor, fair, report_of(records, fair, now()), now=now())

    to = url_for(".report", event_id=event_id)
    return on_fair(event_id, act, lambda refused: _report_page(event_id, refused), to=to)


@both("/<int:event_id>/bao-cao/bang")
@door(MANAGE)
def report_table(event_id: int) -> ResponseReturnValue:
    """Send the report as a table."""
    with current_db().reading() as records:
        found = report_of(records, fair_managed(records, event_id), now())
        rows = [
            (
                ", ".join(line.labels),
                line.registration.producer.name,
                "x" if line.registration.state is RegistrationState.CHECKED_IN else "",
                line.days,
                *(getattr(line.told, name) for name in NUMBERS),
            )
            for line in found.lines
        ]
    return table_answer(f"bao-cao-gian-hang-{event_id}", HEADER, rows)


def _checkin_page(event_id: int, form: GateForm, words: str | None = None) -> Response:
    with current_db().reading() as records:
        fair, page = fair_managed(records, event_id), BoothContext(records)
        drawn = render_template(
            "booths/checkin.html",
            page=page,
            event=fair.event,
            form=form,
            rows=gate_list(records, fair, at_now()),
            refused=words,
        )
    answer = make_response(drawn)
    answer.headers["Permissions-Policy"] = SENSORS
    return answer


def _report_page(event_id: int, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        fair, page = fair_managed(records, event_id), BoothContext(records)
        return render_template(
            "booths/report.html",
            page=page,
            event=fair.event,
            can_record=EVENTS.allows(fair.event.state, Verb.RECORD),
            found=report_of(records, fair, page.now),
            refused=event_refusal_words(refused.of(Refusal)) if refused else None,
        )
