"""Notices on one's page and by letter, over HTTP and through the outbox."""

import dataclasses
import re
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask
from sqlalchemy import select

from foundation.accounts.models import Account
from foundation.accounts.services import close_account
from foundation.audit.rules import SYSTEM
from foundation.config.settings import Env, Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.i18n.languages import Lang
from foundation.notices.models import Notice
from foundation.notices.queries import notices_of, rhythm_of, unread
from foundation.notices.rules import Rhythm, is_sent_at_once
from foundation.notices.services import notify, read_all
from foundation.notices.tasks import DIGEST
from foundation.outbox.services import enqueue
from foundation.outbox.worker import EXTENSION, Worker
from foundation.signin.notices import PASSWORD_CHANGED
from tests.foundation.signin.conftest import OTHER, PASSWORD, Browsers, account
from tests.support.pages import texts
from wsgi import create_app


@pytest.fixture
def an(reference_db: Database) -> Account:
    with reference_db.unit_of_work() as session:
        return account(session)


def tell(database: Database, reader: Account, key: str = "1", *, is_safety: bool = False) -> Notice:
    with database.unit_of_work() as session:
        kept = session.get_one(Account, reader.id)
        return notify(session, kept, PASSWORD_CHANGED, facts={"n": 1}, dedupe_key=key, now=now(), is_safety=is_safety)


def work(app: Flask, database: Database) -> list[tuple[str, str]]:
    """Subjects and texts of every letter so far."""
    with app.app_context():
        worker = Worker(database, app.extensions[EXTENSION], name="w")
        worker.drain()
        assert not worker.buried
    folder = app.config["OCOP_SETTINGS"].data_dir / "mail"
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*"))]
    return [(mail["Subject"], mail.get_content()) for mail in mails]


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_safety_is_always_told(rhythm: Rhythm) -> None:
    assert is_sent_at_once(rhythm, is_safety=True)
    assert is_sent_at_once(rhythm, is_safety=False) == (rhythm is Rhythm.AT_ONCE)


def test_the_same_is_told_once_in_the_readers_language(app: Flask, reference_db: Database, an: Account) -> None:
    first, again, other = tell(reference_db, an), tell(reference_db, an), tell(reference_db, an, "2")
    assert first.id == again.id != other.id
    with reference_db.unit_of_work() as session:
        assert unread(session, an.id) == 2
        session.get_one(Account, an.id).language = Lang.EN
    letters = work(app, reference_db)
    assert [subject for subject, _ in letters] == ["Your password was changed"] * 2
    assert "http://localhost:8000/tai-khoan/phien" in letters[0][1]
    assert work(app, reference_db) == letters


def test_a_letter_does_not_follow_what_was_read_or_whoever_left(
    app: Flask, reference_db: Database, an: Account
) -> None:
    with reference_db.unit_of_work() as session:
        binh = account(session, "binh")
    tell(reference_db, an)
    tell(reference_db, binh)
    with reference_db.unit_of_work() as session:
        assert read_all(session, session.get_one(Account, an.id), now=now()) == 1
        close_account(session, SYSTEM, session.get_one(Account, binh.id), reason="Theo đơn", now=now())
    assert work(app, reference_db) == []


def test_one_letter_a_day_for_whoever_wants_it_so(
    app: Flask, reference_db: Database, browser: Browsers, an: Account
) -> None:
    here = browser()
    here.sign_in()
    here.post("/tai-khoan/thong-bao/thu", {"rhythm": "daily"}, page="/tai-khoan/thong-bao")
    assert here.post("/tai-khoan/thong-bao/thu", {"rhythm": "x"}, page="/tai-khoan/thong-bao").status_code == 400
    work(app, reference_db)  # the digest of today, when there was nothing
    tell(reference_db, an)
    tell(reference_db, an, "2")
    assert work(app, reference_db) == []
    for _ in range(2):
        with reference_db.unit_of_work() as session:
            enqueue(session, DIGEST)
        [(subject, text)] = work(app, reference_db)
    assert subject == "2 thông báo từ trang OCOP"
    assert text.count("Mật khẩu đã được đổi") == 2


