"""The producer's workspace: its products, one page for each thing that can be said, and reading it all once more."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.producers.queries import producer_by_id
from catalog.producers.roles import PRODUCER_SCOPE
from catalog.products.models import Product
from catalog.products.queries import products_of
from catalog.profiles.forms import STEP_FORMS
from catalog.profiles.labels import field_label, hint_label, refusal_words, state_label, step_label
from catalog.profiles.models import ProductProfile
from catalog.profiles.queries import open_profile, published, states_of
from catalog.profiles.rules import FIELDS, Hint, Refusal, State, Step, changed_fields
from catalog.profiles.services import (
    discard_draft,
    is_changed,
    pending_reasons,
    save,
    submit,
    withdraw_submission,
)
from catalog.profiles.workspace import AUTOSAVE, after, product_to_change, represented_product, representing_actor
from catalog.representation.doors import SPEAK
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.web.forms import Form
from foundation.web.installation import today
from foundation.web.performing import no_form, perform
from foundation.workflow.rules import Refused

profiles = Blueprint("profiles", __name__, url_prefix="/ho-so", template_folder="templates")


@profiles.get("/<int:producer_id>")
@door(SPEAK)
def overview(producer_id: int) -> ResponseReturnValue:
    """Show a producer's products and how they stand."""
    permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: producer_id}))
    with current_db().reading() as records:
        producer, products = producer_by_id(records, producer_id), products_of(records, producer_id)
        states = states_of(records, [one.id for one in products])
    return render_template(
        "profiles/overview.html", producer=producer, products=products, states=states, state=state_label
    )


@profiles.get("/san-pham/<int:product_id>")
@door(SPEAK)
def product(product_id: int) -> ResponseReturnValue:
    """Show a product's pages, each with what it says so far."""
    return _product_page(product_id)


@profiles.get("/san-pham/<int:product_id>/<step_name>")
@door(SPEAK)
def step(product_id: int, step_name: str) -> ResponseReturnValue:
    """One page, filled with what was said so far."""
    at = _step(step_name)
    with current_db().reading() as records:
        represented_product(records, product_id)
        said = open_profile(records, product_id) or published(records, product_id)
    return _step_page(product_id, at, STEP_FORMS[at](obj=said))


@profiles.post("/san-pham/<int:product_id>/<step_name>")
@door(SPEAK)
def step_post(product_id: int, step_name: str) -> ResponseReturnValue:
    """Keep what was typed in the draft; go on to the next page."""
    at = _step(step_name)
    form = STEP_FORMS[at]()
    return perform(
        product_to_change(product_id),
        representing_actor,
        lambda records, actor, about, typed: save(
            records, actor, about, said={name: typed[name].data for name in FIELDS[at]}, now=now()
        ),
        form.valid,
        lambda refused: _not_saved(product_id, at, form, refused),
        lambda _: jsonify(saved=True) if AUTOSAVE in request.headers else redirect(after(product_id, at)),
    )


@profiles.get("/san-pham/<int:product_id>/xem-lai")
@door(SPEAK)
def review(product_id: int) -> ResponseReturnValue:
    """Read everything once more before it is published."""
    return _review_page(product_id)


@profiles.post("/san-pham/<int:product_id>/cong-bo")
@door(SPEAK)
def publish_post(product_id: int) -> ResponseReturnValue:
    """Publish it, or send it to the officer where something is to be looked at."""
    return perform(
        product_to_change(product_id),
        representing_actor,
        lambda records, actor, about, _: submit(records, actor, about, now=now(), today=today()),
        no_form,
        lambda refused: _review_page(product_id, refused),
        url_for(".product", product_id=product_id),
    )


@profiles.post("/san-pham/<int:product_id>/lay-lai")
@door(SPEAK)
def withdraw_submission_post(product_id: int) -> ResponseReturnValue:
    """Work on it again before the officer has decided."""
    return _undo(product_id, lambda records, actor, about, _: withdraw_submission(records, actor, about, now=now()))


@profiles.post("/san-pham/<int:product_id>/bo-nhap")
@door(SPEAK)
def drop_post(product_id: int) -> ResponseReturnValue:
    """Forget what was not published."""
    return _undo(product_id, lambda records, actor, about, _: discard_draft(records, actor, about, now=now()))


def _undo(product_id: int, act: Callable[[Session, Actor, Product, object], None]) -> ResponseReturnValue:
    return perform(
        product_to_change(product_id),
        representing_actor,
        act,
        no_form,
        lambda refused: _product_page(product_id, refused),
        url_for(".product", product_id=product_id),
    )


def _step(name: str) -> Step:
    found = next((one for one in STEP_FORMS if one.value == name), None)
    return found or abort(404)


def _not_saved(product_id: int, at: Step, form: Form, refused: Refused | None) -> ResponseReturnValue:
    if refused:
        form[FIELDS[at][0]].errors = [refusal_words(refused.of(Refusal))]
    if AUTOSAVE in request.headers:
        return jsonify(saved=False, errors=[message for _, message in form.summary()]), 422
    return _step_page(product_id, at, form)


def _step_page(product_id: int, at: Step, form: Form) -> str:
    with current_db().reading() as records:
        about = represented_product(records, product_id)
    place = list(Step).index(at) + 1
    return render_template(
        "profiles/step.html", form=form, product=about, step=at, title=step_label(at), place=place, steps=len(Step)
    )


def _product_page(product_id: int, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        about = represented_product(records, product_id)
        working, shown = open_profile(records, product_id), published(records, product_id)
    said = working or shown
    return render_template(
        "profiles/product.html",
        product=about,
        working=working,
        shown=shown,
        steps=[(one, step_label(one), _address(product_id, one), _is_said(said, one)) for one in Step],
        state=state_label(frozenset(one.state for one in (working, shown) if one)),
        waits=working is not None and working.state is State.WAITING,
        hints=[hint_label(Hint(name)) for name in working.reasons] if working else [],
        refused=refusal_words(refused.of(Refusal)) if refused else None,
    )


def _review_page(product_id: int, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        about = represented_product(records, product_id)
        working, shown = open_profile(records, product_id), published(records, product_id)
        hints = pending_reasons(working, shown) if working else []
    return render_template(
        "profiles/review.html",
        product=about,
        said=working or shown,
        new=working is not None and working.state is State.DRAFT and is_changed(working, shown),
        changed=changed_fields(shown.facts() if shown else {}, working.facts()) if working else [],
        hints=[hint_label(hint) for hint in hints],
        label=field_label,
        refused=refusal_words(refused.of(Refusal)) if refused else None,
        fields=FIELDS,
    )


def _address(product_id: int, at: Step) -> str:
    steps = list(Step)
    before = steps.index(at) - 1
    return after(product_id, steps[before]) if before >= 0 else url_for("profile_photos.listed", product_id=product_id)


def _is_said(said: ProductProfile | None, at: Step) -> bool:
    if said is None:
        return False
    many: dict[Step, list[Any]] = {Step.PHOTOS: said.photos, Step.CERTIFICATIONS: said.certifications}
    return bool(many[at]) if at in many else any(getattr(said, name) for name in FIELDS[at])
