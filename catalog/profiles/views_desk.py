"""The officers' desk: what producers say that is looked at before everybody reads it."""

from collections.abc import Callable

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.profiles.doors import MODERATE
from catalog.profiles.forms import SendBackForm
from catalog.profiles.labels import field_label, hint_label, refusal_words
from catalog.profiles.models import ProductProfile
from catalog.profiles.queries import desk, profile_by_id, published
from catalog.profiles.rules import Hint, Refusal, State, changed_fields
from catalog.profiles.services import approve, send_back
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.models import StoredFile
from foundation.files.rules import SCAN_WIDTH, WIDTHS
from foundation.files.sending import delivered
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.web.performing import perform
from foundation.workflow.rules import Refused

profiles_desk = Blueprint("profiles_desk", __name__, url_prefix="/admin/duyet", template_folder="templates")

Act = Callable[[Session, Actor, ProductProfile, SendBackForm], None]


@profiles_desk.get("")
@door(MODERATE)
def listed() -> ResponseReturnValue:
    """Show what waits, the oldest first."""
    with current_db().reading() as records:
        waiting = desk(records, scope(MODERATE))
    reasons = {one.id: [hint_label(Hint(name)) for name in one.reasons] for one in waiting}
    return render_template("profiles/desk.html", waiting=waiting, reasons=reasons)


@profiles_desk.get("/<int:profile_id>")
@door(MODERATE)
def shown(profile_id: int) -> ResponseReturnValue:
    """One version beside what everybody reads now."""
    return _page(profile_id, SendBackForm())


@profiles_desk.get("/<int:profile_id>/tep/<int:file_id>")
@door(MODERATE)
def file(profile_id: int, file_id: int) -> ResponseReturnValue:
    """Show a photo or a paper of what waits."""
    with current_db().reading() as records:
        waiting = _found(records, profile_id)
        _permitted(waiting)
        pictures = [one.file for one in waiting.photos]
        papers = [one.file for one in waiting.certifications if one.file]
        kept = next((one for one in [*pictures, *papers] if one.id == file_id), None)
        if kept is None:
            abort(404)
        return delivered(kept, digest=_digest(kept, WIDTHS[1] if kept in pictures else SCAN_WIDTH))


@profiles_desk.post("/<int:profile_id>/duyet")
@door(MODERATE)
def approve_post(profile_id: int) -> ResponseReturnValue:
    """Let everybody read it."""
    form = SendBackForm()
    return _work(
        profile_id, form, lambda records, actor, waiting, _: approve(records, actor, waiting, now=now()), lambda: form
    )


@profiles_desk.post("/<int:profile_id>/tra-lai")
@door(MODERATE)
def send_back_post(profile_id: int) -> ResponseReturnValue:
    """Say what has to be changed first."""
    form = SendBackForm()
    return _work(
        profile_id,
        form,
        lambda records, actor, waiting, typed: send_back(
            records, actor, waiting, answer=str(typed.answer.data), now=now()
        ),
        form.valid,
    )


def _work(
    profile_id: int, form: SendBackForm, act: Act, read: Callable[[], SendBackForm | None]
) -> ResponseReturnValue:
    return perform(
        lambda records, *, to_change: _found(records, profile_id, to_change=to_change),
        _permitted,
        act,
        read,
        lambda refused: _page(profile_id, form, refused),
        url_for(".listed"),
    )


def _found(records: Session, profile_id: int, *, to_change: bool = False) -> ProductProfile:
    """Return the version; a draft is not there."""
    found = profile_by_id(records, profile_id, to_change=to_change)
    if found is None or found.state is State.DRAFT:
        abort(404)
    return found


def _permitted(waiting: ProductProfile) -> Actor:
    """Who looks at it; one that is not in scope is not there."""
    return permit(MODERATE, Jurisdiction(place_id=waiting.product.place_id))


def _digest(kept: StoredFile, box: int) -> str | None:
    return kept.rendition(box).sha256 if kept.is_image else None


def _page(profile_id: int, form: SendBackForm, refused: Refused | None = None) -> str:
    if refused:
        form.answer.errors = [refusal_words(refused.of(Refusal))]
    with current_db().reading() as records:
        waiting = _found(records, profile_id)
        _permitted(waiting)
        before = published(records, waiting.product_id)
        told = before.facts() if before and before.id != waiting.id else {}
        return render_template(
            "profiles/decide.html",
            waiting=waiting,
            product=waiting.product,
            told=told,
            changed=changed_fields(told, waiting.facts()),
            photos=[(one.file, one.file.rendition(WIDTHS[1])) for one in waiting.photos],
            hints=[hint_label(Hint(name)) for name in waiting.reasons],
            is_open=waiting.state is State.WAITING,
            label=field_label,
            form=form,
        )
