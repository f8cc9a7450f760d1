"""Registrations as whoever gives booths sees them: all of them, one, what is decided, a table, a letter."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.sending import delivered
from foundation.i18n.hygiene import clean_query
from foundation.i18n.messages import gettext as _
from foundation.papers.sending import delivered_paper
from foundation.tables.writing import table_answer
from foundation.web.doors import door
from foundation.workflow.rules import Refused
from marketplace.booths import deciding
from marketplace.booths.context import BoothContext
from marketplace.booths.desk_queries import HEADER, SHOWN, export_rows, letters_of, registrations_for
from marketplace.booths.doors import MANAGE
from marketplace.booths.forms_desk import LetterForm, PlaceForm, SwapForm
from marketplace.booths.labels import state_label
from marketplace.booths.models import Booth, BoothFair
from marketplace.booths.moving import last_charge_of
from marketplace.booths.preparing import (
    at_now,
    both,
    fair_managed,
    on_fair,
    on_registration,
    registration_managed,
    words_of,
)
from marketplace.booths.printing import ask_for_list
from marketplace.booths.queries import (
    claims_of_fair,
    free_booths_of,
    paper_of,
    papers_of,
    registration_with_all,
    wait_of,
)
from marketplace.booths.registering_models import BoothClaim, BoothRegistration
from marketplace.booths.rules import REGISTRATIONS, TAKES_PART, BoothRefusal, RegistrationState, RegistrationVerb
from marketplace.booths.waiting import place_in_line
from marketplace.booths.writing import write_letter
from marketplace.events.forms_work import RemarkForm


@both("/<int:event_id>/dang-ky")
@door(MANAGE)
def registrations(event_id: int) -> ResponseReturnValue:
    """Show who registered, what waits first; by words and state."""
    return _list_page(event_id)


@both("/<int:event_id>/dang-ky/xuat")
@door(MANAGE)
def export(event_id: int) -> ResponseReturnValue:
    """Send all registrations as a table."""
    with current_db().reading() as records:
        fair_managed(records, event_id)
        rows = list(export_rows(BoothContext(records), event_id))
    return table_answer(f"gian-hang-{event_id}", HEADER, rows)


@both("/<int:event_id>/dang-ky/thu", "POST")
@door(MANAGE)
def letter_post(event_id: int) -> ResponseReturnValue:
    """Write to those who registered, by where they stand."""
    form = _letter(LetterForm())

    def act(records: Session, actor: Actor, fair: BoothFair, sent: LetterForm) -> None:
        state = RegistrationState(sent.state.data) if sent.state.data else None
        write_letter(records, actor, fair, subject=sent.subject.data, body=sent.body.data, state=state, now=now())

    to = url_for(".registrations", event_id=event_id)
    return on_fair(event_id, act, lambda _refused: _list_page(event_id, form), form.valid, to)


@both("/<int:event_id>/danh-sach-cong", "POST")
@door(MANAGE)
def gate_post(event_id: int) -> ResponseReturnValue:
    """Have the list for the gate made, and all badges."""
    return on_fair(
        event_id,
        lambda records, _actor, fair, _form: ask_for_list(records, fair, now=now()),
        lambda _refused: _list_page(event_id),
        to=url_for(".registrations", event_id=event_id),
    )


@both("/<int:event_id>/giay-to/<int:paper_id>.pdf")
@door(MANAGE)
def paper(event_id: int, paper_id: int) -> ResponseReturnValue:
    """Send a paper of the fair or of a registration."""
    with current_db().reading() as records:
        fair_managed(records, event_id)
        found = paper_of(records, event_id, paper_id)
        return delivered_paper(found.paper if found else None)


@both("/<int:event_id>/dang-ky/<int:registration_id>")
@door(MANAGE)
def registration(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Show one registration with all it says, and what can be decided."""
    return _page(event_id, registration_id)


