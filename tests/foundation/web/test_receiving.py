"""What a browser saved and sends later is acted on once, on both databases; its other end is in tests/browser."""

import threading
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from uuid import uuid4

import pytest
from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from foundation.db.base import now
from foundation.db.database import EXTENSION, Database
from foundation.outbox.models import ScheduledTask
from foundation.web.models import ReceivedEntry
from foundation.web.queueing import EXTENSION as OWNER
from foundation.web.queueing import HEADER, perform_once, queue
from foundation.web.receiving import Entry, OtherEntryError, Receipt, delete_received, receive_once
from foundation.workflow.rules import Refused
from tests.foundation.web.conftest import Make

DONE, REFUSED = Receipt(is_done=True, words="In."), Receipt(is_done=False, words="why: full")


class Why(StrEnum):
    FULL = "full"


def entry(digest: str = "a") -> Entry:
    return Entry(str(uuid4()), digest * 64)


def enter(session: Session, name: str) -> Receipt:
    session.add(ScheduledTask(kind=name, next_run_at=now()))
    session.flush()
    return DONE


def refuse(session: Session, name: str) -> Receipt:
    enter(session, name)
    raise Refused(Why.FULL)


def send(database: Database, sent: Entry, name: str = "chè", act: Callable[[Session, str], Receipt] = enter) -> Receipt:
    with database.unit_of_work() as session:
        return receive_once(session, sent, lambda: act(session, name), lambda refused: f"why: {refused}")


def entered(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(ScheduledTask.kind).order_by(ScheduledTask.kind)))


def test_the_same_entry_is_acted_on_once_and_answered_alike(db: Database) -> None:
    sent = entry()
    assert [send(db, sent) for _ in range(3)] == [DONE] * 3
    assert entered(db) == ["chè"]
    send(db, entry(), "mật ong")
    assert entered(db) == ["chè", "mật ong"]


def test_what_was_refused_is_undone_and_not_tried_again(db: Database) -> None:
    sent = entry()
    assert send(db, sent, act=refuse) == REFUSED
    assert send(db, sent) == REFUSED
    assert entered(db) == []


def test_something_else_under_the_same_number_gets_no_answer_of_another(db: Database) -> None:
    sent = entry()
    send(db, sent)
    with pytest.raises(OtherEntryError):
        send(db, Entry(sent.id, "b" * 64), "mật ong")
    assert entered(db) == ["chè"]


def test_what_failed_was_never_received(db: Database) -> None:
    """A crash in the middle: the browser sends it again, and then it is acted on."""
    sent = entry()
    with pytest.raises(ZeroDivisionError):
        send(db, sent, act=lambda session, name: [enter(session, name)][1 // 0])
    assert entered(db) == []
    assert send(db, sent) == DONE
    assert entered(db) == ["chè"]


def test_of_many_that_come_together_one_acts_and_all_get_its_answer(own_db: Database) -> None:
    """A tab, its reload and a retry at once: without the row that decides, the second would break on its own key."""
    sent, answers = [entry() for _ in range(5)], list[Receipt]()

    def hurry() -> None:
        answers.extend(send(own_db, one, f"{number}") for number, one in enumerate(sent))

    threads = [threading.Thread(target=hurry) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [DONE] * 20
    assert entered(own_db) == [str(number) for number in range(5)]


def test_answers_are_kept_for_their_time(db: Database) -> None:
    old, new = entry(), entry()
    send(db, old, "chè"), send(db, new, "mật ong")
    with db.unit_of_work() as session:
        past = update(ReceivedEntry).where(ReceivedEntry.id == old.id)
        session.execute(past.values(received_at=now() - timedelta(days=31)))
    with db.unit_of_work() as session:
        assert delete_received(session, now() - timedelta(days=30)) == 1
        assert session.scalars(select(ReceivedEntry.id)).all() == [new.id]


Post = Callable[..., TestResponse]


@pytest.fixture
def post(make: Make, db: Database) -> Post:
    """Send a form to a page that enters a name, refuses `full` and finds fault with an empty one."""
    app = make()
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions[EXTENSION] = db
    app.extensions[OWNER] = lambda: request.headers.get("X-Owner", "")

    def page(words: str | None) -> ResponseReturnValue:
        return words or "Type a name.", HTTPStatus.UNPROCESSABLE_ENTITY

    def act(session: Session, _who: str, _found: str, name: str) -> Receipt:
        return (refuse if name == "full" else enter)(session, name)

    def view() -> ResponseReturnValue:
        return perform_once(
            lambda _session, *, to_change: str(to_change),
            lambda found: found,
            act,
            lambda: request.form.get("name") or None,
            page,
            "/en/there",
            lambda refused: f"why: {refused}",
        )

    app.add_url_rule("/en/enter", view_func=view, methods=["POST"])

    def sent(name: str, number: str = "", *, by: str = "", queued: bool = True) -> TestResponse:
        headers = {"X-Owner": by} | ({HEADER: "1"} if queued else {})
        return app.test_client().post("/en/enter", data={"name": name, "entry": number}, headers=headers)

    return sent


def test_a_queue_is_answered_with_words_and_a_form_with_a_page(post: Post, db: Database) -> None:
    number = str(uuid4())
    assert [post("chè", number).json for _ in range(2)] == [{"done": True, "words": "In."}] * 2
    assert [post("chè", number, queued=False).location for _ in range(2)] == ["/en/there"] * 2
    assert post("full", other := str(uuid4())).json == {"done": False, "words": "why: full"}
    assert (again := post("full", other, queued=False)).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert again.get_data(as_text=True) == "why: full"
    assert entered(db) == ["chè"]


def test_a_form_that_is_wrong_can_be_sent_again_under_its_number(post: Post, db: Database) -> None:
    number = str(uuid4())
    assert post("", number).get_data(as_text=True) == "Type a name."
    assert post("chè", number).json == {"done": True, "words": "In."}
    assert entered(db) == ["chè"]


def test_nobody_gets_the_answer_to_what_somebody_else_sent(post: Post, db: Database) -> None:
    number = str(uuid4())
    post("chè", number, by="an")
    for name, who in (("chè", "binh"), ("mật ong", "an")):
        told = post(name, number, by=who).json
        assert told is not None
        assert (told["done"], "under the number of this entry" in told["words"]) == (False, True)
    assert entered(db) == ["chè"]


@pytest.mark.parametrize("number", ["", "x", "0" * 36])
def test_a_form_without_a_number_is_acted_on_each_time(post: Post, db: Database, number: str) -> None:
    assert (post("chè", number).status_code, post("mật ong", number).status_code) == (HTTPStatus.OK, HTTPStatus.OK)
    assert entered(db) == ["chè", "mật ong"]


def test_the_script_for_a_page_without_network_may_serve_pages_anywhere(make: Make) -> None:
    """A worker reaches no page above the folder its own script lies in; so this one lies at the root."""
    app = make()
    app.register_blueprint(queue)
    answer = app.test_client().get("/queue-worker.js")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    assert b"addEventListener" in answer.data
