"""Who prepares events, and who publishes them."""

from foundation.permissions.policy import Contribution, Holds, holds
from foundation.permissions.rules import Role
from marketplace.events.roles import FAIR_ORGANISER

PREPARE = "event:prepare"
"""Write an event and all that hangs on it, hand it in, tell its results."""

ENTER = "event:enter"
"""Enter a new event; give up one's draft."""

PUBLISH = "event:publish"
"""Publish somebody else's event or results; correct, postpone, move or cancel a public one."""

RUN = "event:run"
"""See the events one organises."""

OFFICERS: Holds = holds(Role.COMMUNE_OFFICER, Role.PROVINCE_EDITOR, Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)
"""Each where it happens, and what their own office entered for another place; publishing is the place’s own."""

PUBLISHERS: Holds = holds(Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)

POLICY: Contribution = {
    PREPARE: (OFFICERS, holds(FAIR_ORGANISER)),
    ENTER: (OFFICERS,),
    PUBLISH: (PUBLISHERS,),
    RUN: (holds(FAIR_ORGANISER),),
}
