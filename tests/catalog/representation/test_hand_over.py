"""Who leaves names who follows, and learns of nobody whether they have an account. Both databases."""

import re

from flask import Flask

from catalog.representation import notices
from catalog.representation.tasks import namer
from foundation.accounts.services import close_account
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from tests.catalog.representation.conftest import Enter
from tests.catalog.representation.steps import accepted, claim_id, offered, send, speak_for, told, work
from tests.foundation.signin.conftest import account
from tests.support.databases import TODAY
from tests.support.listening import statements


def test_who_leaves_names_who_follows(
    app: Flask, reference_db: Database, maker: int, person: Enter, desk: Enter
) -> None:
    leaving, following, there = person(), person("binh"), desk()
    send(leaving, maker)
    accepted(there, reference_db)
    leaving.sign_in()
    page = f"/ho-so/{maker}/ban-giao"
    for who, said in (("x", "không phải"), ("an@example.vn", "của chính")):
        assert said in leaving.post(page, {"identifier": who, "position": "head"}).get_data(as_text=True)
    named = leaving.post(page, {"identifier": "binh@example.vn", "position": "head"})
    assert "Đề nghị đã được chuyển đi" in leaving.get(named.location)
    work(app, reference_db)
    assert told(reference_db, "binh@example.vn") == [notices.NAMED]
    assert "bàn giao" in following.get("/ho-so/")
    assert speak_for(reference_db, maker) == ["an@example.vn"]
    accepted(there, reference_db)
    assert speak_for(reference_db, maker) == ["an@example.vn"]  # until whoever follows says yes
    assert told(reference_db, "binh@example.vn")[-1] == notices.OFFERED
    following.get("/tai-khoan/", status=302)
    following.sign_in("binh@example.vn")
    offer = offered(reference_db)
    assert f'href="{offer}"' in following.get("/tai-khoan/thong-bao")
    assert "HTX Rau sạch Bình Minh" in following.get(offer)
    assert following.post(offer, {"answer": "yes"}).location == f"{offer}?answered=yes"
    assert speak_for(reference_db, maker) == ["binh@example.vn"]
    assert told(reference_db, "an@example.vn")[-1] == "appointment.ended"
    leaving.get(page, status=403)
    following.get(page)


def test_who_names_a_successor_learns_of_nobody_whether_they_have_an_account(
    app: Flask, reference_db: Database, maker: int, person: Enter, desk: Enter
) -> None:
    """The same is answered and asked of the database; few are asked; and what comes of it shows nowhere."""
    leaving = person()
    person("binh")
    send(leaving, maker)
    accepted(desk(), reference_db)
    leaving.sign_in()
    with reference_db.unit_of_work() as session:
        close_account(session, SYSTEM, account(session, "dong"), reason="Theo đơn", now=now())
        account(session, "moi", password=None)
    page, app.config["WTF_CSRF_ENABLED"] = f"/ho-so/{maker}/ban-giao", False
    answers, asked, pages = set(), set(), set()
    for who in ("binh", "nobody", "dong", "moi"):
        with statements(reference_db) as heard:
            answer = leaving.client.post(page, data={"identifier": f"{who}@example.vn", "position": "head"})
        asked.add(tuple(one for one in heard if "SAVEPOINT" not in one))
        work(app, reference_db)
        answers.add((answer.status_code, answer.location))
        pages.add(re.sub(r'value="[^"]*"', "", leaving.get(answer.location)))
    assert [len(answers), len(asked), len(pages)] == [1, 1, 1]
    assert told(reference_db, "binh@example.vn") == [notices.NAMED]
    again = [leaving.client.post(page, data={"identifier": "c@example.vn", "position": "head"}) for _ in range(2)]
    assert [answer.status_code for answer in again] == [302, 429]


def test_whoever_speaks_for_it_no_more_hands_nothing_over(reference_db: Database, maker: int) -> None:
    with reference_db.unit_of_work() as session:
        leaving, _ = account(session), account(session, "binh")
    payload = {"leaving_id": leaving.id, "producer_id": maker, "identifier": "binh@example.vn", "position": "head"}
    namer(lambda: TODAY)(reference_db, payload)
    assert claim_id(reference_db) == 0
