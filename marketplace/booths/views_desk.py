"""Preparing the booths of a fair, at the desk and as its organiser: how they are given, types, rules, opening."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit, scope
from foundation.web.doors import door
from foundation.workflow.rules import Refused
from marketplace.booths.allocating import decide
from marketplace.booths.allocation_rules import OTHERS, Allocation, Measure
from marketplace.booths.context import BoothContext
from marketplace.booths.desk_queries import fairs_within, programmes
from marketplace.booths.doors import MANAGE, RUN
from marketplace.booths.forms_desk import OpeningForm, SettingsForm, SetUpForm, SubsidyForm, TypeForm, read_rules
from marketplace.booths.models import BoothFair, BoothType
from marketplace.booths.planning import (
    add_programme,
    add_type,
    close_booking,
    edit,
    edit_type,
    open_booking,
    remove_type,
    set_rules,
    set_up,
)
from marketplace.booths.preparing import (
    at_now,
    booths_desk,
    booths_fair,
    both,
    event_managed,
    fair_managed,
    is_own,
    on_fair,
    words_of,
)
from marketplace.booths.queries import booths_of, fair_by_event, states_of, waiting
from marketplace.booths.rules import BoothRefusal
from marketplace.events.work import jurisdiction_of
from marketplace.payments.doors import RECEIVE
from marketplace.payments.queries import payees


@booths_desk.get("")
@door(MANAGE)
def listed() -> ResponseReturnValue:
    """Show the fairs within an officer's reach, and how each gives booths."""
    return _list()


@booths_fair.get("")
@door(RUN)
def mine() -> ResponseReturnValue:
    """Show the fairs one organises."""
    return _list()


@both("/<int:event_id>")
@door(MANAGE)
def shown(event_id: int) -> ResponseReturnValue:
    """Show the booths of a fair with what can be done; where it gives none, the form to begin."""
    return _fair_page(event_id)


@both("/<int:event_id>", "POST")
@door(MANAGE)
def set_up_post(event_id: int) -> ResponseReturnValue:
    """Let an event give booths."""
    form = SetUpForm()
    with current_db().reading() as records:
        event_managed(records, event_id)
    if not form.validate():
        return _fair_page(event_id)
    with current_db().unit_of_work() as records:
        event = event_managed(records, event_id)
        if fair_by_event(records, event_id) is None:
            set_up(records, permit(MANAGE, jurisdiction_of(event)), event, Allocation(form.allocation.data))
    return redirect(url_for(".types", event_id=event_id))


@both("/<int:event_id>/cai-dat")
@door(MANAGE)
def settings(event_id: int) -> ResponseReturnValue:
    """Show how booths are given and paid."""
    return _settings_page(event_id)


@both("/<int:event_id>/cai-dat", "POST")
@door(MANAGE)
def settings_post(event_id: int) -> ResponseReturnValue:
    """Change how booths are given and paid; what was published stands."""
    with current_db().reading() as records:
        fair_managed(records, event_id)
        form = _offered(records, SettingsForm())

    def act(records: Session, actor: Actor, fair: BoothFair, sent: SettingsForm) -> None:
        edit(records, actor, fair, sent.told())

    return on_fair(event_id, act, lambda refused: _settings_page(event_id, form, refused), form.valid)


@both("/<int:event_id>/loai")
@door(MANAGE)
def types(event_id: int) -> ResponseReturnValue:
    """Show the types of booths, and a form for one more."""
    return _types_page(event_id)


@both("/<int:event_id>/loai", "POST")
@door(MANAGE)
def type_post(event_id: int) -> ResponseReturnValue:
    """Add a type, or correct the one of this code."""
    form = TypeForm()

    def act(records: Session, actor: Actor, fair: BoothFair, sent: TypeForm) -> None:
        told = sent.told()
        known = _type_of(fair, told.code)
        if known:
            edit_type(records, actor, fair, known, told)
        else:
            add_type(records, actor, fair, told)

    to = url_for(".types", event_id=event_id)
    return on_fair(event_id, act, lambda refused: _types_page(event_id, form, refused), form.valid, to)


@both("/<int:event_id>/loai/<code>/bo", "POST")
@door(MANAGE)
def type_remove_post(event_id: int, code: str) -> ResponseReturnValue:
    """Take a type away."""

    def act(records: Session, actor: Actor, fair: BoothFair, _: object) -> None:
        known = _type_of(fair, code)
        if known is None:
            raise Refused(BoothRefusal.NOT_THERE)
        remove_type(records, actor, fair, known)

    to = url_for(".types", event_id=event_id)
    return on_fair(event_id, act, lambda refused: _types_page(event_id, None, refused), to=to)


@both("/<int:event_id>/tieu-chi")
@door(MANAGE)
def rules(event_id: int) -> ResponseReturnValue:
    """Show the criteria and quotas by which booths are given."""
    return _rules_page(event_id)


