"""Whether a producer's page shows how its member is reached: only where that person agrees."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.producers.queries import producer_by_id
from catalog.producers.roles import PRODUCER_SCOPE
from catalog.representation.doors import SPEAK
from foundation.accounts.models import Account
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit
from foundation.permissions.rules import Jurisdiction
from foundation.privacy.consents import give, withdraw
from foundation.privacy.purposes import current
from foundation.privacy.queries import agrees
from foundation.privacy.rules import ConsentDoor, Purpose
from foundation.signin.identity import current_account
from foundation.web.doors import door
from foundation.web.installation import today

contact = Blueprint("producer_contact", __name__, url_prefix="/ho-so", template_folder="templates")


@contact.get("/<int:producer_id>/lien-he")
@door(SPEAK)
def shown(producer_id: int) -> ResponseReturnValue:
    """Show what would be shown, in the words somebody agrees to."""
    permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: producer_id}))
    mine = current_account()
    with current_db().reading() as records:
        producer = producer_by_id(records, producer_id)
        agreed = agrees(records, mine.id, Purpose.PUBLIC_CONTACT, today())
    wording = current(today())[Purpose.PUBLIC_CONTACT]
    return render_template("profiles/contact.html", producer=producer, account=mine, agreed=agreed, wording=wording)


@contact.post("/<int:producer_id>/lien-he")
@door(SPEAK)
def choose(producer_id: int) -> ResponseReturnValue:
    """Agree to the words that were shown, or withdraw."""
    permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: producer_id}))
    wording = current(today())[Purpose.PUBLIC_CONTACT]
    with current_db().unit_of_work() as records:
        mine = records.get_one(Account, current_account().id)
        if request.form.get("agree") == "no":
            withdraw(records, Actor(mine.id), mine, purpose=Purpose.PUBLIC_CONTACT, now=now())
        elif request.form.get("version") == str(wording.version):
            give(
                records,
                Actor(mine.id),
                mine,
                purpose=Purpose.PUBLIC_CONTACT,
                version=wording.version,
                how=ConsentDoor.OWN_PAGE,
                now=now(),
            )
        else:
            abort(400)
    return redirect(url_for(".shown", producer_id=producer_id))
