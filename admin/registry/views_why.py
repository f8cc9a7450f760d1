"""Why somebody may do something, and why not."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from admin.registry.doors import SEE
from admin.registry.filters import place_of, retained_query
from admin.registry.pages import Shown
from admin.registry.permission_check import Verdict, answer
from admin.registry.queries import visible_appointments_of
from admin.registry.words import permission_words
from foundation.accounts.queries import account_by_id
from foundation.accounts.rules import AccountStatus
from foundation.db.database import current_db
from foundation.permissions.guard import current_policy, scope
from foundation.permissions.queries import principal_of as who_is
from foundation.permissions.rules import Jurisdiction
from foundation.places.gazetteer import gazetteer
from foundation.signin.labels import role_label
from foundation.web.doors import door
from foundation.web.installation import today

registry_why = Blueprint("registry_why", __name__, url_prefix="/admin/bo-nhiem/vi-sao", template_folder="templates")


@registry_why.get("/<int:account_id>")
@door(SEE)
def explained(account_id: int) -> ResponseReturnValue:
    """Show what somebody of one's scope may do, at one place or anywhere, by what, and what would be needed."""
    typed = retained_query(request.args, ("place",))
    with current_db().reading() as records:
        person, seen = account_by_id(records, account_id), visible_appointments_of(records, scope(SEE), account_id)
        if person is None or not seen:
            abort(404)
        unit, problem = place_of(gazetteer(records), typed.get("place", ""), today())
        where = Jurisdiction(place_id=unit.id) if unit else None
        asked, policy = who_is(records, account_id, today()), current_policy()
        can_enter = person.status is AccountStatus.ACTIVE
        answers = [answer(policy, asked, name, where, seen, can_enter=can_enter) for name in sorted(policy.rules)]
        return render_template(
            "registry/why.html",
            person=person,
            answers=sorted(answers, key=lambda one: list(Verdict).index(one.verdict)),
            seen=seen,
            shown=Shown(records, seen, today()),
            unit=unit,
            typed=typed,
            problem=problem,
            verdicts=Verdict,
            permission_words=permission_words,
            role_label=role_label,
        )