@both("/<int:event_id>/dang-ky/<int:registration_id>/tep/<int:document_id>")
@door(MANAGE)
def registration_document(event_id: int, registration_id: int, document_id: int) -> ResponseReturnValue:
    """Send a file of a registration."""
    with current_db().reading() as records:
        fair_managed(records, event_id)
        registration_managed(records, event_id, registration_id)
        whole = registration_with_all(records, registration_id)
        found = [one.file for one in whole.documents if one.id == document_id] if whole else []
    return delivered(found[0]) if found else abort(404)


@both("/<int:event_id>/dang-ky/<int:registration_id>/duyet", "POST")
@door(MANAGE)
def approve_post(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Agree that a producer takes part."""
    return _decide(event_id, registration_id, deciding.approve)


@both("/<int:event_id>/dang-ky/<int:registration_id>/tra-lai", "POST")
@door(MANAGE)
def return_post(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Ask for more."""
    return _with_words(event_id, registration_id, deciding.ask_for_more)


@both("/<int:event_id>/dang-ky/<int:registration_id>/tu-choi", "POST")
@door(MANAGE)
def decline_post(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Say no, and why."""
    return _with_words(event_id, registration_id, deciding.decline)


@both("/<int:event_id>/dang-ky/<int:registration_id>/huy", "POST")
@door(MANAGE)
def cancel_post(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Take a registration off the fair, and say why."""
    return _with_words(event_id, registration_id, deciding.cancel)


@both("/<int:event_id>/dang-ky/<int:registration_id>/vang", "POST")
@door(MANAGE)
def miss_post(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Record that nobody came."""
    return _decide(event_id, registration_id, deciding.miss)


@both("/<int:event_id>/dang-ky/<int:registration_id>/mo-lai", "POST")
@door(MANAGE)
def revive_post(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Give what was not paid in time another chance."""
    return _decide(event_id, registration_id, deciding.revive)


@both("/<int:event_id>/dang-ky/<int:registration_id>/xep", "POST")
@door(MANAGE)
def place_post(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Give a registration a booth, or another one."""

    def act(records: Session, actor: Actor, one: BoothRegistration, sent: PlaceForm) -> None:
        booth = records.get(Booth, int(sent.booth.data))
        before = _claim(records, one, sent.instead_of.data)
        if booth is None:
            raise Refused(BoothRefusal.NOT_THERE)
        deciding.place(records, actor, one, booth, at_now(), instead_of=before)

    with current_db().reading() as records:
        fair_managed(records, event_id)
        one = registration_managed(records, event_id, registration_id)
        form = _places(BoothContext(records), one, PlaceForm(prefix="place"))
    shows = lambda refused: _page(event_id, registration_id, refused)  # noqa: E731 - one of several
    return on_registration(event_id, registration_id, act, shows, form.valid)


@both("/<int:event_id>/dang-ky/<int:registration_id>/doi", "POST")
@door(MANAGE)
def swap_post(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Exchange a booth with another producer's."""

    def act(records: Session, actor: Actor, one: BoothRegistration, sent: SwapForm) -> None:
        own, other = _claim(records, one, sent.own.data), records.get(BoothClaim, int(sent.other.data))
        if own is None or other is None:
            raise Refused(BoothRefusal.NOT_THERE)
        deciding.swap(records, actor, own, other, at_now())

    with current_db().reading() as records:
        fair_managed(records, event_id)
        one = registration_managed(records, event_id, registration_id)
        form = _swaps(BoothContext(records), one, SwapForm(prefix="swap"))
    shows = lambda refused: _page(event_id, registration_id, refused)  # noqa: E731 - one of several
    return on_registration(event_id, registration_id, act, shows, form.valid)


def _claim(records: Session, one: BoothRegistration, number: str | None) -> BoothClaim | None:
    found = records.get(BoothClaim, int(number)) if number else None
    return found if found and found.registration_id == one.id else None


def _decide(event_id: int, registration_id: int, verb: deciding.Decision) -> ResponseReturnValue:
    return on_registration(
        event_id,
        registration_id,
        lambda records, actor, one, _: verb(records, actor, one, at_now()),
        lambda refused: _page(event_id, registration_id, refused),
    )


def _with_words(event_id: int, registration_id: int, verb: deciding.SaidWhy) -> ResponseReturnValue:
    form = RemarkForm()

    def act(records: Session, actor: Actor, one: BoothRegistration, sent: RemarkForm) -> None:
        verb(records, actor, one, remark=sent.remark.data, at=at_now())

    shows = lambda refused: _page(event_id, registration_id, refused, form)  # noqa: E731 - one of several
    return on_registration(event_id, registration_id, act, shows, form.valid)


def _letter(form: LetterForm) -> LetterForm:
    form.state.choices = [("", _("all")), *((one.value, state_label(one)) for one in RegistrationState)]
    return form


def _places(page: BoothContext, one: BoothRegistration, form: PlaceForm) -> PlaceForm:
    free = free_booths_of(page.session, one.event_id, page.now)
    form.booth.choices = [(str(booth.id), page.booth(booth)) for booth in free]
    form.instead_of.choices = [("", _("one more")), *((str(own.id), own.booth.label) for own in page.claims(one))]
    return form


def _swaps(page: BoothContext, one: BoothRegistration, form: SwapForm) -> SwapForm:
    claims = claims_of_fair(page.session, one.event_id, page.now).values()
    form.own.choices = [(str(own.id), own.booth.label) for own in page.claims(one)]
    others = [claim for claim in claims if claim.registration_id != one.id]
    form.other.choices = [
        (str(claim.id), f"{claim.registration.producer.name} ({claim.booth.label})") for claim in others
    ]
    return form


def _list_page(event_id: int, form: LetterForm | None = None) -> str:
    words, chosen = clean_query(request.args.get("q", "")[:200]), request.args.get("state", "")
    state = RegistrationState(chosen) if chosen in set(RegistrationState) else None
    with current_db().reading() as records:
        fair, page = fair_managed(records, event_id), BoothContext(records)
        return render_template(
            "booths/registrations.html",
            page=page,
            event=fair.event,
            fair=fair,
            found=registrations_for(records, event_id, words=words, state=state),
            labels=page.labels_by_registration(event_id),
            words=words,
            chosen=chosen,
            states=tuple(RegistrationState),
            most=SHOWN,
            form=form or _letter(LetterForm(formdata=None)),
            letters=letters_of(records, event_id),
            papers=papers_of(records, event_id, None),
        )


def _page(event_id: int, registration_id: int, refused: Refused | None = None, form: RemarkForm | None = None) -> str:
    with current_db().reading() as records:
        fair, page = fair_managed(records, event_id), BoothContext(records)
        registration_managed(records, event_id, registration_id)
        one = registration_with_all(records, registration_id) or abort(404)
        wait = wait_of(records, one.id)
        return render_template(
            "booths/registration.html",
            page=page,
            event=fair.event,
            fair=fair,
            one=one,
            claims=page.claims(one),
            wait=wait,
            place=place_in_line(records, wait, page.now) if wait else None,
            charge=last_charge_of(records, one),
            papers=papers_of(records, event_id, one.id),
            can={verb.value: REGISTRATIONS.allows(one.state, verb) for verb in RegistrationVerb},
            is_placed=one.state in _PLACED,
            placing=_places(page, one, PlaceForm(formdata=None, prefix="place")),
            swapping=_swaps(page, one, SwapForm(formdata=None, prefix="swap")),
            form=form or RemarkForm(formdata=None),
            refused=words_of(refused),
        )


_PLACED = TAKES_PART | {
    RegistrationState.SENT,
    RegistrationState.APPROVED,
    RegistrationState.AWAITING_PAYMENT,
    RegistrationState.PAID_UNPLACED,
}
