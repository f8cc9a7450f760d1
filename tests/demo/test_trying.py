"""The page of a demonstration: every job of the site, as whom, where; nowhere else is there such a page."""

from dataclasses import replace

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from admin.registry.roles import COUNCIL_MEMBER
from demo.accounts import demo_accounts
from demo.views import desks
from foundation.config.settings import Env, Settings
from foundation.db.database import Database
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Role
from foundation.signin.links import DESK, OWN
from foundation.web.doors import EXTENSION as DOORS
from foundation.web.doors import PUBLIC, SIGNED_IN
from tests.support.pages import CheckingClient, links, texts
from wsgi import HOUSE, create_app

TRIALS = HOUSE.parts.demo


@pytest.fixture
def dialect() -> str:
    return "sqlite"  # the page asks no record


@pytest.mark.parametrize(
    ("language", "heading", "job"),
    [
        ("vi", "Những việc có thể dùng thử", "Nhập quyết định kèm giấy chứng nhận"),
        ("en", "What you can try here", "Enter a decision with its certificates"),
    ],
)
def test_every_job_is_named_with_its_account_and_leads_to_its_page(
    client: FlaskClient, language: str, heading: str, job: str
) -> None:
    page = client.get("/demo", headers={"Accept-Language": language}).text
    assert texts(page, "h1") == [heading]
    assert job in page
    with client.application.test_request_context("/demo", headers={"Accept-Language": language}):
        assert {url_for(one.endpoint) for one in TRIALS} <= set(links(page))
        assert [str(one.job) for one in TRIALS if str(one.job) not in page] == []
    named = {one.role for one in TRIALS if one.role}
    assert [one.email for one in demo_accounts() if one.role in named and one.email not in page] == []
    assert f"flask accounts code {Role.PROVINCE_OFFICER.replace('_', '.')}@" in page


def test_one_may_open_the_page_in_the_other_language(client: FlaskClient) -> None:
    page = client.get("/demo", headers={"Accept-Language": "en"}).text
    (switch,) = {link for link in links(page) if "/ngon-ngu/vi" in link}
    client.get(switch)
    assert "Những việc có thể dùng thử" in client.get("/demo", headers={"Accept-Language": "en"}).text


def test_whoever_is_named_may_come_through_the_door(app: Flask) -> None:
    doors = app.extensions[DOORS]
    for one in TRIALS:
        door = doors[one.endpoint]
        assert one.role or door == PUBLIC, one.endpoint
        assert door in {PUBLIC, SIGNED_IN} or one.role in HOUSE.policy.roles(door), one.endpoint


def test_every_permission_can_be_tried(app: Flask) -> None:
    """What officers and producers are let do; help with codes and approvals stand beside what is tried."""
    doors = app.extensions[DOORS]
    tried = {doors[one.endpoint] for one in TRIALS}
    beside = {"account:hand-over-code", "appointment:give", "announcement:approve", "outlet:approve"}
    beside |= {"demand:keep", "event:publish"}
    assert HOUSE.policy.rules.keys() - tried == beside
    assert {link.endpoint for menu in (OWN, DESK) for link in HOUSE.links(menu)} <= {one.endpoint for one in TRIALS}


def test_accounts_come_in_the_order_of_roles_and_those_without_a_job_are_left_out() -> None:
    found = desks(TRIALS)
    assert found[0].account is None
    roles = [desk.account.role for desk in found if desk.account]
    assert roles == [role for role in ROLES if role in roles]
    assert all(desk.account.needs_app is ROLES[desk.account.role].office for desk in found if desk.account)
    assert COUNCIL_MEMBER not in roles


def test_a_demonstration_leads_there_from_its_start_and_foot(client: FlaskClient) -> None:
    assert links(client.get("/vi/").text).count("/demo") == 2
    assert links(client.get("/vi/tinh").text).count("/demo") == 1


def test_elsewhere_there_is_no_such_page(settings: Settings, catalogue_db: Database) -> None:
    live = create_app(replace(settings, env=Env.PRODUCTION, base_url="https://ocop.example"), catalogue_db)
    live.test_client_class = CheckingClient
    client = live.test_client()
    assert client.get("/demo", base_url="https://ocop.example").status_code == 404
    assert "/demo" not in links(client.get("/vi/", base_url="https://ocop.example").text)
