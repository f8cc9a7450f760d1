"""The queue of a browser: what is sent without a network is kept, survives a reload, and arrives once and in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Blueprint, render_template_string, request
from flask.typing import ResponseReturnValue
from playwright.sync_api import Browser, Locator, Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.outbox.models import ScheduledTask
from foundation.permissions.guard import visitor
from foundation.web.doors import SIGNED_IN, door
from foundation.web.queueing import perform_once
from foundation.web.receiving import Receipt
from foundation.workflow.rules import Refused
from tests.browser.outlet_site import entered
from tests.browser.site import PHONE, served
from tests.browser.walking import check, follow
from tests.foundation.signin.conftest import account
from tests.support.databases import TODAY, Stage, Templates
from wsgi import create_app

pytestmark = pytest.mark.browser

ADDRESS = "/ho-so/thu-hang-cho"
PAGE = """{% extends "web/base.html" %}{% from "web/_queue.html" import entry_field, queue_state %}
{% block title %}Vào cửa{% endblock %}
{% block scripts %}<script type="module" src="{{ asset("queue.js") }}"></script>{% endblock %}
{% block links %}{% endblock %}
{% block main %}<div class="wrap flow"><h1>Vào cửa</h1>{{ queue_state() }}
<form method="post" class="flow" data-queue="Mã {name}">{{ entry_field() }}
{% if words %}<div role="alert"><ul><li>{{ words }}</li></ul></div>{% endif %}
<label for="name">Mã</label><input id="name" name="name" required><button class="btn">Ghi</button></form></div>
{% endblock %}"""


class Why(StrEnum):
    FULL = "full"


@dataclass
class Gate:
    """A page with a queue, who may open it, and what has come in."""

    address: str
    database: Database
    token: str
    other: str
    asked: list[str] = field(default_factory=list)

    def came(self) -> list[str]:
        """Return what was entered, in the order of coming."""
        with self.database.reading() as session:
            return list(session.scalars(select(ScheduledTask.kind).order_by(ScheduledTask.next_run_at)))


def _room(asked: list[str]) -> Blueprint:
    room = Blueprint("trial", __name__)

    def page(words: str | None = None) -> ResponseReturnValue:
        return render_template_string(PAGE, words=words), HTTPStatus.UNPROCESSABLE_ENTITY if words else HTTPStatus.OK

    def enter(session: Session, _who: object, _found: object, name: str) -> Receipt:
        if name == "full":
            raise Refused(Why.FULL)
        session.add(ScheduledTask(kind=name, next_run_at=now()))
        return Receipt(is_done=True, words="Đã ghi.")

    @room.get(ADDRESS)
    @door(SIGNED_IN)
    def shown() -> ResponseReturnValue:
        return page()

    @room.post(ADDRESS)
    @door(SIGNED_IN)
    def enter_post() -> ResponseReturnValue:
        asked.append(request.form["entry"])
        form = request.form["name"]
        return perform_once(
            lambda _session, *, to_change: to_change,
            lambda _found: visitor(),
            enter,
            lambda: form if form != "wrong" else None,
            lambda words: page(words or "Mã này sai."),
            ADDRESS,
            lambda _refused: "Đã hết chỗ.",
        )

    return room


@pytest.fixture(scope="module")
def gate(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    data_dir: Path = tmp_path_factory.mktemp("gate")
    asked: list[str] = []
    with templates.own("sqlite", Stage.REFERENCE) as database:
        settings = Settings.from_env({"OCOP_DATA_DIR": str(data_dir), "OCOP_TODAY": TODAY.isoformat()})
        app = create_app(settings, database)
        app.register_blueprint(_room(asked))
        with app.app_context(), database.unit_of_work() as session:
            mine, others = (entered(session, account(session, name)) for name in ("an", "binh"))
        with served(app) as address:
            yield Gate(address, database, mine, others, asked)


@pytest.fixture
def page(browser: Browser, gate: Gate) -> Iterator[Page]:
    """The page opened once on a phone with a network, which then can do without."""
    context = browser.new_context(viewport={"width": PHONE, "height": 780}, base_url=gate.address, locale="vi-VN")
    opened = context.new_page()
    sign_in(opened, gate, gate.token)
    opened.goto(ADDRESS)
    opened.wait_for_selector("html[data-queue=ready]")
    gate.asked.clear()
    with gate.database.unit_of_work() as session:
        session.query(ScheduledTask).delete()
    yield opened
    context.close()


def sign_in(page: Page, gate: Gate, token: str) -> None:
    page.context.add_cookies([{"name": "ocop_session", "value": token, "url": gate.address}])


def enter(page: Page, name: str) -> None:
    page.fill("#name", name)
    page.press("#name", "Enter")
    expect(page.locator("#name")).to_have_value("")


def said(page: Page) -> Locator:
    return page.locator("[data-queue-said]")


def test_entries_wait_for_a_network_through_a_reload_and_arrive_once_in_order(page: Page, gate: Gate) -> None:
    page.wait_for_function("caches.open('ocop-queue-page').then((kept) => kept.match(location.href))")
    page.context.set_offline(True)
    enter(page, "A1")
    expect(said(page)).to_contain_text("1 mục chờ gửi. Không có mạng.")
    page.reload()
    expect(said(page)).to_contain_text("1 mục chờ gửi")
    enter(page, "B2")
    enter(page, "C3")
    expect(said(page)).to_contain_text("3 mục chờ gửi")
    check(page)
    assert gate.came() == []
    page.context.set_offline(False)
    expect(said(page)).to_contain_text("Không có gì chờ gửi. Gửi lần cuối lúc")
    assert gate.came() == ["A1", "B2", "C3"]
    assert len(set(gate.asked)) == 3


def test_an_answer_that_got_lost_is_asked_for_again_and_nothing_enters_twice(page: Page, gate: Gate) -> None:
    """The site took it, the phone never heard so: the worst moment for a network to go."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route(f"**{ADDRESS}", lose, times=1)
    enter(page, "D4")
    expect(said(page)).to_contain_text("1 mục chờ gửi")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(said(page)).to_contain_text("Không có gì chờ gửi")
    assert gate.came() == ["D4"]
    assert (len(gate.asked) >= 2, len(set(gate.asked))) == (True, 1)


