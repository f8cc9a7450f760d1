"""The course of each edition, read once, and the levels there ever were."""

from functools import cache

from admin.cycle.course_rules import Course
from admin.cycle.rules import PRODUCER
from catalog.regulations.editions import LAW, edition_of

LEVELS = tuple(code for code in LAW.party_by_code if code != PRODUCER)
"""Upwards, as the file of the parties has them."""


@cache
def course_of(edition: str) -> Course:
    """Return the course of dossiers under an edition, by its code."""
    return Course(edition_of(edition).procedure, LEVELS)
