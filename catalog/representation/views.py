"""A producer's way to its record: finding it, claiming it, handing it over; and the workspace's first page."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.producers.addresses import producer_page
from catalog.producers.models import Producer
from catalog.producers.queries import producer_by_id
from catalog.producers.roles import PRODUCER_SCOPE
from catalog.representation.doors import SPEAK
from catalog.representation.finding import find
from catalog.representation.forms import ClaimForm, HandOverForm
from catalog.representation.labels import position_label, refusal_words, state_label
from catalog.representation.links import PAGES
from catalog.representation.queries import (
    claim_by_id,
    claims_of,
    members,
    producers_by_id,
    represented,
    represented_since,
)
from catalog.representation.rules import Position, Refusal, State
from catalog.representation.services import lodge, name_successor, withdraw
from foundation.accounts.models import Account
from foundation.accounts.queries import read_identifier
from foundation.accounts.rules import naming_limits
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words as file_words
from foundation.files.receiving import received_document
from foundation.files.rules import FileRefused
from foundation.files.services import PreparedFile
from foundation.i18n.messages import gettext as _
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.search.index import current_index
from foundation.signin.attempts import throttled_message
from foundation.signin.entry import count_attempt
from foundation.signin.identity import current_account
from foundation.web.doors import SIGNED_IN, door
from foundation.web.installation import today
from foundation.web.parameters import cut_at
from foundation.web.performing import perform
from foundation.workflow.rules import Refused

QUESTION_MAX = 200

representation = Blueprint("representation", __name__, url_prefix="/ho-so", template_folder="templates")


@representation.get("/")
@door(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """Show the workspace: the producers somebody speaks for, and the claims that wait."""
    with current_db().reading() as records:
        speaks_for = producers_by_id(records, sorted(scope(SPEAK).of(PRODUCER_SCOPE)))
        claims = claims_of(records, current_account().id)
    return render_template(
        "representation/mine.html",
        producers=speaks_for,
        claims=claims,
        position=position_label,
        state=state_label,
        waiting=State.LODGED,
        page_of=producer_page,
        pages=current_app.extensions[PAGES],
    )


@representation.get("/nhan")
@door(SIGNED_IN)
def search() -> ResponseReturnValue:
    """Find the record of one's own enterprise."""
    asked = request.args.get("q", "")[:QUESTION_MAX].strip()
    with current_db().reading() as records:
        found = find(records, current_index(), asked)
        taken = represented(records, [one.id for one in found], today())
    cut = cut_at(request.args, "q", QUESTION_MAX)
    return render_template("representation/search.html", q=asked, found=found, taken=taken, cut_at=cut)


@representation.get("/nhan/<int:producer_id>")
@door(SIGNED_IN)
def claim(producer_id: int) -> ResponseReturnValue:
    """Show the form with which a record is claimed."""
    return _claim_page(producer_id, ClaimForm())


@representation.post("/nhan/<int:producer_id>")
@door(SIGNED_IN)
def claim_post(producer_id: int) -> ResponseReturnValue:
    """Claim the record."""
    form = ClaimForm()

    def claim_it(records: Session, actor: Actor, producer: Producer, proofs: list[PreparedFile]) -> None:
        account, proof = _mine(records), next(iter(proofs), None)
        said = {"position": Position(form.position.data), "words": form.words.data}
        lodge(records, actor, producer, account, **said, proof=proof, now=now(), today=today())

    return perform(
        lambda records, **_: _producer(records, producer_id),
        lambda _: Actor(current_account().id),
        claim_it,
        lambda: _proofs(form),
        lambda refused: _claim_page(producer_id, form, refused),
        url_for(".mine"),
    )


@representation.post("/de-nghi/<int:claim_id>/rut")
@door(SIGNED_IN)
def withdraw_post(claim_id: int) -> ResponseReturnValue:
    """Take one's own claim back; somebody else's is not there."""
    with current_db().unit_of_work() as records:
        asked = claim_by_id(records, claim_id, to_decide=True)
        if asked is None or asked.account_id != current_account().id or asked.state is not State.LODGED:
            abort(404)
        withdraw(records, Actor(asked.account_id), asked, now=now())
    return redirect(url_for(".mine"))


@representation.get("/<int:producer_id>/ban-giao")
@door(SPEAK)
def successor(producer_id: int) -> ResponseReturnValue:
    """Show the form to name who follows."""
    return _successor_page(producer_id, HandOverForm())


@representation.post("/<int:producer_id>/ban-giao")
@door(SPEAK)
def successor_post(producer_id: int) -> ResponseReturnValue:
    """Name who follows; an officer agrees. Whether they have an account is not told."""
    permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: producer_id}))
    form, identifier = HandOverForm(), None
    if form.validate() and (identifier := read_identifier(form.identifier.data)) is None:
        form.identifier.errors = [_("This is neither an email address nor a Vietnamese phone number.")]
    if identifier is None:
        return _successor_page(producer_id, form)
    if waiting := count_attempt(current_db(), naming_limits(current_account().id), now()):
        form.identifier.errors = [throttled_message(waiting)]
        return _successor_page(producer_id, form), 429
    try:
        with current_db().unit_of_work() as records:
            leaving, producer = _mine(records), _producer(records, producer_id)
            name_successor(records, producer, leaving, identifier=identifier, position=Position(form.position.data))
    except Refused as refused:
        form.identifier.errors = [refusal_words(refused.of(Refusal))]
        return _successor_page(producer_id, form)
    return redirect(url_for(".successor", producer_id=producer_id, da=1))


def _claim_page(producer_id: int, form: ClaimForm, refused: Refused | None = None) -> str:
    if refused:
        form.words.errors = [refusal_words(refused.of(Refusal))]
    with current_db().reading() as records:
        producer = _producer(records, producer_id)
        since = represented_since(records, producer_id, today())
    return render_template("representation/claim.html", form=form, producer=producer, since=since)


def _successor_page(producer_id: int, form: HandOverForm) -> str:
    permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: producer_id}))
    with current_db().reading() as records:
        producer, held = _producer(records, producer_id), members(records, producer_id, today())
    named = "da" in request.args
    return render_template("representation/hand_over.html", form=form, producer=producer, members=held, named=named)


def _proofs(form: ClaimForm) -> list[PreparedFile] | None:
    """Return the paper that was sent with the form, or none; None where the form says what is wrong."""
    if not form.validate():
        return None
    sent = form.proof.data
    if not sent or not sent.filename:
        return []
    try:
        return [received_document(sent)]
    except FileRefused as refused:
        form.proof.errors = [file_words(refused.reason)]
        return None


def _producer(records: Session, producer_id: int) -> Producer:
    return producer_by_id(records, producer_id) or abort(404)


def _mine(records: Session) -> Account:
    return records.get_one(Account, current_account().id)
