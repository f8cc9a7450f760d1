"""Who may do what about the records of producers."""

from foundation.permissions.policy import Contribution, Holds, holds
from foundation.permissions.rules import ROLES, Role

DECIDE = "producer-claim:decide"
"""Decide who speaks for a producer."""

SPEAK = "producer:speak-for"
"""Speak for a producer: edit its record, hand it over."""

DESK: Holds = Holds(ROLES[Role.PRODUCER_MEMBER].given_by)
"""Whoever may appoint a producer's member where the producer lies."""

POLICY: Contribution = {DECIDE: (DESK,), SPEAK: (holds(Role.PRODUCER_MEMBER),)}
