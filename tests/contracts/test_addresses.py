"""Addresses are promises: none vanishes by accident, none writes when it is read."""

import io
import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import StrictUndefined
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from catalog.producers.models import Producer
from catalog.products.models import Product
from foundation.accounts.keys import Keys
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.database import Database
from foundation.files.services import prepare_image
from foundation.files.storage import EXTENSION as STORAGE
from foundation.notices.tasks import unsubscribe_path
from foundation.web.moved import moved_to, table
from marketplace.events.models import EventDocument
from marketplace.outlets.inspecting import Sheet, add_evidence, inspect
from tests.catalog.announcements.records import published_results
from tests.marketplace.booths.conftest import prepared
from tests.marketplace.events.conftest import announced
from tests.marketplace.matching.conftest import needed, offered
from tests.marketplace.outlets.conftest import opened
from tests.marketplace.payments.conftest import fees
from tests.support.databases import TODAY
from tests.support.files import keep_document, keep_image
from tests.support.listening import writes
from tests.support.pictures import photo
from tests.support.visitors import _person

UNISSUED = "K7M4-Q2RD5"
"""A check code nobody issued."""

REVIEWED = Path(__file__).with_name("urls.txt")


OUTSIDE = ("/vi/", "/en/", "/x/", "/api/", "/media/", "/open-data/")
"""Addresses that stand on paper and in search engines; officers' pages are found by their menus."""


def rules(app: Flask) -> list[str]:
    return sorted({rule.rule for rule in app.url_map.iter_rules()})


def readable(app: Flask) -> list[str]:
    """Addresses that can be asked for and not only written to."""
    return sorted({rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())})


def test_the_addresses_are_the_reviewed_ones(app: Flask) -> None:
    """A new address is added to the file; one that goes leaves a redirect."""
    assert rules(app) == REVIEWED.read_text(encoding="utf-8").split()


def test_an_address_that_moved_leads_to_one_that_is_there(app: Flask, client: FlaskClient) -> None:
    addresses = app.url_map.bind("localhost")
    for old, new in ((old.replace("*", "tra-9"), new.replace("*", "tra-9")) for old, new in table()):
        with pytest.raises(NotFound):
            addresses.match(old)
        addresses.match(new)
        answer = client.get(f"{old}?q=ch%C3%A8&q=%0d%0aX:1")
        assert (answer.status_code, answer.location) == (301, f"{new}?q=ch%C3%A8&q=%0d%0aX:1"), old


