"""What programs get of events: calendars, Atom, schema.org, JSON."""

import json
from collections.abc import Callable
from datetime import date, datetime, timezone
from typing import Any
from xml.etree.ElementTree import fromstring
from zoneinfo import ZoneInfo

import pytest
import vobject  # type: ignore[import-untyped] # it has no types
from flask.testing import FlaskClient
from icalendar import Calendar

from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from marketplace.events import services
from marketplace.events.models import Event
from tests.marketplace.events.conftest import DECEMBER
from tests.support.databases import TODAY

DIALECTS = ["sqlite"]
NOW = datetime(2026, 11, 23, 3, tzinfo=timezone.utc)
ATOM = "{http://www.w3.org/2005/Atom}"


# Calendars -----------------------------------------------------------------------------------------------------------


def components(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert all(len(line.encode()) <= 75 for line in answer.get_data(as_text=True).split("\r\n"))
    return {str(one["SUMMARY"]): one for one in Calendar.from_ical(answer.get_data()).walk("VEVENT")}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_feed_imports_into_two_parsers(client: FlaskClient, fairs: dict[str, int]) -> None:
    assert fairs
    found = components(client, "/vi/hoi-cho/lich.ics")
    assert set(found) == {"Hội chợ làng lụa", "Tuần hàng trà Bắc Kạn", "Hội nghị kết nối miền Trung"}
    other = vobject.readOne(client.get("/vi/hoi-cho/lich.ics").get_data(as_text=True))
    assert {one.summary.value for one in other.vevent_list} == set(found)
    silk, meeting = found["Hội chợ làng lụa"], found["Hội nghị kết nối miền Trung"]
    assert (silk["DTSTART"].dt, silk["DTEND"].dt) == (DECEMBER, date(2026, 12, 15))
    assert "08:00–21:00" in silk["DESCRIPTION"]
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    assert meeting["DTSTART"].dt == datetime(2027, 1, 15, 8, tzinfo=zone)
    assert meeting["DTEND"].dt == datetime(2027, 1, 15, 17, 30, tzinfo=zone)
    by_other = {one.summary.value: one for one in other.vevent_list}
    assert by_other["Hội chợ làng lụa"].dtend.value == date(2026, 12, 15)
    assert by_other["Hội nghị kết nối miền Trung"].dtstart.value.astimezone(timezone.utc).hour == 1
    assert list(components(client, "/en/fairs/calendar.ics?province=06")) == ["Tuần hàng trà Bắc Kạn"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_change_keeps_the_uid_and_raises_the_sequence(
    client: FlaskClient, catalogue_db: Database, fairs: dict[str, int]
) -> None:
    """MARKET 1.2, 32: same UID, higher SEQUENCE, STATUS:CANCELLED; the address stays."""
    address = f"/vi/hoi-cho/{fairs['meeting']}.ics"
    first = next(iter(components(client, address).values()))

    def change(verb: Callable[..., None], *args: Any, **more: Any) -> Any:
        with catalogue_db.unit_of_work() as session:
            verb(session, SYSTEM, session.get_one(Event, fairs["meeting"]), *args, now=NOW, today=TODAY, **more)
        (told,) = components(client, address).values()
        assert told["UID"] == first["UID"]
        return told

    postponed = change(services.postpone, reason="Bão số 13")
    assert (postponed["STATUS"], postponed["SEQUENCE"]) == ("TENTATIVE", 1)
    assert postponed["SUMMARY"].startswith("HOÃN: ")
    moved = change(services.reschedule, (date(2027, 3, 1), date(2027, 3, 2)))
    assert (moved["STATUS"], moved["SEQUENCE"], moved["DTSTART"].dt) == ("CONFIRMED", 2, date(2027, 3, 1))
    cancelled = change(services.cancel, reason="Hết kinh phí")
    assert (cancelled["STATUS"], cancelled["SEQUENCE"]) == ("CANCELLED", 3)
    assert "Hết kinh phí" in cancelled["DESCRIPTION"]
    page = client.get(f"/vi/hoi-cho/hoi-nghi-ket-noi-mien-trung-{fairs['meeting']}").get_data(as_text=True)
    assert "Sự kiện không diễn ra." in page
    assert "EventCancelled" in page


# Programs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_atom_feed_is_whole(client: FlaskClient, fairs: dict[str, int]) -> None:
    assert fairs
    for address in ("/vi/hoi-cho/atom.xml", "/en/fairs/atom.xml"):
        root = fromstring(client.get(address).get_data(as_text=True))
        entries = root.findall(f"{ATOM}entry")
        assert len(entries) == 4
        for one in (root, *entries):
            assert all(one.find(f"{ATOM}{tag}") is not None for tag in ("id", "title", "updated", "link"))
        ids = [one.findtext(f"{ATOM}id") for one in entries]
        assert len(set(ids)) == 4
    assert len(fromstring(client.get("/vi/hoi-cho/tinh/thai-nguyen/atom.xml").data).findall(f"{ATOM}entry")) == 1


@pytest.mark.parametrize("dialect", DIALECTS)
def test_schema_org_says_when_and_where(client: FlaskClient, fairs: dict[str, int]) -> None:
    page = client.get(f"/vi/hoi-cho/hoi-nghi-ket-noi-mien-trung-{fairs['meeting']}").get_data(as_text=True)
    told = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert told["@type"] == "Event"
    assert told["startDate"] == "2027-01-15T08:00:00+07:00"
    assert told["endDate"] == "2027-01-15T17:30:00+07:00"
    assert told["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 16.4637, "longitude": 107.5909}
    assert told["location"]["address"]["addressCountry"] == "VN"
    assert told["eventStatus"] == "https://schema.org/EventScheduled"
    silk = client.get(f"/en/fairs/hoi-cho-lang-lua-{fairs['silk']}").get_data(as_text=True)
    assert "geo" not in silk.split("ld+json")[1].split("</script>")[0]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_api_tells_days_places_and_states(client: FlaskClient, fairs: dict[str, int]) -> None:
    told = client.get("/api/v1/events?from=2026-12-01&to=2026-12-31").get_json()
    assert (told["total"], [one["id"] for one in told["items"]]) == (2, [fairs["silk"], fairs["tea"]])
    silk = told["items"][0]
    assert (silk["starts_on"], silk["ends_on"], silk["opens"]) == ("2026-12-12", "2026-12-14", "08:00")
    assert silk["registration_open"] is True
    assert client.get("/api/v1/events?province=06").get_json()["total"] == 1
    assert client.get("/api/v1/events?kind=conference&lang=en").get_json()["total"] == 1
    assert client.get("/api/v1/events?to=2025-12-31").get_json()["items"][0]["ends_on"] is None
    for wrong in ("from=soon", "kind=party", "province=999"):
        assert client.get(f"/api/v1/events?{wrong}").status_code == 422, wrong
