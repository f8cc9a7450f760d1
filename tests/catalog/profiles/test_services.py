"""What a producer holds and agrees to, and what the services refuse whoever asks. On both databases."""

import io

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from catalog.products.models import Product
from catalog.profiles import personal, services
from catalog.profiles.models import ProductProfile
from catalog.profiles.queries import published
from catalog.profiles.rules import Refusal, State
from catalog.profiles.services import approve, draft_of, save, submit, withdraw_submission
from foundation.accounts.models import Account
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.workflow.rules import Refused
from tests.foundation.signin.conftest import Browser
from tests.support.databases import TODAY
from tests.support.pictures import PAGE


def test_certifications_come_and_go(reference_db: Database, tea: int, member: Browser) -> None:
    page = f"/ho-so/san-pham/{tea}/chung-nhan"
    for fields, said in (({"name": ""}, "bắt buộc"), ({"name": "ISO", "valid_until": "mai"}, "ISO")):
        assert said in member.post(page, fields).get_data(as_text=True)
    bad = {"name": "HACCP", "paper": (io.BytesIO(PAGE), "a.html")}
    answer = member.post(page, bad, content_type="multipart/form-data")  # type: ignore[arg-type]
    assert "Không nhận loại tệp này" in answer.get_data(as_text=True)
    for name in ("HACCP", "VietGAP"):
        assert member.post(page, {"name": name}).location == page
    member.post(f"{page}/1/xoa", page=page)
    assert [name for name in ("HACCP", "VietGAP") if f"<b>{name}</b>" in member.get(page)] == ["VietGAP"]


def test_contact_is_shown_only_while_its_owner_agrees(
    reference_db: Database, maker: int, tea: int, member: Browser
) -> None:
    page, public = f"/ho-so/{maker}/lien-he", f"/vi/chu-the/htx-rau-sach-binh-minh-{maker}"
    assert "an@example.vn" in member.get(page)
    assert "an@example.vn" not in member.get(public)
    assert member.post(page, {"version": "7", "agree": "yes"}).status_code == 400
    member.post(page, {"version": "1", "agree": "yes"})
    shown = member.get(public)
    assert 'href="mailto:an@example.vn"' in shown
    assert "chính chủ thể, từ 23/11/2026" in shown
    member.post(page, {"version": "1", "agree": "no"})
    assert "an@example.vn" not in member.get(public)


def test_a_record_nobody_claimed_says_so(maker: int, app: Flask) -> None:
    shown = app.test_client().get(f"/vi/chu-the/htx-rau-sach-binh-minh-{maker}").get_data(as_text=True)
    assert f'href="/ho-so/nhan/{maker}"' in shown
    assert "hồ sơ lập từ các nguồn đã công bố" in shown


def why(refused: pytest.ExceptionInfo[Refused]) -> Refusal:
    return refused.value.of(Refusal)


def test_services_refuse_what_cannot_be(
    reference_db: Database, tea: int, member: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reference_db.unit_of_work() as session:
        about, an = session.get_one(Product, tea), session.scalars(select(Account.id)).first()
        actor, at = Actor(an), now()
        for act in (
            lambda: submit(session, actor, about, now=at, today=TODAY),
            lambda: withdraw_submission(session, actor, about, now=at),
        ):
            with pytest.raises(Refused):
                act()
        with pytest.raises(ValueError, match="name"):
            save(session, actor, about, said={"name": "Chè khác"}, now=at)
        save(session, actor, about, said={"story": "Chữa bệnh"}, now=at)
        draft = draft_of(session, actor, about, now=at)
        with pytest.raises(Refused) as refused:
            approve(session, Actor(None), draft, now=at)
        assert why(refused) is Refusal.NOT_WAITING
        assert submit(session, actor, about, now=at, today=TODAY) is State.WAITING
        with pytest.raises(Refused) as refused:
            approve(session, actor, draft, now=at)
        assert why(refused) is Refusal.OWN
        assert published(session, tea) is None
        monkeypatch.setattr(services, "pending_reasons", lambda *_: [])
        with pytest.raises(Refused) as refused:
            submit(session, actor, about, now=at, today=TODAY)
        assert why(refused) is Refusal.WAITING, "what waits is let out by an officer, whatever is looked at by now"
        assert published(session, tea) is None
        about.producer_id = None
        with pytest.raises(Refused) as refused:
            draft_of(session, actor, about, now=at)
        assert why(refused) is Refusal.NO_PRODUCER
        assert personal.export(session, an or 0)["profiles"][0]["product_id"] == tea


@pytest.mark.parametrize(
    "wrong",
    [
        {"price_from": 5, "price_to": 4, "price_unit": "kg"},
        {"price_to": 5},
        {"price_from": 5},
        {"price_from": -1, "price_unit": "kg"},
        {"state": State.PUBLISHED},
        {"state": State.WAITING},
        {"replaced_at": now()},
    ],
)
def test_states_that_cannot_be_are_refused(
    reference_db: Database, tea: int, member: Browser, wrong: dict[str, object]
) -> None:
    member.post(f"/ho-so/san-pham/{tea}/cau-chuyen", {"story": "x"})
    with pytest.raises(IntegrityError), reference_db.unit_of_work() as session:
        session.execute(update(ProductProfile).values(**wrong))