def test_what_is_refused_or_wrong_is_shown_and_holds_nobody_up(page: Page, gate: Gate) -> None:
    for name in ("full", "wrong", "E5"):
        enter(page, name)
    rows = page.locator("[data-queue-refused] li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Mã full")
    expect(rows.nth(0)).to_contain_text("Đã hết chỗ.")
    expect(rows.nth(1)).to_contain_text("Mã này sai.")
    expect(said(page)).to_contain_text("Không có gì chờ gửi")
    assert gate.came() == ["E5"]
    check(page)
    page.get_by_role("button", name="Bỏ khỏi danh sách").first.click()
    expect(rows).to_have_count(1)


def test_a_lost_session_keeps_everything_and_nobody_else_sends_it(page: Page, gate: Gate) -> None:
    """Signed out, another account on the same phone, then the first one again: sent once, under its own name."""
    page.context.clear_cookies()
    enter(page, "F6")
    expect(said(page)).to_contain_text("1 mục chờ gửi. Bạn đã bị đăng xuất.")
    expect(page.get_by_role("link", name="Đăng nhập lại")).to_be_visible()
    sign_in(page, gate, gate.other)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(said(page)).to_contain_text("1 mục chờ gửi. Bạn đã bị đăng xuất.")
    page.goto(ADDRESS)
    expect(said(page)).to_contain_text("1 mục của tài khoản khác")
    assert gate.came() == []
    sign_in(page, gate, gate.token)
    page.goto(ADDRESS)
    expect(said(page)).to_contain_text("Không có gì chờ gửi. Gửi lần cuối")
    assert gate.came() == ["F6"]


def test_without_script_the_same_form_is_sent(browser: Browser, gate: Gate) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=gate.address)
    plain = context.new_page()
    sign_in(plain, gate, gate.token)
    plain.goto(ADDRESS)
    expect(plain.locator("[data-queue-state]")).to_be_hidden()
    plain.fill("#name", "G7")
    follow(plain.get_by_role("button", name="Ghi"))
    assert "G7" in gate.came()
    context.close()
