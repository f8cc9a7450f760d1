"""Certificates on record: finding, extending and ending one; each is looked at once more before it is done."""

from dataclasses import replace

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import Field

from admin.certificates.forms import EndingForm, ExtensionForm
from admin.certificates.labels import certificate_words
from catalog.certificates.check_code import printed
from catalog.certificates.ending_rules import Ending, Extension, Refusal, ending_refused, extension_refused, last_day
from catalog.certificates.endings import (
    as_seen,
    certificate_by_id,
    certificates_found,
    end_certificate,
    extend_certificate,
)
from catalog.certificates.labels import ended_by_words, ground_words
from catalog.certificates.models import Certificate
from catalog.certificates.rules import CertificateFact, EndedBy, standing
from catalog.intake.doors import VERIFY
from catalog.regulations.editions import edition_on
from catalog.regulations.labels import revokers
from foundation.audit.rules import Actor
from foundation.db.database import current_db
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.performing import no_form, perform
from foundation.workflow.rules import Refused

certificates = Blueprint(
    "certificates", __name__, url_prefix="/admin/xac-minh/giay-chung-nhan", template_folder="templates"
)

DO = "lam"
"""The step of a form that was looked at once more; every other shows what would become of it."""


@certificates.get("")
@door(VERIFY)
def listed() -> ResponseReturnValue:
    """Certificates by code or name; without words those about to run out or just over."""
    words = request.args.get("q", "")[:100]
    with current_db().reading() as records:
        found = certificates_found(records, scope(VERIFY), words, today())
        shown = [(one, standing([one.fact()], [], today())) for one in found]
    return render_template("certificates/list.html", found=shown, words=words, printed=printed)


@certificates.get("/<int:certificate_id>")
@door(VERIFY)
def shown(certificate_id: int) -> ResponseReturnValue:
    """Show a certificate and what can be done to it."""
    return _page("certificates/certificate.html", certificate_id)


@certificates.get("/<int:certificate_id>/gia-han")
@door(VERIFY)
def extend(certificate_id: int) -> ResponseReturnValue:
    """Show a form for an extension, filled with the longest the law allows."""
    form = ExtensionForm()
    with current_db().reading() as records:
        form.until.data = last_day(_seen(records, certificate_id).fact(), today())
    if form.until.data is None:
        return _page("certificates/certificate.html", certificate_id, refused=_no_extension())
    return _page("certificates/extend.html", certificate_id, form=form)


@certificates.post("/<int:certificate_id>/gia-han")
@door(VERIFY)
def extend_post(certificate_id: int) -> ResponseReturnValue:
    """Show what would become of it; extend it when that was looked at."""
    form = ExtensionForm()
    with current_db().reading() as records:
        fact = _seen(records, certificate_id).fact()
    if last_day(fact, today()) is None:
        return _page("certificates/certificate.html", certificate_id, refused=_no_extension())
    if not form.validate():
        return _page("certificates/extend.html", certificate_id, form=form)
    asked = form.asked()
    if why := extension_refused(fact, asked, today()):
        return _refused("certificates/extend.html", certificate_id, form, _extension_box(form, why), why)
    if request.form.get("step") != DO:
        return _looked_at("certificates/extend.html", certificate_id, form, replace(fact, extended_until=asked.until))
    return _done(certificate_id, asked)


@certificates.get("/<int:certificate_id>/ket-thuc")
@door(VERIFY)
def end(certificate_id: int) -> ResponseReturnValue:
    """Show a form for the decision that ends it."""
    return _page("certificates/end.html", certificate_id, form=EndingForm())


@certificates.post("/<int:certificate_id>/ket-thuc")
@door(VERIFY)
def end_post(certificate_id: int) -> ResponseReturnValue:
    """Show what would become of it; end it when that was looked at."""
    form = EndingForm()
    with current_db().reading() as records:
        fact = _seen(records, certificate_id).fact()
    if not form.validate():
        return _page("certificates/end.html", certificate_id, form=form)
    asked = form.asked()
    if why := ending_refused(fact, asked, today()):
        return _refused("certificates/end.html", certificate_id, form, _ending_box(form, why), why)
    if request.form.get("step") != DO:
        ended = replace(fact, ended_by=asked.by, ended_on=asked.issued_on)
        return _looked_at("certificates/end.html", certificate_id, form, ended)
    return _done(certificate_id, asked)


def _done(certificate_id: int, asked: Extension | Ending) -> ResponseReturnValue:
    seen = request.form.get("seen", "")

    def act(records: Session, actor: Actor, found: Certificate, _: object) -> None:
        if isinstance(asked, Extension):
            extend_certificate(records, actor, found.id, asked, seen=seen, today=today())
        else:
            end_certificate(records, actor, found.id, asked, seen=seen, today=today())

    def page(refused: Refused | None) -> str:
        words = certificate_words(refused.of(Refusal)) if refused else None
        return _page("certificates/certificate.html", certificate_id, refused=words)

    return perform(
        lambda records, *, to_change: _found(records, certificate_id, to_change=to_change),
        _permitted,
        act,
        no_form,
        page,
        url_for(".shown", certificate_id=certificate_id),
    )


def _looked_at(template: str, certificate_id: int, form: ExtensionForm | EndingForm, then: CertificateFact) -> str:
    """Return the same once more, with what everybody would read."""
    return _page(template, certificate_id, form=form, answers=form.answers(), then=standing([then], [], today()))


def _refused(
    template: str, certificate_id: int, form: ExtensionForm | EndingForm, box: Field | None, why: Refusal
) -> str:
    """Return the form with what is wrong beside its field; what stands against the certificate itself above all."""
    if box is None:
        return _page("certificates/certificate.html", certificate_id, refused=certificate_words(why))
    box.errors = [certificate_words(why)]
    return _page(template, certificate_id, form=form)


def _no_extension() -> str:
    return certificate_words(Refusal.NOT_TRANSITIONAL)


def _extension_box(form: ExtensionForm, why: Refusal) -> Field | None:
    if why in {Refusal.LODGED_LATER, Refusal.LODGED_AFTER_EXPIRY}:
        return form.lodged_on
    return form.until if why in {Refusal.TOO_SHORT, Refusal.TOO_LONG} else None


def _ending_box(form: EndingForm, why: Refusal) -> Field | None:
    boxes = {
        Refusal.NO_GROUND: form.ground,
        Refusal.IN_THE_FUTURE: form.issued_on,
        Refusal.BEFORE_ISSUE: form.issued_on,
        Refusal.WRONG_LEVEL: form.level,
    }
    return boxes.get(why)


def _page(template: str, certificate_id: int, **context: object) -> str:
    with current_db().reading() as records:
        found = _seen(records, certificate_id)
        return render_template(
            template,
            certificate=found,
            standing=standing([found.fact()], [], today()),
            seen=as_seen(found),
            most=last_day(found.fact(), today()),
            law=edition_on(today()),
            revokers=revokers,
            printed=printed,
            ground=ground_words,
            ended_by=ended_by_words,
            EndedBy=EndedBy,
            DO=DO,
            **{"refused": None, "then": None, **context},
        )


def _seen(records: Session, certificate_id: int) -> Certificate:
    found = _found(records, certificate_id)
    _permitted(found)
    return found


def _found(records: Session, certificate_id: int, *, to_change: bool = False) -> Certificate:
    return certificate_by_id(records, certificate_id, lock=to_change) or abort(404)


def _permitted(found: Certificate) -> Actor:
    """Who works on it; one of another province is not there."""
    return permit(VERIFY, Jurisdiction(place_id=found.product.place_id))
