"""The illustrative province: made by the real services, beside the real records and in none of their figures."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from admin.decisions.models import DecisionEntry
from admin.decisions.preview import preview
from admin.decisions.services import NamedDecision, open_entry
from catalog.certificates.check_code import printed
from catalog.certificates.models import Certificate, ProductStanding
from catalog.certificates.queries import check_certificates
from catalog.certificates.rules import StandingCode
from catalog.intake.matching import RowInput, RowMatch
from catalog.intake.resolving import Resolution, resolve, rows_to_review
from catalog.intake.rules import Outcome, ResolutionKind
from catalog.intake.services import import_file
from catalog.producers import merging
from catalog.producers.merging import Obstacle
from catalog.producers.models import Producer
from catalog.products.models import Product
from catalog.profiles.models import ProductProfile, ProfilePhoto
from catalog.profiles.queries import check_profiles
from catalog.profiles.rules import State as ProfileState
from catalog.representation.models import RepresentationClaim
from catalog.representation.rules import State as ClaimState
from demo.accounts import load_accounts
from demo.illustrations import _Story, load_records, load_story
from foundation.accounts.keys import Keys
from foundation.audit.models import AuditEntry
from foundation.audit.rules import Actor
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files.models import StoredFile
from foundation.files.queries import check_files
from foundation.files.storage import Storage
from foundation.permissions.rules import EVERYWHERE
from foundation.places.models import Place
from foundation.search.checking import drift
from foundation.search.cli import INDEXER
from tests.foundation.signin.conftest import account
from tests.support.databases import TODAY
from tests.support.pages import CheckingClient, classed, texts
from wsgi import HOUSE, create_app

KEYS = Keys("k" * 40)
NAME, MAKER = "Chè búp Nương Sương", "HTX Chè Nương Sương (minh hoạ)"


def load(database: Database, storage: Storage, today: date = TODAY) -> tuple[int, int, int]:
    """As `flask demo load` does it: products, accounts, certificates."""
    with database.unit_of_work() as session:
        products = load_records(session, today=today)
        accounts = load_accounts(session, keys=KEYS, now=now(), today=today)
        return products, accounts, load_story(session, storage, now=now(), today=today)


def counted(session: Session) -> dict[str, int]:
    tables = (Producer, Product, Certificate, ProductProfile, ProfilePhoto, StoredFile, RepresentationClaim, AuditEntry)
    return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_it_is_made_by_the_services_and_a_second_time_changes_nothing(reference_db: Database, tmp_path: Path) -> None:
    storage = Storage(None, tmp_path)
    assert load(reference_db, storage) == (24, 13, 25)
    with reference_db.reading() as session:
        before = counted(session)
        assert list(check_certificates(session, TODAY)) == []
        assert list(check_profiles(session)) == []
        assert list(check_files(session, storage)) == []
        assert all(session.scalars(select(Product.is_demo)))
        assert all(name.endswith("(minh hoạ)") for name in session.scalars(select(Producer.name)))
        entries = session.scalars(select(DecisionEntry)).all()
        assert [(one.is_demo, one.scan is not None, len(one.lines)) for one in entries] == [
            (True, True, 8),
            (True, True, 14),
            (True, True, 3),
        ]
        codes = list(session.scalars(select(ProductStanding.code)))
        assert {code: codes.count(code) for code in codes} == {
            StandingCode.IN_FORCE: 16,
            StandingCode.EXTENDED: 3,
            StandingCode.LAPSED: 3,
            StandingCode.REVOKED: 1,
            StandingCode.UNVERIFIED: 1,
        }
        [revoked] = session.scalars(select(Certificate).filter_by(end_ground="mark"))
        assert revoked.end_decision
        states = list(session.scalars(select(ProductProfile.state)))
        assert (states.count(ProfileState.PUBLISHED), states.count(ProfileState.WAITING)) == (5, 1)
        claims = list(session.scalars(select(RepresentationClaim.state)))
        assert (claims.count(ClaimState.ACCEPTED), claims.count(ClaimState.LODGED)) == (2, 1)
    assert load(reference_db, storage) == (0, 0, 0)
    with reference_db.reading() as session:
        assert counted(session) == before


@pytest.mark.parametrize("today", [date(2019, 3, 1), date(2029, 8, 1)])
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_it_can_be_made_on_any_day(
    reference_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: date
) -> None:
    """Also where the law of the day knows no extension, or the programme is younger than three years."""
    monkeypatch.setattr(_Story, "describe", lambda *_: None)
    assert load(reference_db, Storage(None, tmp_path), today)[0] == 24
    with reference_db.reading() as session:
        assert list(check_certificates(session, today)) == []


@pytest.fixture
def shown(app: Flask, catalogue_db: Database) -> Flask:
    """The site with the illustrations beside the real records, in its index too."""
    load(catalogue_db, Storage(None, app.config["OCOP_SETTINGS"].data_dir / "files"))
    while app.extensions[INDEXER].follow():
        pass
    app.test_client_class = CheckingClient
    return app


def first(session: Session) -> Product:
    return session.scalars(select(Product).filter_by(name=NAME)).one()


def code_of(session: Session, product: Product) -> str:
    return session.scalars(select(Certificate.check_code).filter_by(product_id=product.id, ended_by=None)).one()


def addresses(session: Session) -> list[str]:
    """Every page that shows an illustration by itself."""
    product = first(session)
    maker = product.producer
    assert maker
    return [
        f"/vi/san-pham/{product.slug}-{product.id}",
        f"/en/products/{product.slug}-{product.id}/changes",
        f"/vi/chu-the/{maker.slug}-{maker.id}",
        f"/x/{printed(code_of(session, product))}",
    ]


def cards(client: FlaskClient, address: str) -> list[str]:
    return [text for text, _ in classed(client.get(address).get_data(as_text=True), "card__name")]


def test_they_stand_beside_the_real_ones_with_a_mark_in_no_figure_and_can_be_turned_off(
    shown: Flask, catalogue_db: Database, settings: Settings
) -> None:
    client = shown.test_client()
    home = client.get("/vi/").get_data(as_text=True)
    assert all(f">{figure}<" in home for figure in (109, 146, 407, 216))
    assert client.get("/api/v1/products").get_json()["total"] == 878
    told = client.get("/api/v1/products?q=chè búp nương sương&province=19").get_json()
    assert NAME not in [item["name"] for item in told["items"]]
    assert client.get("/api/v1/suggest?q=chè búp nương").get_json()["items"] == []
    found = client.get("/vi/san-pham?q=che bup nuong suong").get_data(as_text=True)
    assert NAME in [text for text, _ in classed(found, "card__name")]
    assert "Minh hoạ" in texts(found, "h2")
    everything = client.get("/vi/san-pham").get_data(as_text=True)
    assert "878 sản phẩm" in everything
    assert len(classed(everything, "card__name")) == 24 + 8
    assert "Nương Sương" in client.get("/vi/chu-the?q=nuong suong").get_data(as_text=True)
    with catalogue_db.reading() as session:
        pages, number = addresses(session), first(session).id
        code = printed(code_of(session, first(session)))
        assert (
            list(drift(catalogue_db, shown.extensions["ocop_search"].snapshot(), HOUSE.registry(lambda: TODAY))) == []
        )
    for address in (pages[0], pages[2], pages[3]):
        page = client.get(address).get_data(as_text=True)
        assert "giả định" in page, address
        assert 'content="noindex"' in page
    assert "ld+json" not in client.get(pages[0]).get_data(as_text=True)
    assert client.get(f"/api/v1/products/{number}").status_code == 404
    assert client.get(f"/api/v1/certificates/{code}").get_json()["is_demo"] is True
    site = create_app(replace(settings, illustrations=False), catalogue_db)
    site.test_client_class = CheckingClient
    _are_hidden(site.test_client(), pages, number, code)


def _are_hidden(client: FlaskClient, pages: list[str], number: int, code: str) -> None:
    """One setting turns them off everywhere."""
    assert [client.get(address).status_code for address in pages] == [404] * len(pages)
    assert client.get(f"/api/v1/certificates/{code}").status_code == 404
    for address in ("/vi/san-pham?q=nuong suong", f"/vi/da-luu?ids={number}", "/vi/chu-the?q=suong"):
        assert "Nương Sương" not in client.get(address).get_data(as_text=True), address
    assert len(cards(client, "/vi/san-pham")) == 24


@pytest.fixture
def beside(catalogue_db: Database) -> None:
    """The made-up producers and products beside the real ones."""
    with catalogue_db.unit_of_work() as session:
        load_records(session, today=TODAY)


@pytest.mark.usefixtures("beside")
def test_while_search_is_away_they_stay_out_of_the_list(app: Flask, settings: Settings) -> None:
    shutil.rmtree(settings.data_dir / "search")
    client = app.test_client()
    assert client.get("/api/v1/products?q=nương sương").get_json()["items"] == []
    assert "0 chủ thể" in client.get("/vi/chu-the?q=nuong suong").get_data(as_text=True)


def take_in(database: Database, folder: Path, row: str) -> int:
    """Import a list of one row; how many products it makes."""
    path = folder / "list.csv"
    path.write_text(HEAD + row, encoding="utf-8")
    return import_file(database, path, list_key="list", today=TODAY).counts()[Outcome.CREATED]


HEAD = "id,name,producer,commune,district,province,star,year,decision_no,evidence,source\n"


@pytest.mark.usefixtures("beside")
def test_a_list_never_means_one(catalogue_db: Database, tmp_path: Path) -> None:
    row = f"7,{NAME},{MAKER},La Bằng,,Thái Nguyên,4,2026,1/QĐ-UBND,gov,https://example.vn\n"
    assert take_in(catalogue_db, tmp_path, row) == 1
    with catalogue_db.reading() as session:
        one, other = session.scalars(select(Product).filter_by(name=NAME).order_by(Product.id))
        assert (one.is_demo, other.is_demo) == (True, False)
        assert other.producer
        assert (other.producer.is_demo, other.producer.name) == (False, MAKER)
        assert one.producer_id != other.producer_id


@pytest.mark.usefixtures("beside")
def test_an_officer_never_means_one(catalogue_db: Database, tmp_path: Path) -> None:
    row = f",{NAME},,,,Thái Nguyên,4,2026,1/QĐ-UBND,gov,https://example.vn\n"
    assert take_in(catalogue_db, tmp_path, row) == 0
    with catalogue_db.unit_of_work() as session:
        product = first(session)
        [doubtful] = [one for one in rows_to_review(session, EVERYWHERE) if one.list_key == "list"]
        for way, number in (
            (ResolutionKind.SAME_PRODUCT, product.id),
            (ResolutionKind.SAME_PRODUCER, product.producer_id),
        ):
            with pytest.raises(LookupError), session.begin_nested():
                resolve(session, doubtful.id, doubtful.cells, Resolution(way, number), TODAY)
        place = session.scalars(select(Place).filter_by(code="19", valid_to=None, level="province")).one()
        actor = Actor(account(session, "chi").id)
        named = NamedDecision("UBND", "province", "9/QĐ", TODAY)
        entry = open_entry(session, actor, place, named, [RowInput(NAME, MAKER, "", "4")], now=now(), today=TODAY)
        [seen] = preview(session, entry).rows
        assert seen.found.match is not RowMatch.EXACT
        assert product.id not in {one.id for one in seen.found.records}
        real = session.scalars(select(Producer).filter_by(is_demo=False, province_code="19").limit(1)).one()
        assert product.producer
        assert merging.obstacles(session, real, product.producer, ()) == [Obstacle.ILLUSTRATION]
