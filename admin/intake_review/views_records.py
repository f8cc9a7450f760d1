"""A product and its producer by hand, where no list and no decision brought them."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from admin.intake_review.forms import RecordForm
from admin.intake_review.services import record_by_hand
from catalog.intake.doors import VERIFY
from catalog.intake.matching import RowInput
from catalog.intake.queries import provinces
from foundation.db.database import current_db
from foundation.i18n.messages import gettext as _
from foundation.i18n.text import fold
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.places.models import Place
from foundation.web.doors import door
from foundation.web.installation import today

records_desk = Blueprint("records", __name__, url_prefix="/admin/xac-minh/ho-so", template_folder="templates")


@records_desk.get("/moi")
@door(VERIFY)
def new() -> ResponseReturnValue:
    """Show an empty form."""
    return render_template("intake_review/new_record.html", form=_offered())


@records_desk.post("/moi")
@door(VERIFY)
def new_post() -> ResponseReturnValue:
    """Record it, or find it on record, and show its page."""
    form = _offered()
    form.validate()
    for box in (form.name, form.producer):
        if not box.errors and not fold(box.data):
            box.errors = [_("Write it with letters.")]
    if form.errors:
        return render_template("intake_review/new_record.html", form=form)
    typed = RowInput(form.name.data, form.producer.data, form.commune.data or "")
    with current_db().unit_of_work() as records:
        place = records.get_one(Place, form.place.data)
        made = record_by_hand(records, permit(VERIFY, Jurisdiction(place_id=place.id)), place, typed, today=today())
    return redirect(url_for("storefront.product", slug=made.slug, product_id=made.id))


def _offered() -> RecordForm:
    form = RecordForm()
    with current_db().reading() as records:
        form.offer(provinces(records, scope(VERIFY)))
    return form
