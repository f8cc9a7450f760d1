"""A buyer's own pages: the organisation, opened once, and what it needs, in the buyer's language."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.products.tree import group_tree
from foundation.accounts.models import Account
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import scope
from foundation.places.gazetteer import gazetteer
from foundation.signin.identity import current_account, own_session
from foundation.web.doors import SIGNED_IN, door
from foundation.web.installation import today
from foundation.web.performing import perform
from foundation.web.routing import current_lang
from foundation.workflow.rules import Refused
from marketplace.matching.context import BoardContext
from marketplace.matching.demands import begin_demand, edit_buyer, open_buyer, save_demand
from marketplace.matching.doors import BUY
from marketplace.matching.forms_demand import BuyerForm, DemandForm
from marketplace.matching.labels import buyer_state_label, gate_label
from marketplace.matching.models import Buyer, BuyerDemand
from marketplace.matching.pairing import offers_for
from marketplace.matching.queries import buyers_of, demands_of
from marketplace.matching.services import submit
from marketplace.matching.work import BUTTONS, button, buyer_at, listing_at, member, purchaser, words_of, work

demands_own = Blueprint("demands_own", __name__, url_prefix="/ho-so/mua-hang", template_folder="templates")


@demands_own.get("")
@door(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """Show the organisations one buys for, and what they need."""
    with current_db().reading() as records:
        reached = scope(BUY)
        return render_template(
            "matching/my_demands.html",
            page=BoardContext(records),
            buyers=buyers_of(records, reached),
            found=demands_of(records, reached),
            buyer_state=buyer_state_label,
        )


@demands_own.get("/don-vi/moi")
@door(SIGNED_IN)
def new_buyer() -> ResponseReturnValue:
    """Show the form of a new organisation."""
    return _buyer_page(BuyerForm(formdata=None))


@demands_own.post("/don-vi/moi")
@door(SIGNED_IN)
def new_buyer_post() -> ResponseReturnValue:
    """Open an organisation as its first member."""
    form = _offering(BuyerForm())

    def act(records: Session, account: Account, _: object, typed: BuyerForm) -> None:
        told = typed.told(gazetteer(records), today())
        mine, here = records.get_one(Account, account.id), own_session(records)
        open_buyer(records, mine, told, now=now(), today=today(), keep=here)

    return perform(
        lambda _records, **_: None,
        lambda _: current_account(),
        act,
        form.valid,
        lambda refused: _buyer_page(form, refused=refused),
        url_for(".mine"),
    )


@demands_own.get("/don-vi/<int:buyer_id>")
@door(BUY)
def buyer(buyer_id: int) -> ResponseReturnValue:
    """Show an organisation's form with what is said so far."""
    with current_db().reading() as records:
        found = buyer_at(records, buyer_id)
        member(found)
        return _buyer_page(BuyerForm.of(found), found)


@demands_own.post("/don-vi/<int:buyer_id>")
@door(BUY)
def buyer_post(buyer_id: int) -> ResponseReturnValue:
    """Correct what is said of an organisation."""
    form = _offering(BuyerForm())

    def act(records: Session, actor: Actor, found: Buyer, typed: BuyerForm) -> None:
        edit_buyer(records, actor, found, typed.told(gazetteer(records), today()), now=now(), today=today())

    def page(refused: Refused | None) -> ResponseReturnValue:
        with current_db().reading() as records:
            return _buyer_page(form, buyer_at(records, buyer_id), refused)

    return perform(
        lambda records, *, to_change: buyer_at(records, buyer_id, to_change=to_change),
        member,
        act,
        form.valid,
        page,
        url_for(".mine"),
    )


@demands_own.get("/don-vi/<int:buyer_id>/nhu-cau-moi")
@door(BUY)
def new(buyer_id: int) -> ResponseReturnValue:
    """Show the form of a new demand."""
    with current_db().reading() as records:
        member(buyer_at(records, buyer_id))
    return _form_page(_with_choices(DemandForm(formdata=None)))


