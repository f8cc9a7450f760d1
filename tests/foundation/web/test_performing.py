"""One POST is one transaction, and what is refused comes back as it was sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import pytest
from flask import Flask, abort
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.db.base import now
from foundation.db.database import EXTENSION as DATABASE
from foundation.db.database import Database
from foundation.outbox.models import ScheduledTask
from foundation.web.performing import perform
from foundation.workflow.rules import Refused
from tests.foundation.web.conftest import Make


class Why(StrEnum):
    TOO_LATE = "too_late"


@dataclass
class Steps:
    """What was done, in which order."""

    db: Database
    taken: list[str] = field(default_factory=list)
    there: bool = True
    filled: str | None = "chè"
    refused: bool = False

    def find(self, records: Session, *, to_change: bool) -> str:
        assert records.is_active
        self.taken.append("find to change" if to_change else "find")
        return "a record" if self.there else abort(404)

    def permit(self, found: str) -> str:
        self.taken.append(f"permit {found}")
        return "an officer"

    def form(self) -> str | None:
        self.taken.append("form")
        return self.filled

    def act(self, records: Session, who: str, found: str, read: str) -> str:
        self.taken.append(f"act: {who}, {found}, {read}")
        records.add(ScheduledTask(kind=read, next_run_at=now()))
        records.flush()
        if self.refused:
            raise Refused(Why.TOO_LATE)
        return "done"

    def page(self, refused: Refused | None) -> ResponseReturnValue:
        return f"the form again: {refused.of(Why) if refused else self.filled}"

    def kept(self) -> bool:
        with self.db.reading() as records:
            return records.get(ScheduledTask, "chè") is not None


@pytest.fixture
def steps(db: Database) -> Steps:
    return Steps(db)


@pytest.fixture
def send(make: Make, steps: Steps) -> Callable[..., tuple[int, str, str | None]]:
    """The form is sent to a view that does nothing else."""

    def sent(
        to: str | Callable[[str], ResponseReturnValue] = "/en/next", form: Callable[[], str | None] = steps.form
    ) -> tuple[int, str, str | None]:
        app: Flask = make()
        app.config["WTF_CSRF_ENABLED"], app.extensions[DATABASE] = False, steps.db

        def view() -> ResponseReturnValue:
            return perform(steps.find, steps.permit, steps.act, form, steps.page, to)

        app.add_url_rule("/en/send", view_func=view, methods=["POST"])
        answer = app.test_client().post("/en/send")
        return answer.status_code, answer.get_data(as_text=True), answer.headers.get("Location")

    return sent


Send = Callable[..., tuple[int, str, str | None]]


def test_it_is_found_permitted_read_done_and_committed(send: Send, steps: Steps) -> None:
    code, _, to = send()
    assert (code, to, steps.kept()) == (302, "/en/next", True)
    assert steps.taken == [
        "find",
        "permit a record",
        "form",
        "find to change",
        "permit a record",
        "act: an officer, a record, chè",
    ]


def test_the_answer_may_depend_on_what_was_done(send: Send, steps: Steps) -> None:
    assert send(lambda done: f"it is {done}, {steps.kept()}")[:2] == (200, "it is done, True")


def test_nothing_is_read_for_whom_it_is_not_there(send: Send, steps: Steps) -> None:
    steps.there = False
    assert (send()[0], steps.taken, steps.kept()) == (404, ["find"], False)


def test_a_form_that_says_what_is_wrong_comes_back_and_no_transaction_writes(send: Send, steps: Steps) -> None:
    steps.filled = None
    assert send()[:2] == (200, "the form again: None")
    assert steps.taken == ["find", "permit a record", "form"]


def test_a_refusal_undoes_all_and_is_told_on_the_form(send: Send, steps: Steps) -> None:
    steps.refused = True
    assert send()[:2] == (200, "the form again: too_late")
    assert not steps.kept()
