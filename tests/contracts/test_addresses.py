"""Addresses are promises: none vanishes by accident, none writes when it is read."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import StrictUndefined
from sqlalchemy import event, select

from catalog.producers.models import Producer
from catalog.products.models import Product
from foundation.accounts.keys import Keys
from foundation.db.database import Database
from foundation.notices.tasks import unsubscribe_path

REVIEWED = Path(__file__).with_name("urls.txt")


def rules(app: Flask) -> list[str]:
    return sorted({rule.rule for rule in app.url_map.iter_rules()})


def readable(app: Flask) -> list[str]:
    """Addresses that can be asked for and not only written to."""
    return sorted({rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())})


def test_the_addresses_are_the_reviewed_ones(app: Flask) -> None:
    """A new address is added to the file; one that goes leaves a redirect."""
    assert rules(app) == REVIEWED.read_text(encoding="utf-8").split()


def test_no_get_writes(app: Flask, client: FlaskClient, catalogue_db: Database) -> None:
    with catalogue_db.reading() as session:
        ids = {
            "product_id": str(session.scalar(select(Product.id).limit(1))),
            "producer_id": str(session.scalar(select(Producer.id).limit(1))),
        }
    forged = unsubscribe_path(Keys("k" * 40), 1).rpartition("/")[2]
    words = {
        "tinh/<slug>": "tinh/hue",
        "provinces/<slug>": "provinces/ha-giang",
        "<slug>": "thuc-pham",
        "<code>/<key>": "26/8",
        "<path:slug>": "x",
        "<token>": "guessed",
        "<lang_code>": "en",
        "<int:account_id>-<mac>": forged,
        "<int:request_id>": "1",
    }
    written: list[str] = []

    def listen(*told: object) -> None:
        statement = str(told[2]).split(maxsplit=1)[0].upper()
        if statement in {"INSERT", "UPDATE", "DELETE"}:
            written.append(str(told[2]))

    event.listen(catalogue_db.engine, "before_cursor_execute", listen)
    for rule in readable(app):
        address = rule
        for place, word in words.items():
            address = address.replace(place, word)
        for name, value in ids.items():
            address = address.replace(f"<int:{name}>", value)
        assert client.get(address, follow_redirects=True).status_code in {200, 503}, address
    event.remove(catalogue_db.engine, "before_cursor_execute", listen)
    assert written == []


def test_a_template_may_not_name_what_it_was_not_given(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined
