"""Lists that are being looked at: made for a test, and sent on as a browser would."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from foundation.db.base import now
from foundation.tables.drafts import SentTable, keep_draft, opened
from foundation.tables.schema import Schema
from foundation.tables.understanding import ReadingChoices
from foundation.tables.understood import Understood, understand
from tests.foundation.signin.conftest import Browser
from tests.support.visitors import Record, Side


def seen_as(text: str, schema: Schema) -> Understood:
    """What a pasted list is understood as when it is sent."""
    sent = opened("", text.encode(), schema, "bảng dán")
    return understand(sent.content, schema, sent.choices)


def draft_record(
    session: Session, side: Side, schema: Schema, text: str, about: Mapping[str, Any] | None = None
) -> Record:
    """Somebody's own list, for the matrix of doors."""
    sent = SentTable("danh-sach.csv", text.encode(), ReadingChoices())
    made = keep_draft(session, side.account_id, schema, sent, office=side.place_id, now=now(), about=about)
    return Record({"draft_id": made.id})


def columns_of(page: str) -> dict[str, str]:
    """What a browser would send back of the columns."""
    found = {"seen": re.findall(r'name="seen" value="([^"]*)"', page)[0]}
    for name, inside in re.findall(r'<select id="[\w-]+" name="([\w-]+)">(.*?)</select>', page, re.DOTALL):
        picked = re.search(r'<option value="([^"]*)" selected', inside)
        found[name] = picked[1] if picked else ""
    return found


def go_on(browser: Browser, at: str, **said: str) -> TestResponse:
    """Say that the columns are right, perhaps after choosing some otherwise."""
    return browser.post(at, {**columns_of(browser.get(at)), **said, "step": "take"}, page=at)