@both("/<int:event_id>/tieu-chi", "POST")
@door(MANAGE)
def rules_post(event_id: int) -> ResponseReturnValue:
    """Say by which criteria and quotas booths are given."""

    def act(records: Session, actor: Actor, fair: BoothFair, _: object) -> None:
        codes = [one.code for one in BoothContext(records).provinces()]
        set_rules(records, actor, fair, *read_rules(request.form, codes))

    return on_fair(event_id, act, lambda refused: _rules_page(event_id, refused))


@both("/<int:event_id>/ho-tro", "POST")
@door(MANAGE)
def programme_post(event_id: int) -> ResponseReturnValue:
    """Enter a programme that pays a part of booths; the fair names it then."""
    form = SubsidyForm(prefix="programme")

    def act(records: Session, actor: Actor, fair: BoothFair, sent: SubsidyForm) -> None:
        names = ("decision", "percent", "booths_a_year", "min_stars")
        add_programme(records, actor, fair, **{name: sent[name].data for name in names})

    to = url_for(".settings", event_id=event_id)
    shows = lambda refused: _settings_page(event_id, None, refused, form)  # noqa: E731 - one of several
    return on_fair(event_id, act, shows, form.valid, to)


@both("/<int:event_id>/mo", "POST")
@door(MANAGE)
def open_post(event_id: int) -> ResponseReturnValue:
    """Say from when until when producers register."""
    form = OpeningForm()

    def act(records: Session, actor: Actor, fair: BoothFair, sent: OpeningForm) -> None:
        open_booking(records, actor, fair, *sent.told())

    return on_fair(event_id, act, lambda refused: _fair_page(event_id, form, refused), form.valid)


@both("/<int:event_id>/dong", "POST")
@door(MANAGE)
def close_post(event_id: int) -> ResponseReturnValue:
    """End registration now."""
    return on_fair(
        event_id,
        lambda records, actor, fair, _: close_booking(records, actor, fair, now=now()),
        lambda refused: _fair_page(event_id, None, refused),
    )


@both("/<int:event_id>/chon", "POST")
@door(MANAGE)
def decide_post(event_id: int) -> ResponseReturnValue:
    """Give all booths at once by what was published."""
    return on_fair(
        event_id,
        lambda records, actor, fair, _: decide(records, actor, fair, at_now()),
        lambda refused: _fair_page(event_id, None, refused),
    )


def _type_of(fair: BoothFair, code: str) -> BoothType | None:
    return next((one for one in fair.types if one.code == code), None)


def _offered(records: Session, form: SettingsForm) -> SettingsForm:
    accounts = payees(records, scope(RECEIVE))
    form.payee.choices = [("", "–"), *((str(one.id), one.name) for one in accounts)]
    form.subsidy.choices = [("", "–"), *((str(one.id), one.decision) for one in programmes(records))]
    return form


def _list() -> str:
    with current_db().reading() as records:
        found = fairs_within(records, scope(MANAGE if not is_own() else RUN))
        return render_template("booths/fairs.html", page=BoothContext(records), found=found, is_own=is_own())


def _fair_page(event_id: int, form: OpeningForm | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        event, page = event_managed(records, event_id), BoothContext(records)
        fair = fair_by_event(records, event_id)
        if fair is None:
            return render_template("booths/set_up.html", page=page, event=event, form=SetUpForm(formdata=None))
        filled = form or OpeningForm(formdata=None, **page.opening(fair))
        return render_template(
            "booths/fair.html",
            page=page,
            event=event,
            fair=fair,
            form=filled,
            booths=len(booths_of(records, event_id)),
            free=page.free(fair),
            states=states_of(records, event_id),
            line=len(waiting(records, event_id)),
            refused=words_of(refused),
        )


def _settings_page(
    event_id: int,
    form: SettingsForm | None = None,
    refused: Refused | None = None,
    programme: SubsidyForm | None = None,
) -> str:
    with current_db().reading() as records:
        fair = fair_managed(records, event_id)
        return render_template(
            "booths/settings.html",
            page=BoothContext(records),
            event=fair.event,
            form=form or _offered(records, SettingsForm.of(fair)),
            programme=programme or SubsidyForm(formdata=None, prefix="programme"),
            refused=words_of(refused),
        )


def _types_page(event_id: int, form: TypeForm | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        fair = fair_managed(records, event_id)
        known = _type_of(fair, request.args.get("loai", ""))
        filled = form or TypeForm(formdata=None, obj=known)
        page, why = BoothContext(records), words_of(refused)
        return render_template(
            "booths/types.html", page=page, event=fair.event, fair=fair, form=filled, known=known, refused=why
        )


def _rules_page(event_id: int, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        fair = fair_managed(records, event_id)
        page = BoothContext(records)
        return render_template(
            "booths/rules.html",
            page=page,
            event=fair.event,
            measures=tuple(Measure),
            points={one.measure: one.points for one in fair.criteria},
            provinces=[(one.code, page.unit(one)) for one in page.provinces()],
            quotas={one.province_code: one.booths for one in fair.quotas},
            others=OTHERS,
            refused=words_of(refused),
        )
