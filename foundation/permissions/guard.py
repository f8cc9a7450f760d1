"""Keeping the doors: who comes to an endpoint is asked before its view runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

import structlog
from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue

from foundation.audit.rules import Actor
from foundation.permissions.policy import Policy
from foundation.permissions.rules import Scope, Where, Who
from foundation.web.doors import HALFWAY, PUBLIC, SIGNED_IN, close_doors

EXTENSION = "ocop_guard"

log = structlog.get_logger("permissions")


class Entered(Enum):
    """How far a visitor has come in."""

    NOT = auto()
    HALFWAY = auto()
    WHOLLY = auto()


@dataclass(frozen=True, slots=True)
class Guard:
    """What the composition root hands over: the policy, who a visitor is, and where to send whoever must sign in."""

    policy: Policy
    entered: Callable[[], Entered]
    who: Callable[[date], Who | None]
    turn_away: Callable[[Entered], ResponseReturnValue]
    today: Callable[[], date]


def install(app: Flask, guard: Guard, others: Mapping[str, str]) -> None:
    """Close every door of the application; the last thing before it serves."""
    doors = close_doors(app, others, frozenset(guard.policy.rules))
    app.extensions[EXTENSION] = guard

    @app.before_request
    def ask() -> ResponseReturnValue | None:
        wanted = doors.get(request.endpoint or "", PUBLIC)
        if wanted == PUBLIC:
            return None
        entered = guard.entered()
        if entered is Entered.NOT or (entered is Entered.HALFWAY and wanted != HALFWAY):
            return guard.turn_away(entered)
        if wanted not in {HALFWAY, SIGNED_IN} and not scope(wanted):
            _denied(wanted)
            abort(403)
        return None


def current_who() -> Who | None:
    """Who made this request, with the appointments in force today; None for whoever is not signed in wholly."""
    if "who" not in g:
        guard = _guard()
        g.who = guard.who(guard.today())
    found: Who | None = g.who
    return found


def scope(permission: str) -> Scope:
    """How far the visitor may do this: what lists are limited by."""
    return _guard().policy.scope(current_who(), permission)


def current_policy() -> Policy:
    """The map of permissions, for whoever explains it."""
    return _guard().policy


def visitor() -> Who:
    """Who came through a door with a permission; behind any other door whoever is not signed in finds nothing."""
    found = current_who()
    if found is None:
        abort(404)
    return found


def permit(permission: str, where: Where) -> Actor:
    """Who does this to a record that belongs there, for the audit; out of scope is answered as not there."""
    who = visitor()
    grounds = _guard().policy.explain(who, permission, where)
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


def _guard() -> Guard:
    guard: Guard = current_app.extensions[EXTENSION]
    return guard
