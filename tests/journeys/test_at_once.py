"""Two people save the same in one moment: nobody sees a fault, both are told what stands there, and it stands once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from catalog.certificates.models import Certificate, Decision
from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_MEMBER
from catalog.products.models import Product
from catalog.profiles.models import ProductProfile
from catalog.profiles.rules import Step
from foundation.accounts.models import Account
from foundation.config.settings import Settings
from foundation.db.base import Base
from foundation.db.database import Database
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Role
from foundation.places.models import Place
from tests.support.matrix import Matrix
from tests.support.visitors import Visitor, makers, province_of
from wsgi import create_app

TOGETHER_S = 0.4
"""How long the first waits for the second where only one transaction may write."""


@dataclass
class Site:
    """A site that really commits, and whoever works on it."""

    matrix: Matrix
    database: Database

    def visitor(self, role: Role) -> Visitor:
        return self.matrix.visitors[role]

    def make(self, role: Role, kind: str) -> dict[str, object]:
        """The address of a record within reach."""
        with self.matrix.app.app_context(), self.database.unit_of_work() as session:
            return dict(makers()[kind](session, self.visitor(role).own).address)

    def province(self, role: Role) -> Place:
        with self.database.reading() as session:
            return province_of(session, self.visitor(role).own)

    def count(self, model: type[Base], **said: object) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(model).filter_by(**said)) or 0

    def post_at_once(self, role: Role, *sent: tuple[str, dict[str, str]]) -> list[tuple[int, str]]:
        """Send each in a thread of its own; all have looked at the records before one of them writes."""
        cookie = self.visitor(role).client.get_cookie("ocop_session")
        assert cookie

        def post(one: tuple[str, dict[str, str]]) -> tuple[int, str]:
            client = self.matrix.app.test_client()
            client.set_cookie("ocop_session", cookie.value)
            answer = client.post(one[0], data=one[1])
            return answer.status_code, answer.get_data(as_text=True)

        with _together(len(sent)), ThreadPoolExecutor(len(sent)) as people:
            return list(people.map(post, sent))


class _together:  # noqa: N801 - reads as a word
    """While this lasts, each thread's first flush waits for those of the others."""

    def __init__(self, count: int) -> None:
        self.barrier, self.waited = threading.Barrier(count), threading.local()

    def __enter__(self) -> None:
        event.listen(Session, "before_flush", self.wait)

    def __exit__(self, *_: object) -> None:
        event.remove(Session, "before_flush", self.wait)

    def wait(self, session: Session, *_: object) -> None:
        if session.new and not getattr(self.waited, "once", False):
            self.waited.once = True
            with suppress(threading.BrokenBarrierError):
                self.barrier.wait(TOGETHER_S)


@pytest.fixture
def site(settings: Settings, own_reference_db: Database) -> Site:
    return Site(Matrix(create_app(settings, own_reference_db)), own_reference_db)


def both(answers: list[tuple[int, str]], status: int) -> None:
    assert [code for code, _ in answers] == [status] * len(answers), answers


def test_a_product_by_hand(site: Site) -> None:
    role = Role.PROVINCE_OFFICER
    typed = {"place": str(site.province(role).id), "name": "Mật ong bạc hà", "producer": "HTX Tùng Bá"}
    both(site.post_at_once(role, *[("/admin/xac-minh/ho-so/moi", typed)] * 2), 302)
    assert (site.count(Product), site.count(Producer, name="HTX Tùng Bá")) == (1, 1)


def test_certificates_ended_by_one_new_decision(site: Site) -> None:
    role = Role.PROVINCE_OFFICER
    numbers = [site.make(role, "certificate")["certificate_id"] for _ in range(2)]
    typed = {"by": "revoked", "ground": "mark", "level": "province", "authority": "UBND", "number": "99/QĐ-UBND"}
    typed |= {"issued_on": "2026-11-20", "reason": "Sai nhãn.", "step": "lam", "seen": "/"}
    both(site.post_at_once(role, *[(f"/admin/xac-minh/giay-chung-nhan/{n}/ket-thuc", typed) for n in numbers]), 302)
    assert site.count(Decision, number="99/QĐ-UBND") == 1
    assert site.count(Certificate, ended_by="revoked") == 2


def test_the_first_words_on_a_product(site: Site) -> None:
    role = PRODUCER_MEMBER
    number = site.make(role, "product")["product_id"]
    fields = {Step.STORY: "story", Step.PACKAGING: "packaging"}
    sent = [(f"/ho-so/san-pham/{number}/{step}", {name: "Chè hái tay."}) for step, name in fields.items()]
    both(site.post_at_once(role, *sent), 302)
    with site.database.reading() as session:
        draft = session.scalars(select(ProductProfile).filter_by(product_id=number)).one()
        assert (draft.story, draft.packaging) == ("Chè hái tay.", "Chè hái tay.")


def test_an_account_for_another(site: Site) -> None:
    role, typed = Role.COMMUNE_OFFICER, {"name": "Giàng A Páo", "identifier": "0912 345 678"}
    answers = site.post_at_once(role, *[("/tai-khoan/mo-ho", typed)] * 2)
    both(answers, 200)
    assert sum("Đã có tài khoản" in page for _, page in answers) == 1
    assert site.count(Account, name="Giàng A Páo") == 1


def test_an_appointment(site: Site) -> None:
    role, place = Role.PROVINCE_OFFICER, site.province(Role.PROVINCE_OFFICER)
    typed = {"identifier": "an@example.vn", "name": "An", "place": place.code, "starts_on": "2026-11-23"}
    typed |= {"decision": "1/QĐ", "decided_on": "2026-11-20"}
    answers = site.post_at_once(role, *[("/admin/bo-nhiem/moi/province_editor", typed)] * 2)
    # One makes the offer and leads to its page; the other finds it there, and says so beside the form.
    assert sorted(code for code, _ in answers) == [200, 302], answers
    assert site.count(Account, name="An") == site.count(Appointment, role=Role.PROVINCE_EDITOR) == 1


def test_a_decision_entered_twice(site: Site) -> None:
    role = Role.PROVINCE_OFFICER
    numbers = [site.make(role, "decision-entry")["entry_id"] for _ in range(2)]
    said = [_chosen(site, n) for n in numbers]
    sent = [(f"/admin/xac-minh/quyet-dinh/{n}/cap", typed) for n, typed in zip(numbers, said, strict=True)]
    answers = site.post_at_once(role, *sent)
    assert {code for code, _ in answers} <= {200, 302}, answers
    assert site.count(Decision) == site.count(Product) == site.count(Certificate) == 1


def _chosen(site: Site, entry_id: object) -> dict[str, str]:
    page = (
        site.visitor(Role.PROVINCE_OFFICER).client.get(f"/admin/xac-minh/quyet-dinh/{entry_id}").get_data(as_text=True)
    )
    line = page.partition('name="name-')[2].partition('"')[0]
    typed = {"name": "Chè", "producer": "HTX Bình Minh", "commune": "", "stars": "4", "is": "new"}
    return {"version": page.partition('name="version" value="')[2].partition('"')[0]} | {
        f"{name}-{line}": value for name, value in typed.items()
    }
