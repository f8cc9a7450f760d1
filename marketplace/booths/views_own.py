"""A producer's registrations, made for a phone: one question a page, kept as it is typed."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.producers.queries import producer_by_id
from catalog.producers.roles import PRODUCER_SCOPE
from catalog.representation.doors import SPEAK
from catalog.representation.queries import producers_by_id
from foundation.db.database import current_db
from foundation.files.sending import delivered
from foundation.papers.sending import delivered_paper
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.workflow.rules import Refused
from marketplace.booths.context import BoothContext
from marketplace.booths.deciding import accept_offer, decline_offer
from marketplace.booths.desk_queries import letters_of
from marketplace.booths.models import BoothFair
from marketplace.booths.moving import last_charge_of
from marketplace.booths.own import OwnAct, booths_own, on_own, own_registration
from marketplace.booths.preparing import at_now, words_of
from marketplace.booths.queries import (
    fair_by_event,
    live_registration,
    paper_of,
    papers_of,
    registration_with_all,
    registrations_of,
    wait_of,
)
from marketplace.booths.registering import answered, begin, send, withdraw
from marketplace.booths.registering_models import BoothRegistration, BoothWait
from marketplace.booths.rules import REGISTRATIONS, BoothRefusal, Page, RegistrationState, RegistrationVerb, missing
from marketplace.booths.waiting import place_in_line
from marketplace.events.rules import PUBLIC


@booths_own.get("")
@door(SPEAK)
def mine() -> ResponseReturnValue:
    """Show the registrations of the producers one speaks for."""
    with current_db().reading() as records:
        found = registrations_of(records, scope(SPEAK).of(PRODUCER_SCOPE))
        return render_template("booths/mine.html", page=BoothContext(records), found=found)


@booths_own.get("/moi/<int:event_id>")
@door(SPEAK)
def new(event_id: int) -> ResponseReturnValue:
    """Show what a fair offers, and ask for which producer one registers."""
    return _new_page(event_id)


@booths_own.post("/moi/<int:event_id>")
@door(SPEAK)
def new_post(event_id: int) -> ResponseReturnValue:
    """Begin a registration; whoever has one is led there."""
    said = request.form.get("producer", "")
    number = int(said) if said.isascii() and said.isdigit() and said in {str(one) for one in _own_ids()} else 0
    actor = permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: number}))
    try:
        with current_db().unit_of_work() as records:
            producer = producer_by_id(records, number) or abort(404)
            made = begin(records, actor, _open_fair(records, event_id), producer, at_now())
    except Refused as refused:
        return _new_page(event_id, refused)
    if chosen := request.args.get("booth"):
        return redirect(url_for(".page", registration_id=made.id, page_name=Page.BOOTH.value, booth=chosen))
    return redirect(url_for(".shown", registration_id=made.id))


@booths_own.get("/<int:registration_id>")
@door(SPEAK)
def shown(registration_id: int) -> ResponseReturnValue:
    """Show where a registration stands, and what comes next."""
    return own_page(registration_id)


@booths_own.post("/<int:registration_id>/gui")
@door(SPEAK)
def send_post(registration_id: int) -> ResponseReturnValue:
    """Send a registration that is whole."""
    return _act(registration_id, lambda records, actor, one, _: send(records, actor, one, at_now()))


@booths_own.post("/<int:registration_id>/rut")
@door(SPEAK)
def withdraw_post(registration_id: int) -> ResponseReturnValue:
    """Take a registration back."""
    return _act(registration_id, lambda records, actor, one, _: withdraw(records, actor, one, at_now()))


@booths_own.post("/<int:registration_id>/nhan")
@door(SPEAK)
def accept_post(registration_id: int) -> ResponseReturnValue:
    """Take the booth that is offered."""
    return _act(
        registration_id,
        lambda records, actor, one, _: accept_offer(records, actor, _wait(records, one), at_now()),
    )


@booths_own.post("/<int:registration_id>/khong-nhan")
@door(SPEAK)
def decline_post(registration_id: int) -> ResponseReturnValue:
    """Say no to what is offered, or wait no longer."""
    return _act(
        registration_id,
        lambda records, actor, one, _: decline_offer(records, actor, _wait(records, one), at_now()),
    )


@booths_own.get("/<int:registration_id>/tep/<int:document_id>")
@door(SPEAK)
def document(registration_id: int, document_id: int) -> ResponseReturnValue:
    """Send a file of one's own registration."""
    with current_db().reading() as records:
        own_registration(records, registration_id)
        whole = registration_with_all(records, registration_id)
        found = [one.file for one in whole.documents if one.id == document_id] if whole else []
    return delivered(found[0]) if found else abort(404)


@booths_own.get("/<int:registration_id>/giay-to/<int:paper_id>.pdf")
@door(SPEAK)
def paper(registration_id: int, paper_id: int) -> ResponseReturnValue:
    """Send a paper of one's own registration."""
    with current_db().reading() as records:
        own = own_registration(records, registration_id)
        found = paper_of(records, own.event_id, paper_id)
        kept = found.paper if found and found.registration_id == registration_id else None
        return delivered_paper(kept)


def own_page(registration_id: int, refused: Refused | None = None) -> str:
    """Draw a registration as its producer sees it."""
    with current_db().reading() as records:
        own_registration(records, registration_id)
        one = registration_with_all(records, registration_id) or abort(404)
        page = BoothContext(records)
        done = answered(records, one, page.now)
        wait = wait_of(records, one.id)
        return render_template(
            "booths/own.html",
            page=page,
            one=one,
            event=one.fair.event,
            claims=page.claims(one),
            pages=[(each, page.asks(each), done[each]) for each in Page],
            lacks=missing(done),
            wait=wait,
            place=place_in_line(records, wait, page.now) if wait else None,
            charge=last_charge_of(records, one) if one.state in _ASKED else None,
            papers=papers_of(records, one.event_id, one.id),
            letters=[each for each in letters_of(records, one.event_id) if one.id in each.recipients],
            can={verb.value: REGISTRATIONS.allows(one.state, verb) for verb in RegistrationVerb},
            refused=words_of(refused),
        )


_ASKED = frozenset({RegistrationState.AWAITING_PAYMENT, RegistrationState.PAID_UNPLACED, RegistrationState.CONFIRMED})


def _act(registration_id: int, act: OwnAct[bool]) -> ResponseReturnValue:
    here = url_for(".shown", registration_id=registration_id)
    return on_own(registration_id, act, lambda refused: own_page(registration_id, refused), here)


def _wait(records: Session, one: BoothRegistration) -> BoothWait:
    found = wait_of(records, one.id)
    if found is None:
        raise Refused(BoothRefusal.TOO_LATE)
    return found


def _open_fair(records: Session, event_id: int) -> BoothFair:
    """Return the booths of a public event; 404 where it gives none."""
    found = fair_by_event(records, event_id)
    return found if found and found.event.state in PUBLIC else abort(404)


def _own_ids() -> frozenset[int]:
    return scope(SPEAK).of(PRODUCER_SCOPE)


def _new_page(event_id: int, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        fair = _open_fair(records, event_id)
        page, owners = BoothContext(records), producers_by_id(records, sorted(_own_ids()))
        known = {one.id: live_registration(records, event_id, one.id) for one in owners}
        return render_template(
            "booths/new.html",
            page=page,
            fair=fair,
            event=fair.event,
            free=page.free(fair),
            owners=owners,
            known=known,
            refused=words_of(refused),
        )
