"""Certifications that a producer holds for a product, with their papers."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.products.models import Product
from catalog.profiles.forms import CertificationForm
from catalog.profiles.labels import refusal_words
from catalog.profiles.queries import open_profile, published
from catalog.profiles.rules import Refusal, State, Step
from catalog.profiles.services import add_certification, remove_certification
from catalog.profiles.workspace import after, product_to_change, represented_product, representing_actor
from catalog.representation.doors import SPEAK
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words as file_words
from foundation.files.receiving import received_document
from foundation.files.rules import SCAN_WIDTH, FileRefused
from foundation.files.sending import delivered
from foundation.files.services import PreparedFile
from foundation.web.doors import door
from foundation.web.performing import no_form, perform
from foundation.workflow.rules import Refused

certifications = Blueprint(
    "profile_certifications", __name__, url_prefix="/ho-so/san-pham", template_folder="templates"
)


@certifications.get("/<int:product_id>/chung-nhan")
@door(SPEAK)
def listed(product_id: int) -> ResponseReturnValue:
    """Show the certifications so far, and a form for another."""
    return _page(product_id, CertificationForm())


@certifications.post("/<int:product_id>/chung-nhan")
@door(SPEAK)
def add_post(product_id: int) -> ResponseReturnValue:
    """Note one."""
    form = CertificationForm()

    def add(records: Session, actor: Actor, about: Product, papers: list[PreparedFile]) -> None:
        said = {"name": form.name.data, "number": form.number.data or "", "valid_until": form.valid_until.data}
        add_certification(records, actor, about, **said, paper=next(iter(papers), None), now=now())

    return perform(
        product_to_change(product_id),
        representing_actor,
        add,
        lambda: _papers(form),
        lambda refused: _page(product_id, form, refused),
        url_for(".listed", product_id=product_id),
    )


@certifications.post("/<int:product_id>/chung-nhan/<int:place>/xoa")
@door(SPEAK)
def remove_post(product_id: int, place: int) -> ResponseReturnValue:
    """Take one out, named by its place in the list: the draft that begins now has numbers of its own."""
    return perform(
        product_to_change(product_id),
        representing_actor,
        lambda records, actor, about, _: remove_certification(records, actor, about, place=place, now=now()),
        no_form,
        lambda refused: _page(product_id, CertificationForm(), refused),
        url_for(".listed", product_id=product_id),
    )


@certifications.get("/<int:product_id>/chung-nhan/<int:held_id>/tep")
@door(SPEAK)
def paper(product_id: int, held_id: int) -> ResponseReturnValue:
    """Show the paper of a certification."""
    with current_db().reading() as records:
        represented_product(records, product_id)
        said = open_profile(records, product_id) or published(records, product_id)
        kept = next((one.file for one in said.certifications if one.id == held_id), None) if said else None
        if kept is None:
            abort(404)
        return delivered(kept, digest=kept.rendition(SCAN_WIDTH).sha256 if kept.is_image else None)


def _papers(form: CertificationForm) -> list[PreparedFile] | None:
    """Return the paper that was sent with the form, or none; None where the form says what is wrong."""
    if not form.validate():
        return None
    sent = form.paper.data
    if not sent or not sent.filename:
        return []
    try:
        return [received_document(sent)]
    except FileRefused as refused:
        form.paper.errors = [file_words(refused.reason)]
        return None


def _page(product_id: int, form: CertificationForm, refused: Refused | None = None) -> str:
    if refused:
        form.name.errors = [refusal_words(refused.of(Refusal))]
    with current_db().reading() as records:
        about = represented_product(records, product_id)
        said = open_profile(records, product_id) or published(records, product_id)
    return render_template(
        "profiles/certifications.html",
        form=form,
        product=about,
        held=said.certifications if said else [],
        waits=said is not None and said.state is State.WAITING,
        following=after(product_id, Step.CERTIFICATIONS),
        place=list(Step).index(Step.CERTIFICATIONS) + 1,
        steps=len(Step),
    )
