"""What a newcomer can try in a demonstration, as whom, and where; in no other installation is there such a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from demo.accounts import DemoAccount, demo_accounts
from foundation.config.settings import Env, Settings
from foundation.permissions.rules import Role
from foundation.rooms.parts import DemoJob
from foundation.signin.labels import role_label

EXTENSION = "ocop_demo"

trying = Blueprint("demo", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Desk:
    """The jobs of one account; those without an account for None."""

    account: DemoAccount | None
    trials: tuple[DemoJob, ...]


@trying.get("/demo")
def shown() -> ResponseReturnValue:
    """Every job of the site, by the account that does it."""
    if not is_demonstration():
        abort(404)
    trials: tuple[DemoJob, ...] = current_app.extensions[EXTENSION]
    return render_template("demo/trying.html", desks=desks(trials), role_label=role_label)


def desks(trials: tuple[DemoJob, ...]) -> list[Desk]:
    """Build the jobs by account: those without one first, then in the order of the roles."""
    accounts: Mapping[Role, DemoAccount] = {one.role: one for one in demo_accounts()}
    found = [Desk(accounts[role] if role else None, _as(trials, role)) for role in (None, *accounts)]
    return [desk for desk in found if desk.trials]


def section(session: Session, today: date, province: str | None) -> bool:
    """Whether the home page leads to the page; asks no record."""
    del session, today
    return province is None and is_demonstration()


def _as(trials: tuple[DemoJob, ...], role: Role | None) -> tuple[DemoJob, ...]:
    return tuple(one for one in trials if one.role == role)


def is_demonstration() -> bool:
    """Whether this installation is a demonstration: in no other is there a page of this room."""
    settings: Settings = current_app.config["OCOP_SETTINGS"]
    return settings.env is Env.DEMO
