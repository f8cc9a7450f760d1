"""When a notice leaves as a letter, and what it says. Pure functions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Rhythm(StrEnum):
    """How often somebody wants letters."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice in words: a line, more to read, and a page of this site where something can be done."""

    title: str
    text: str
    path: str


Facts = Mapping[str, object]
Words = Mapping[str, Callable[[Facts], NoticeText]]
"""What each kind of notice says of its facts, in the language of the page or letter being made."""


def is_sent_at_once(rhythm: Rhythm, *, is_safety: bool) -> bool:
    """Whether a letter leaves now; what touches the safety of an account always does."""
    return is_safety or rhythm is Rhythm.AT_ONCE
