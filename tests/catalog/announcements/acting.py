"""What officers do on the desk of announcements, over HTTP."""

import re

from catalog.certificates.models import Decision
from foundation.places.models import Place
from tests.foundation.signin.conftest import Browser
from tests.support.pages import texts

DESK = "/admin/thong-bao"
WORDS = {
    "title": "Kết quả phân hạng năm 2025",
    "body": "Công bố:\n- bảng kèm theo\n\nXem https://cantho.gov.vn/ocop.\n<script>alert(1)</script>",
    "title_en": "Results of 2025",
    "body_en": "Published:\n- see the table",
}


def revision(page: str) -> dict[str, str]:
    """Which state of the draft the page shows."""
    found = re.search(r'name="revision" value="(\d+)"', page)
    return {"revision": found[1]} if found else {}


def act(browser: Browser, address: str, verb: str, **fields: str) -> str:
    """Send one of the forms of a desk page; the page after it."""
    shown = browser.get(address)
    answer = browser.post(f"{address}/{verb}", {**revision(shown), **fields}, page=address)
    return answer.get_data(as_text=True) if answer.status_code == 200 else browser.get(str(answer.location))


def begun(browser: Browser, place: Place, made: Decision | None) -> str:
    """A draft; its address on the desk."""
    kind = {"kind": "results", "decision": str(made.id)} if made else {"kind": "news", "decision": ""}
    answer = browser.post(f"{DESK}/moi", {**WORDS, **kind, "place": str(place.id)})
    assert answer.status_code == 302, texts(answer.get_data(as_text=True), "li")
    return str(answer.location)


def approve_and_publish(one: Browser, second: Browser, address: str) -> str:
    """One hands in, a second approves at once."""
    act(one, address, "trinh")
    return act(second, address, "duyet", publish_at="")
