"""The course of each edition, read once."""

from functools import cache

from admin.cycle.course_rules import Course
from catalog.regulations.editions import edition_of


@cache
def course_of(edition: str) -> Course:
    """Return the course of dossiers under an edition, by its code."""
    return Course(edition_of(edition).procedure)