def test_no_public_address_ever_vanished_without_a_redirect(app: Flask) -> None:
    """What was reviewed once was printed, sent and indexed: it is still there, or the table of the moved leads on."""
    told = subprocess.run(
        ["git", "log", "--patch", "--format=", "--", str(REVIEWED)],
        cwd=REVIEWED.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    # A downloaded archive has no history: the file itself is all there is then.
    ever = {line[1:] for line in told.stdout.splitlines() if line.startswith("+/")} | set(rules(app))
    gone = {one for one in ever - set(rules(app)) if one.startswith(OUTSIDE)}
    assert [one for one in sorted(gone) if moved_to(re.sub(r"<[^>]+>", "1", one)) is None] == []


def test_no_two_pages_share_an_address(app: Flask) -> None:
    """Of two rooms that chose the same word one would never be reached: names of arguments tell nothing apart."""
    answered: dict[tuple[str, str], str] = {}
    for rule in app.url_map.iter_rules():
        shape = re.sub(r"<(?:([^:>]+):)?[^>]+>", r"<\1>", rule.rule.rstrip("/"))
        for method in (rule.methods or set()) & {"GET", "POST"}:
            other = answered.setdefault((method, shape), rule.endpoint)
            assert other == rule.endpoint, f"{method} {shape} leads to {other} or to {rule.endpoint}"


MAPS = {"/en/outlets/map", "/vi/diem-ban/ban-do", "/en/fairs/map", "/vi/hoi-cho/ban-do"}


def test_no_get_writes(app: Flask, client: FlaskClient, catalogue_db: Database) -> None:
    with catalogue_db.reading() as session:
        ids = {
            "product_id": str(session.scalar(select(Product.id).limit(1))),
            "producer_id": str(session.scalar(select(Producer.id).limit(1))),
        }
    with app.app_context(), catalogue_db.unit_of_work() as session:
        told, attached = published_results(session, int(ids["product_id"]))
        shop = opened(session)
        sheet = inspect(session, Actor(_person(session)), shop, Sheet(TODAY, is_fine=True), today=TODAY)
        seen = prepare_image(app.extensions[STORAGE], io.BytesIO(photo(40, 30)))
        add_evidence(session, SYSTEM, shop, sheet, photo=seen)
        ids |= {"outlet_id": str(shop.id), "inspection_id": str(sheet.id)}
        ids |= {"offer_id": str(offered(session).id), "demand_id": str(needed(session).id)}
        waiting, paid = (one.key for one in fees(session))
        event, paper = announced(session), io.BytesIO(b"%PDF-1.4 x")
        kept = keep_document(session, app.extensions[STORAGE], SYSTEM, paper, name="moi.pdf", public=False)
        invited = EventDocument(event_id=event.id, file=kept, label="Giấy mời")
        session.add(invited)
        session.flush()
        ids |= {"event_id": str(event.id), "document_id": str(invited.id)}
        prepared(session, event=event, std=3)
        picture = keep_image(session, app.extensions[STORAGE], SYSTEM, io.BytesIO(photo()), public=True)
    forged = unsubscribe_path(Keys("k" * 40), 1).rpartition("/")[2]
    words = {
        "/demo/stripe/<number>": f"/demo/stripe/{UNISSUED}",
        "<name>-<int:part>": "products-1",
        "<key>/ma.svg": f"{waiting}/ma.svg",
        "thanh-toan/<key>": f"thanh-toan/{paid}",
        "payments/<key>": f"payments/{paid}",
        "open-data/<name>": "open-data/products.csv",
        "tinh/<slug>": "tinh/hue",
        "provinces/<slug>": "provinces/ha-giang",
        "<slug>/atom.xml": "hue/atom.xml",
        "<slug>": "thuc-pham",
        "<code>/<key>": "26/8",
        "<code>/<other>": "148/26-2026",
        "quy-dinh/<code>": "quy-dinh/26-2026",
        "rules/<code>": "rules/26-2026",
        "<path:slug>": "x",
        "<token>": "guessed",
        "<string(length=64):digest>": picture.sha256,
        "<lang_code>": "en",
        "<int:account_id>-<mac>": forged,
        "<int:account_id>": "1",
        "<int:request_id>": "1",
        "<int:appointment_id>": "1",
        "<int:entry_id>": "1",
        "<int:list_id>": "1",
        "<int:import_id>": "1",
        "<int:draft_id>": "1",
        "<role>": "commune_officer",
        "<int:claim_id>": "1",
        "<int:dossier_id>": "1",
        "<int:payee_id>": "1",
        "<int:charge_id>": "1",
        "<int:statement_id>": "1",
        "<int:line_id>": "1",
        "<int:certificate_id>": "1",
        "<step_name>": "gia",
        "<int:file_id>": "1",
        "<int:photo_id>": "1",
        "<int:held_id>": "1",
        "<int:profile_id>": "1",
        "<int:report_id>": "1",
        "<target>": "trang",
        "<int:kept_id>": "1",
        "<int:merged_id>": "2",
        "<int:merge_id>": "1",
        "<int:row_id>": "1",
        "<path:typed>": UNISSUED,
        "<string:code>": UNISSUED,
        "<int:enquiry_id>": "1",
        "<int:registration_id>": "1",
        "<int:paper_id>": "1",
        "<page_name>": "gian",
        "<word>": "chao-ban",
        "<act_name>": "gui",
        "<int:buyer_id>": "1",
        "<int:listing_id>": "1",
        "<int:announcement_id>": str(told),
        "<int:attachment_id>": str(attached),
    }
    with writes(catalogue_db) as written:
        for rule in readable(app):
            address = rule
            for place, word in words.items():
                address = address.replace(place, word)
            for name, value in ids.items():
                address = address.replace(f"<int:{name}>", value)
            if rule in MAPS:  # the part of the country that is on the screen
                address += "?box=102,8,110,24&zoom=6"
            away = UNISSUED in address or rule == "/metrics"  # which is there with a token only
            expected = {404} if away else {200, 503}
            assert client.get(address, follow_redirects=True).status_code in expected, address
    assert written == []


def test_a_template_may_not_name_what_it_was_not_given(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined
