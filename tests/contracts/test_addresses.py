"""Addresses are promises: none vanishes by accident, none writes when it is read."""

import io
import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import StrictUndefined
from sqlalchemy import select

from catalog.producers.models import Producer
from catalog.products.models import Product
from foundation.accounts.keys import Keys
from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.files.services import keep_image
from foundation.files.storage import EXTENSION as STORAGE
from foundation.notices.tasks import unsubscribe_path
from tests.support.listening import writes
from tests.support.pictures import photo

UNISSUED = "K7M4-Q2RD5"
"""A check code nobody issued."""

REVIEWED = Path(__file__).with_name("urls.txt")


def rules(app: Flask) -> list[str]:
    return sorted({rule.rule for rule in app.url_map.iter_rules()})


def readable(app: Flask) -> list[str]:
    """Addresses that can be asked for and not only written to."""
    return sorted({rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())})


def test_the_addresses_are_the_reviewed_ones(app: Flask) -> None:
    """A new address is added to the file; one that goes leaves a redirect."""
    assert rules(app) == REVIEWED.read_text(encoding="utf-8").split()


def test_no_two_pages_share_an_address(app: Flask) -> None:
    """Of two rooms that chose the same word one would never be reached: names of arguments tell nothing apart."""
    answered: dict[tuple[str, str], str] = {}
    for rule in app.url_map.iter_rules():
        shape = re.sub(r"<(?:([^:>]+):)?[^>]+>", r"<\1>", rule.rule.rstrip("/"))
        for method in (rule.methods or set()) & {"GET", "POST"}:
            other = answered.setdefault((method, shape), rule.endpoint)
            assert other == rule.endpoint, f"{method} {shape} leads to {other} or to {rule.endpoint}"


def test_no_get_writes(app: Flask, client: FlaskClient, catalogue_db: Database) -> None:
    with catalogue_db.reading() as session:
        ids = {
            "product_id": str(session.scalar(select(Product.id).limit(1))),
            "producer_id": str(session.scalar(select(Producer.id).limit(1))),
        }
    with catalogue_db.unit_of_work() as session:
        picture = keep_image(session, app.extensions[STORAGE], SYSTEM, io.BytesIO(photo()), public=True)
    forged = unsubscribe_path(Keys("k" * 40), 1).rpartition("/")[2]
    words = {
        "tinh/<slug>": "tinh/hue",
        "provinces/<slug>": "provinces/ha-giang",
        "<slug>": "thuc-pham",
        "<code>/<key>": "26/8",
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
        "<role>": "commune_officer",
        "<int:claim_id>": "1",
        "<step_name>": "gia",
        "<int:file_id>": "1",
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
        "<int:certificate_id>": "1",
    }
    with writes(catalogue_db) as written:
        for rule in readable(app):
            address = rule
            for place, word in words.items():
                address = address.replace(place, word)
            for name, value in ids.items():
                address = address.replace(f"<int:{name}>", value)
            expected = {404} if UNISSUED in address else {200, 503}
            assert client.get(address, follow_redirects=True).status_code in expected, address
    assert written == []


def test_a_template_may_not_name_what_it_was_not_given(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined
