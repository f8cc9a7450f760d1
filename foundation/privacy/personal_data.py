"""The registry of data answers: every room tells what it holds about a person, and erases it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.support import LazyProxy
from flask import current_app
from sqlalchemy.orm import Session

EXTENSION = "ocop_privacy"


@dataclass(frozen=True, slots=True)
class PersonalDataSource:
    """One room's answer: the columns that point at accounts and are covered by it, its two functions, its words."""

    room: str
    columns: frozenset[str]
    export: Callable[[Session, int], dict[str, Any]]
    erase: Callable[[Session, int, date], None]
    words: LazyProxy


Answers = tuple[PersonalDataSource, ...]


def export_person(answers: Answers, session: Session, account_id: int) -> dict[str, Any]:
    """Everything that is held about somebody, room by room."""
    return {answer.room: answer.export(session, account_id) for answer in answers}


def current_answers() -> Answers:
    """Return what the composition root handed over."""
    found: Answers = current_app.extensions[EXTENSION]
    return found