def test_no_more_letters_without_signing_in_but_for_safety(
    app: Flask, reference_db: Database, browser: Browsers, an: Account
) -> None:
    tell(reference_db, an)
    [(_, text)] = work(app, reference_db)
    link = re.search(r"http://localhost:8000(/tai-khoan/thoi-thu/\S+)", text)
    assert link
    here = browser()
    here.get(link[1])
    with reference_db.reading() as session:
        assert rhythm_of(session, an.id) is Rhythm.AT_ONCE  # looking changes nothing
    assert here.post(link[1]).status_code == 200
    assert here.client.get(link[1][:-1] + ("0" if link[1][-1] != "0" else "1")).status_code == 404
    tell(reference_db, an, "2")
    assert len(work(app, reference_db)) == 1
    tell(reference_db, an, "3", is_safety=True)
    assert len(work(app, reference_db)) == 2


def test_notices_are_listed_by_pages_and_only_ones_own(reference_db: Database, browser: Browsers, an: Account) -> None:
    with reference_db.unit_of_work() as session:
        binh = account(session, "binh")
    for number in range(21):
        tell(reference_db, an, str(number))
    here, there = browser(), browser()
    here.sign_in()
    there.sign_in("binh@example.vn")
    assert "21 mới" in here.get("/tai-khoan/")
    page = here.get("/tai-khoan/thong-bao")
    assert page.count("Mật khẩu đã được đổi") == 20
    here.get("/tai-khoan/thong-bao?page=2")
    here.get("/tai-khoan/thong-bao?page=3", status=404)
    assert "Chưa có gì mới" in there.get("/tai-khoan/thong-bao")
    here.post("/tai-khoan/thong-bao", page="/tai-khoan/thong-bao")
    with reference_db.reading() as session:
        assert unread(session, an.id) == 0
        assert notices_of(session, binh.id) == (0, [])


def test_a_changed_password_is_told_to_its_owner(reference_db: Database, browser: Browsers, an: Account) -> None:
    here = browser()
    here.sign_in()
    here.post("/tai-khoan/doi-mat-khau", {"current": PASSWORD, "password": OTHER})
    with reference_db.reading() as session:
        [told] = session.scalars(select(Notice).filter_by(account_id=an.id))
        assert (told.kind, told.is_safety) == (PASSWORD_CHANGED, True)


BOX = "/tai-khoan/hop-thu-minh-hoa"


@pytest.mark.parametrize("proxies", [0, 1])
def test_the_letter_box_answers_who_sits_at_this_machine(
    settings: Settings, reference_db: Database, proxies: int
) -> None:
    client = create_app(dataclasses.replace(settings, proxies=proxies), reference_db).test_client()

    def asked(peer: str, **headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.get(BOX, environ_base={"REMOTE_ADDR": peer}, headers=named).status_code

    assert asked("127.0.0.1") == asked("::1") == 200
    assert asked("203.0.113.9") == asked("203.0.113.9", X_Forwarded_For="127.0.0.1") == 404
    assert asked("127.0.0.1", X_Forwarded_For="203.0.113.9") == asked("127.0.0.1", Host="demo.example") == 404


def test_a_public_demonstration_shows_letters_only_where_its_proxies_are_known(
    settings: Settings, reference_db: Database
) -> None:
    """A proxy that tells nothing of its visitors makes all of them look as if they sat here."""
    public = dataclasses.replace(settings, demo_public=True, base_url="https://demo.example")
    assert create_app(public, reference_db).test_client().get(BOX).status_code == 404
    behind = create_app(dataclasses.replace(public, proxies=1), reference_db).test_client()
    assert behind.get(BOX).status_code == 200
    assert behind.get(BOX, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404


def test_the_demonstrations_letter_box_is_not_there_in_production(
    app: Flask, reference_db: Database, browser: Browsers, settings: Settings, an: Account
) -> None:
    assert "Chưa có gì mới" in browser().get(BOX)
    tell(reference_db, an)
    work(app, reference_db)
    assert "Mật khẩu đã được đổi" in texts(browser().get(BOX), "b")
    real = dataclasses.replace(settings, env=Env.PRODUCTION, base_url="https://ocop.example")
    client = create_app(real, reference_db).test_client()
    assert client.get(BOX, base_url="https://ocop.example").status_code == 404
