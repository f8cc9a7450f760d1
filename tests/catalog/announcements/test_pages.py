"""What everybody and programs read: feeds, JSON, lists, and how much is asked of the database for it."""

from datetime import datetime
from xml.etree import ElementTree as ET

from catalog.opendata.announcement_schemas import AnnouncementPage
from foundation.db.base import now
from foundation.db.database import Database
from foundation.places.models import Place
from tests.catalog.announcements.records import published
from tests.foundation.signin.conftest import Browser
from tests.support.pages import classed, links
from tests.support.queries import count_queries

ATOM = "{http://www.w3.org/2005/Atom}"


def test_feeds_are_atom(stranger: Browser, reference_db: Database, place: Place) -> None:
    with reference_db.unit_of_work() as session:
        published(session, place, at=now())
        published(session, None, at=now())
    answer = stranger.client.get("/en/announcements/atom.xml")
    assert answer.mimetype == "application/atom+xml"
    root = ET.fromstring(answer.get_data(as_text=True))
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    for parent in (root, *root.findall(f"{ATOM}entry")):
        assert str(parent.findtext(f"{ATOM}id")).startswith("tag:localhost,2026:announcement")
        assert parent.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(str(parent.findtext(f"{ATOM}updated"))).tzinfo
        assert [one.get("href") for one in parent.findall(f"{ATOM}link")]
    assert [one.get("rel") for one in root.findall(f"{ATOM}link")] == ["self", "alternate"]
    told = root.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}author/{ATOM}name") for one in told] == ["Ministry, for the whole country", "Can Tho"]
    assert all(one.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi" for one in told)
    assert "<li>mật ong</li>" in str(told[0].findtext(f"{ATOM}content"))
    assert len({one.findtext(f"{ATOM}id") for one in told}) == 2
    former = stranger.client.get("/vi/thong-bao/hau-giang/atom.xml")
    assert (former.status_code, former.location) == (301, "/vi/thong-bao/can-tho/atom.xml")
    stranger.get("/vi/thong-bao/khong-co/atom.xml", status=404)


def test_programs_get_the_same(stranger: Browser, reference_db: Database, place: Place) -> None:
    with reference_db.unit_of_work() as session:
        for whose in (place, place, None):
            published(session, whose, at=now())
    answer = stranger.client.get("/api/v1/announcements?per_page=2").get_json()
    assert AnnouncementPage().validate(answer) == {}
    assert (answer["total"], len(answer["items"]), answer["items"][0]["province_code"]) == (3, 2, None)
    for query, count in (
        ("province=92", 2),
        ("province=93", 2),
        ("province=nation", 1),
        ("kind=results", 0),
        ("page=9", 3),
    ):
        assert stranger.client.get(f"/api/v1/announcements?{query}").get_json()["total"] == count, query
    assert stranger.client.get("/api/v1/announcements?page=0").status_code == 422
    told = stranger.client.get("/api/v1/openapi.json").get_json()["paths"]["/api/v1/announcements"]["get"]
    assert {one["name"] for one in told["parameters"]} == {"province", "kind", "page", "per_page", "lang"}
    assert stranger.get(answer["items"][0]["url"].removeprefix("http://localhost:8000"))


def test_however_much_there_is_as_many_questions_are_asked(
    stranger: Browser, reference_db: Database, place: Place
) -> None:
    def count(address: str) -> int:
        stranger.get(address)
        return count_queries(reference_db, lambda: stranger.get(address))

    addresses = ("/vi/thong-bao", "/vi/thong-bao/atom.xml", "/vi/", "/vi/tinh/can-tho", "/api/v1/announcements")
    with reference_db.unit_of_work() as session:
        first = published(session, place, at=now())
    one = [count(address) for address in addresses]
    with reference_db.unit_of_work() as session:
        for _ in range(5):
            published(session, place, at=now())
    assert [count(address) for address in addresses] == one
    assert one[:2] == [3, 2]
    assert count(f"/vi/thong-bao/{first.slug}-{first.announcement_id}") == 4


def test_a_list_has_pages(stranger: Browser, reference_db: Database, place: Place) -> None:
    with reference_db.unit_of_work() as session:
        for _ in range(21):
            published(session, place, at=now())
    page = stranger.get("/vi/thong-bao?kind=plan")
    assert "/vi/thong-bao?kind=plan&page=2" in links(page)
    assert len(classed(stranger.get("/vi/thong-bao?kind=plan&page=2"), "h3")) == 1
    stranger.get("/vi/thong-bao?page=3", status=404)
    stranger.get("/vi/thong-bao?page=x", status=404)
