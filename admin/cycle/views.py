"""A producer's dossiers: where each stands, who has it, until when, what comes next."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.cycle.context import DossierPage, label, step_titles
from admin.cycle.forms import AnswersForm, OpenForm, ReasonForm, answers_from, seen_version
from admin.cycle.labels import refusal_words
from admin.cycle.models import Dossier, DossierEvent
from admin.cycle.queries import dossier_by_id, dossiers_of, gaps_of
from admin.cycle.rules import PRODUCER, Maturity, Refusal, Verb
from admin.cycle.services import Mover, advance, complete, open_dossier
from catalog.producers.models import Producer
from catalog.producers.queries import producer_by_id
from catalog.producers.roles import PRODUCER_SCOPE
from catalog.products.queries import product_by_id, products_of
from catalog.regulations.editions import edition_on
from catalog.representation.doors import SPEAK
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.messages import spoken
from foundation.permissions.guard import permit
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.performing import perform
from foundation.workflow.rules import Refused

cycle_own = Blueprint("cycle_own", __name__, url_prefix="/ho-so", template_folder="templates")

Act = Callable[[Session, Actor, Dossier, ReasonForm], DossierEvent]


@cycle_own.get("/<int:producer_id>/chu-trinh")
@door(SPEAK)
def listed(producer_id: int) -> ResponseReturnValue:
    """Show a producer's dossiers and where each stands."""
    permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: producer_id}))
    with current_db().reading() as records:
        producer, found = _producer(records, producer_id), dossiers_of(records, producer_id)
    titles = step_titles({one.step for one in found}, today(), spoken())
    return render_template("cycle/mine.html", producer=producer, found=found, label=label, titles=titles)


@cycle_own.get("/<int:producer_id>/chu-trinh/moi")
@door(SPEAK)
def new(producer_id: int) -> ResponseReturnValue:
    """Show the form that opens a dossier."""
    return _new_page(producer_id, OpenForm(formdata=None))


@cycle_own.post("/<int:producer_id>/chu-trinh/moi")
@door(SPEAK)
def new_post(producer_id: int) -> ResponseReturnValue:
    """Open a dossier."""
    form = OpenForm()
    _offer(form, producer_id)

    def act(records: Session, actor: Actor, producer: Producer, sent: OpenForm) -> int:
        product = product_by_id(records, sent.product.data) if sent.product.data else None
        about = {"case": sent.case.data, "maturity": Maturity(sent.maturity.data), "name": sent.name.data or ""}
        return open_dossier(records, _mover(actor), producer, product=product, **about).id

    return perform(
        lambda records, **_: _producer(records, producer_id),
        lambda found: permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: found.id})),
        act,
        form.valid,
        lambda refused: _new_page(producer_id, form, refused),
        lambda made: redirect(url_for(".shown", dossier_id=made)),
    )


@cycle_own.get("/chu-trinh/<int:dossier_id>")
@door(SPEAK)
def shown(dossier_id: int) -> ResponseReturnValue:
    """One dossier: what is to be done now stands first."""
    return _page(dossier_id)


@cycle_own.post("/chu-trinh/<int:dossier_id>/gui")
@door(SPEAK)
def send_post(dossier_id: int) -> ResponseReturnValue:
    """Lodge it; or say that the plan is carried out, where that is the producer's step."""

    def act(records: Session, actor: Actor, dossier: Dossier, _: ReasonForm) -> DossierEvent:
        verbs = DossierPage.of(records, dossier, {PRODUCER}, today(), spoken()).verbs
        verb = Verb.FINISH if Verb.FINISH in verbs else Verb.LODGE
        return advance(records, _mover(actor), dossier, verb, version=seen_version(request.form))

    return _work(dossier_id, act)


@cycle_own.post("/chu-trinh/<int:dossier_id>/hoan-thien")
@door(SPEAK)
def complete_post(dossier_id: int) -> ResponseReturnValue:
    """Say what was done about each gap, and send it back."""

    def act(records: Session, actor: Actor, dossier: Dossier, _: ReasonForm) -> DossierEvent:
        answers = answers_from(request.form, [one.id for one in gaps_of(records, dossier.id)])
        return complete(records, _mover(actor), dossier, answers, version=seen_version(request.form))

    return _work(dossier_id, act)


@cycle_own.post("/chu-trinh/<int:dossier_id>/rut")
@door(SPEAK)
def withdraw_post(dossier_id: int) -> ResponseReturnValue:
    """Withdraw it."""

    def act(records: Session, actor: Actor, dossier: Dossier, sent: ReasonForm) -> DossierEvent:
        reason = sent.reason.data or ""
        return advance(
            records, _mover(actor), dossier, Verb.WITHDRAW, version=seen_version(request.form), reason=reason
        )

    return _work(dossier_id, act)


def _work(dossier_id: int, act: Act) -> ResponseReturnValue:
    form = ReasonForm()
    return perform(
        lambda records, *, to_change: _found(records, dossier_id, to_change=to_change),
        _permitted,
        act,
        form.valid,
        lambda refused: _page(dossier_id, form, refused),
        url_for(".shown", dossier_id=dossier_id),
    )


def _page(dossier_id: int, form: ReasonForm | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        dossier = _found(records, dossier_id)
        _permitted(dossier)
        page = DossierPage.of(records, dossier, {PRODUCER}, today(), spoken())
    return render_template(
        "cycle/own.html",
        page=page,
        label=label,
        form=form or ReasonForm(formdata=None),
        answers_form=AnswersForm(),
        refused=refusal_words(refused.of(Refusal)) if refused else None,
        Verb=Verb,
    )


def _new_page(producer_id: int, form: OpenForm, refused: Refused | None = None) -> str:
    permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: producer_id}))
    _offer(form, producer_id)
    if refused:
        form.product.errors = [refusal_words(refused.of(Refusal))]
    with current_db().reading() as records:
        producer = _producer(records, producer_id)
    return render_template("cycle/open.html", producer=producer, form=form)


def _offer(form: OpenForm, producer_id: int) -> None:
    with current_db().reading() as records:
        products = [one for one in products_of(records, producer_id) if not one.removed_at]
    form.offer(products, edition_on(today()).procedure.cases, spoken())


def _producer(records: Session, producer_id: int) -> Producer:
    return producer_by_id(records, producer_id) or abort(404)


def _found(records: Session, dossier_id: int, *, to_change: bool = False) -> Dossier:
    return dossier_by_id(records, dossier_id, to_change=to_change) or abort(404)


def _permitted(dossier: Dossier) -> Actor:
    """Who works on it; one of a producer the visitor does not speak for is not there."""
    return permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: dossier.producer_id}))


def _mover(actor: Actor) -> Mover:
    return Mover(actor, frozenset({PRODUCER}), now(), today())
