"""Keeping the doors: who comes to an endpoint is asked before its view runs."""

from collections.abc import Mapping
from typing import Protocol

import structlog
from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from foundation.audit.rules import Actor
from foundation.permissions.policy import Policy
from foundation.permissions.rules import Jurisdiction, Principal, Scope
from foundation.web.doors import HALFWAY, PUBLIC, SIGNED_IN, check_doors

EXTENSION = "ocop_guard"

log = structlog.get_logger("permissions")


class CurrentUser(Protocol):
    """What doors ask Flask-Login's `current_user`; the sign-in says who that is."""

    @property
    def is_authenticated(self) -> bool:
        """Whether they have come in wholly."""

    @property
    def is_halfway(self) -> bool:
        """Whether the password was right and a second factor has to be set up."""

    @property
    def who(self) -> Principal | None:
        """They with the appointments in force today; None for whoever has not proved all."""


def install(app: Flask, policy: Policy, others: Mapping[str, str]) -> None:
    """Close every door of the application; the last thing before it serves."""
    doors = check_doors(app, others, frozenset(policy.rules))
    app.extensions[EXTENSION] = policy

    @app.before_request
    def ask() -> ResponseReturnValue | None:
        wanted = doors.get(request.endpoint or "", PUBLIC)
        if wanted == PUBLIC:
            return None
        user = _user()
        if not user.is_authenticated and (wanted != HALFWAY or not user.is_halfway):
            return current_app.login_manager.unauthorized()  # type: ignore[attr-defined, no-any-return] # the library's
        if wanted not in {HALFWAY, SIGNED_IN} and not scope(wanted):
            _denied(wanted)
            abort(403)
        return None


def current_who() -> Principal | None:
    """Who made this request, with the appointments in force today; None for whoever is not signed in wholly."""
    return _user().who


def scope(permission: str) -> Scope:
    """How far the visitor may do this: what lists are limited by."""
    return current_policy().scope(current_who(), permission)


def current_policy() -> Policy:
    """Return the map of permissions."""
    found: Policy = current_app.extensions[EXTENSION]
    return found


def visitor() -> Principal:
    """Who came through a door with a permission; behind any other door whoever is not signed in finds nothing."""
    found = current_who()
    if found is None:
        abort(404)
    return found


def permit(permission: str, where: Jurisdiction) -> Actor:
    """Who does this to a record that belongs there, for the audit; out of scope is answered as not there."""
    who = visitor()
    grounds = current_policy().explain(who, permission, where)
    if not grounds:
        _denied(permission)
        abort(404)
    return who.actor(grounds[0].held)


def _denied(permission: str) -> None:
    """Note it, with the numbers in the address and none of its words: what stands in a path may have been typed."""
    found = current_who()
    numbers = {name: value for name, value in (request.view_args or {}).items() if isinstance(value, int)}
    account = found.account_id if found else None
    log.warning("door.closed", permission=permission, account=account, page=request.endpoint, of=numbers)


def _user() -> CurrentUser:
    found: CurrentUser = current_user
    return found
