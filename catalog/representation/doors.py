"""Who may do what about the records of producers."""

from catalog.producers.roles import MEMBER
from foundation.permissions.policy import Contribution, Holds, holds

DECIDE = "producer-claim:decide"
"""Decide who speaks for a producer."""

SPEAK = "producer:speak-for"
"""Speak for a producer: edit its record, hand it over."""

DESK: Holds = Holds(MEMBER.given_by)
"""Whoever may appoint a producer's member where the producer lies."""

POLICY: Contribution = {DECIDE: (DESK,), SPEAK: (holds(MEMBER.role),)}
