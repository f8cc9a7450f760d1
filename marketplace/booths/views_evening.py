"""An exhibitor's evening: what came of the day, told on a phone, without a network too."""

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.representation.doors import SPEAK
from foundation.audit.rules import Actor
from foundation.db.database import current_db
from foundation.i18n.days import read_day
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.queueing import perform_once
from foundation.web.receiving import Receipt
from marketplace.booths.context import BoothContext
from marketplace.booths.day_forms import DayForm
from marketplace.booths.day_labels import day_refusal_words
from marketplace.booths.day_queries import days_of
from marketplace.booths.day_rules import days_so_far
from marketplace.booths.days import tell_day
from marketplace.booths.own import as_producer, booths_own, own_registration, registration_at
from marketplace.booths.preparing import at_now
from marketplace.booths.registering_models import BoothRegistration


@booths_own.get("/<int:registration_id>/ket-qua")
@door(SPEAK)
def evening(registration_id: int) -> ResponseReturnValue:
    """Show the days of the fair so far, and the form for one of them."""
    return _page(registration_id)


@booths_own.post("/<int:registration_id>/ket-qua")
@door(SPEAK)
def evening_post(registration_id: int) -> ResponseReturnValue:
    """Keep what came of a day, once however often it is sent."""
    with current_db().reading() as records:
        form = DayForm().offer(_days(own_registration(records, registration_id)))

    def act(records: Session, actor: Actor, one: BoothRegistration, sent: DayForm) -> Receipt:
        return tell_day(records, actor, one, *sent.told(), at_now())

    return perform_once(
        lambda records, *, to_change: registration_at(records, registration_id, to_change=to_change),
        as_producer,
        act,
        form.valid,
        lambda words: _page(registration_id, form, words),
        url_for(".evening", registration_id=registration_id),
        day_refusal_words,
    )


def _days(one: BoothRegistration) -> list[date]:
    return days_so_far(one.fair.event.starts_on, one.fair.event.last_on, today())


def _page(registration_id: int, form: DayForm | None = None, words: str | None = None) -> str:
    with current_db().reading() as records:
        one, page = own_registration(records, registration_id), BoothContext(records)
        days, told = _days(one), days_of(records, registration_id)
        asked = read_day(request.args.get("ngay", ""))
        chosen = asked if asked in days else next(iter(days[-1:]), None)
        filled = form or (DayForm.of(told.get(chosen), chosen).offer(days) if chosen else None)
        return render_template(
            "booths/evening.html", page=page, one=one, event=one.fair.event, form=filled, told=told, refused=words
        )
