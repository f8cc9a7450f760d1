"""Who prepares the booths of a fair and decides about them; producers speak for themselves by a room below."""

from foundation.permissions.policy import Contribution, holds
from foundation.permissions.rules import Role
from marketplace.events.roles import FAIR_ORGANISER

MANAGE = "booth:manage"
"""Prepare the booths of a fair, decide who has which, write to those who take part."""

RUN = "booth:run"
"""See the booths of the fairs one organises."""

POLICY: Contribution = {
    MANAGE: (holds(Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER), holds(FAIR_ORGANISER)),
    RUN: (holds(FAIR_ORGANISER),),
}
