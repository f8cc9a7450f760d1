"""Whoever comes second does it again, once, and sees what is there now."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import abort, request
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from foundation.db.base import now
from foundation.db.collisions import is_collision
from foundation.db.database import Database
from foundation.files.models import StoredFile
from foundation.outbox.models import ScheduledTask
from tests.foundation.web.conftest import Make

TWICE = [{"kind": "chè", "next_run_at": now()}] * 2

Outcome = tuple[int, str]


@pytest.fixture
def post(make: Make, db: Database) -> Callable[..., Outcome]:
    """Send a file to a view that collides so many times, and then does something else."""

    def send(times: int, then: Callable[[str], str] = str) -> Outcome:
        app, calls = make(), iter(range(10))
        app.config["WTF_CSRF_ENABLED"] = False

        def view() -> str:
            sent = request.files["file"].read().decode()
            with db.unit_of_work() as session:
                if next(calls) < times:
                    session.execute(insert(ScheduledTask), TWICE)
                return then(sent)

        app.add_url_rule("/en/take", view_func=view, methods=["POST"])
        answer = app.test_client().post("/en/take", data={"file": (BytesIO(b"sent whole"), "a.txt")})
        return answer.status_code, answer.get_data(as_text=True)

    return send


def test_a_collision_is_tried_once_more_with_all_that_was_sent(post: Callable[..., Outcome]) -> None:
    assert post(1) == (200, "sent whole")


def test_what_is_found_then_is_answered_as_always(post: Callable[..., Outcome]) -> None:
    assert post(1, lambda _: abort(404))[0] == 404


def test_a_collision_that_a_service_gave_a_name_is_one(make: Make, db: Database) -> None:
    app, calls = make(), iter(range(10))
    app.config["WTF_CSRF_ENABLED"] = False

    def view() -> str:
        if next(calls):
            return "found"
        with db.unit_of_work() as session:
            try:
                session.execute(insert(ScheduledTask), TWICE)
            except IntegrityError as error:
                raise LookupError("there is one already") from error
        return "made"

    app.add_url_rule("/en/take", view_func=view, methods=["POST"])
    assert app.test_client().post("/en/take").get_data(as_text=True) == "found"


def test_who_collides_again_is_told_what_to_do(post: Callable[..., Outcome]) -> None:
    status, page = post(2)
    assert status == 409
    assert "Your changes were not saved. Go back, look at what is there now, and send them again." in page


def test_a_collision_before_the_view_opens_no_door(make: Make, db: Database) -> None:
    app, calls = make(), iter(range(10))
    app.config["WTF_CSRF_ENABLED"] = False

    def guard() -> None:
        if not next(calls):
            with db.unit_of_work() as session:
                session.execute(insert(ScheduledTask), TWICE)
        abort(403)

    app.before_request_funcs.setdefault(None, []).append(guard)
    app.add_url_rule("/en/take", view_func=lambda: "taken", methods=["POST"])
    assert app.test_client().post("/en/take").status_code == 403


def test_a_fault_of_ours_stays_one(db: Database) -> None:
    with pytest.raises(IntegrityError) as caught, db.unit_of_work() as session:
        session.execute(insert(StoredFile), {"sha256": "short", "media_type": "x", "size": 1, "name": "x"})
    assert not is_collision(caught.value)
