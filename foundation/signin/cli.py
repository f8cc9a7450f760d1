"""`flask accounts …`: the first officer of an installation, and a demonstration's codes."""

from datetime import date

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.queries import account_by_identifier, read_identifier
from foundation.accounts.second_factor import remove_totp
from foundation.accounts.services import hold_account, issue_code, open_account
from foundation.accounts.status_rules import Refusal as AccountRefusal
from foundation.accounts.totp import code_at, step_at
from foundation.audit.rules import SYSTEM
from foundation.config.settings import Env, Settings
from foundation.db.base import now
from foundation.db.cli import parts
from foundation.db.database import current_db
from foundation.i18n.arguments import TypedArgument
from foundation.permissions.offers import office_not_over
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Refusal, Role
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.places.gazetteer import gazetteer
from foundation.places.models import Place
from foundation.workflow.rules import Refused

cli = AppGroup("accounts", help="Accounts of people.")

NO_CODE = (
    "this person holds an office, of today or to come, and whoever has a code could act in it. With an e-mail address "
    "they ask for a link themselves at {page}. Otherwise end the office first, hand over a code, and offer it again."
)


class _RoleCode(click.ParamType[str]):
    """The code of a role; which there are is known when the rooms are together."""

    name = "role"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        return self._choice.get_metavar(param, ctx)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(self._choice.convert(value, param, ctx))

    @property
    def _choice(self) -> "click.Choice[str]":
        return click.Choice([str(role) for role in ROLES])


@cli.command("create")
@click.argument("identifier", type=TypedArgument())
@click.option("--name", type=TypedArgument(), required=True)
@click.option("--role", type=_RoleCode(), help="Appoint to this role.")
@click.option("--place", "place_code", type=TypedArgument(), help="Code of the place the role is held for.")
@click.option("--decision", type=TypedArgument(), help="Number of the decision; needed for an office.")
def create_command(identifier: str, name: str, role: str | None, place_code: str | None, decision: str | None) -> None:
    """Open an account for IDENTIFIER and tell the code that confirms it."""
    known, today = read_identifier(identifier), parts().today()
    if known is None:
        raise click.ClickException("neither an e-mail address nor a Vietnamese phone number")
    try:
        with current_db().unit_of_work() as session:
            account = open_account(session, SYSTEM, known, name=name, now=now())
            if role:
                term = Term(today, decision=decision, decided_on=today if decision else None)
                appoint(
                    session, SYSTEM, account, role=Role(role), term=term, held_for=_place(session, place_code, today)
                )
            code = issue_code(session, SYSTEM, account, keys=_keys(), now=now())
    except Refused as refused:
        if refused.reason is AccountRefusal.EXISTS:
            raise click.ClickException("there is an account already") from refused
        raise click.ClickException(f"the appointment is refused: {refused.of(Refusal)}") from refused
    click.echo(f"{known.text}: confirm at {_settings().base_url}/tai-khoan/nhap-ma with the code {code}")


@cli.command("hand-over")
@click.argument("identifier", type=TypedArgument())
def hand_over_command(identifier: str) -> None:
    """Tell a code with which IDENTIFIER can set a new password; nobody whose office has not ended gets one."""
    with current_db().unit_of_work() as session:
        account = _account(session, identifier)
        hold_account(session, account)
        if office_not_over(session, account.id, parts().today(), offered=False):
            raise click.ClickException(NO_CODE.format(page=f"{_settings().base_url}/tai-khoan/quen-mat-khau"))
        code = issue_code(session, SYSTEM, account, keys=_keys(), now=now())
    click.echo(f"{identifier}: {_settings().base_url}/tai-khoan/nhap-ma with the code {code}")


@cli.command("second-factor-off")
@click.argument("identifier", type=TypedArgument())
@click.option("--reason", type=TypedArgument(), required=True)
def second_factor_off_command(identifier: str, reason: str) -> None:
    """Take the authenticator app of IDENTIFIER away, whose phone and recovery codes are lost."""
    with current_db().unit_of_work() as session:
        remove_totp(session, SYSTEM, _account(session, identifier), reason=reason)
    click.echo("The app is set up anew at the next sign-in of an officer.")


@cli.command("code")
@click.argument("identifier", type=TypedArgument())
def code_command(identifier: str) -> None:
    """Tell the present code of a demonstration account's authenticator app, then of one to take its place."""
    if _settings().env is Env.PRODUCTION:
        raise click.ClickException("Codes are told in a demonstration only (OCOP_ENV).")
    with current_db().reading() as session:
        account = _account(session, identifier)
    if account.totp_salt is None:
        raise click.ClickException("this account has no authenticator app")
    for salt in filter(None, (account.totp_salt, account.totp_next_salt)):
        click.echo(code_at(_keys().totp_secret(account.id, salt), step_at(now())))


def _account(session: Session, identifier: str) -> Account:
    account = account_by_identifier(session, read_identifier(identifier))
    if account is None:
        raise click.ClickException("there is no such account")
    return account


def _place(session: Session, code: str | None, today: date) -> RoleSubject:
    if code is None:
        return RoleSubject()
    unit = gazetteer(session).by_code(code, today)
    if unit is None:
        raise click.ClickException(f"no place has the code {code} today")
    return RoleSubject(session.get_one(Place, unit.id))


def _keys() -> Keys:
    return Keys(str(current_app.config["SECRET_KEY"]))


def _settings() -> Settings:
    settings: Settings = current_app.config["OCOP_SETTINGS"]
    return settings