@demands_own.post("/don-vi/<int:buyer_id>/nhu-cau-moi")
@door(BUY)
def new_post(buyer_id: int) -> ResponseReturnValue:
    """Begin a demand, and send it where that was asked."""
    form = _with_choices(DemandForm())

    def act(records: Session, actor: Actor, found: Buyer, typed: DemandForm) -> int:
        said = typed.said(group_tree(records), gazetteer(records), today())
        said["written_in"] = current_lang()
        made = begin_demand(records, actor, found, said, now=now(), today=today())
        _sent(records, actor, made)
        return made.id

    return perform(
        lambda records, *, to_change: buyer_at(records, buyer_id, to_change=to_change),
        member,
        act,
        form.valid,
        lambda refused: _form_page(form, refused=refused),
        lambda made: redirect(url_for(".shown", demand_id=made)),
    )


@demands_own.get("/nhu-cau/<int:demand_id>")
@door(BUY)
def shown(demand_id: int) -> ResponseReturnValue:
    """One demand: how it stands, what can be done."""
    return _page(demand_id)


@demands_own.get("/nhu-cau/<int:demand_id>/sua")
@door(BUY)
def edit(demand_id: int) -> ResponseReturnValue:
    """Show the form with what is said so far."""
    with current_db().reading() as records:
        demand = _own(records, demand_id)
        return _form_page(_with_choices(DemandForm.of(demand)), demand)


@demands_own.post("/nhu-cau/<int:demand_id>/sua")
@door(BUY)
def edit_post(demand_id: int) -> ResponseReturnValue:
    """Keep what was typed, and send it where that was asked."""
    form = _with_choices(DemandForm())

    def act(records: Session, actor: Actor, demand: BuyerDemand, typed: DemandForm) -> None:
        said = typed.said(group_tree(records), gazetteer(records), today())
        save_demand(records, actor, demand, said, now=now(), today=today())
        _sent(records, actor, demand)

    def page(refused: Refused | None) -> ResponseReturnValue:
        with current_db().reading() as records:
            return _form_page(form, _own(records, demand_id), refused)

    return work(BuyerDemand, demand_id, act, page, url_for(".shown", demand_id=demand_id), form.valid)


@demands_own.post("/nhu-cau/<int:demand_id>/<act_name>")
@door(BUY)
def act_post(demand_id: int, act_name: str) -> ResponseReturnValue:
    """Send, pause, close or forget it: one tap each."""
    press = button(act_name, BUTTONS)
    act: Callable[[Session, Actor, BuyerDemand, object], None] = lambda records, actor, demand, _: press(  # noqa: E731
        records, actor, demand
    )
    to = url_for(".mine") if act_name == "bo" else url_for(".shown", demand_id=demand_id)
    return work(BuyerDemand, demand_id, act, lambda refused: _page(demand_id, refused), to)


def _sent(records: Session, actor: Actor, demand: BuyerDemand) -> None:
    if "send" in request.form:
        submit(records, actor, demand, now=now(), today=today())


def _own(records: Session, demand_id: int) -> BuyerDemand:
    demand = listing_at(records, BuyerDemand, demand_id)
    purchaser(demand)
    return demand


def _offering(form: BuyerForm) -> BuyerForm:
    with current_db().reading() as records:
        return form.offering(gazetteer(records), today())


def _with_choices(form: DemandForm) -> DemandForm:
    with current_db().reading() as records:
        return form.offering(group_tree(records), gazetteer(records), today())


def _buyer_page(form: BuyerForm, buyer: Buyer | None = None, refused: Refused | None = None) -> str:
    return render_template("matching/buyer.html", form=_offering(form), buyer=buyer, refused=words_of(refused))


def _form_page(form: DemandForm, demand: BuyerDemand | None = None, refused: Refused | None = None) -> str:
    return render_template("matching/demand_form.html", form=form, demand=demand, refused=words_of(refused))


def _page(demand_id: int, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        demand = _own(records, demand_id)
        return render_template(
            "matching/my_demand.html",
            page=BoardContext(records),
            demand=demand,
            suggestions=offers_for(records, demand, today()) if demand.delivery_from else None,
            gate=gate_label,
            refused=words_of(refused),
        )
