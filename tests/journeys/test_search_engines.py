"""What search engines and other sites see: every public page once, in both languages, and what is not for them."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from catalog.producers.models import Producer
from catalog.products.models import Product
from catalog.products.services import remove_product
from foundation.db.base import now
from foundation.db.database import Database
from foundation.web import sitemaps
from tests.catalog.announcements.records import published_results
from tests.support.pages import parse

BASE = "http://localhost:8000"
MAP, PAGE = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"


def xml(client: FlaskClient, path: str) -> Element:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml"), path
    return fromstring(answer.get_data(as_text=True).partition("\n")[2])


def parts(client: FlaskClient) -> list[str]:
    return [str(one.text).removeprefix(BASE) for one in xml(client, "/sitemap.xml").iter(f"{MAP}loc")]


def listed(client: FlaskClient) -> Iterator[tuple[str, dict[str, str]]]:
    """Every address with its others by language."""
    for part in parts(client):
        for url in xml(client, part):
            others = {str(one.get("hreflang")): str(one.get("href")) for one in url.iter(f"{PAGE}link")}
            yield str(url.findtext(f"{MAP}loc")), others


def test_announcements_are_listed_from_the_moment_they_are_public(
    app: Flask, client: FlaskClient, catalogue_db: Database
) -> None:
    assert "/sitemaps/announcements-1.xml" not in parts(client)
    with app.app_context(), catalogue_db.unit_of_work() as session:
        told, _ = published_results(session, 1)
    assert "/sitemaps/announcements-1.xml" in parts(client)
    urls = xml(client, "/sitemaps/announcements-1.xml").findall(f"{MAP}url")
    addresses = [str(url.findtext(f"{MAP}loc")) for url in urls]
    assert [address.rpartition("-")[2] for address in addresses] == [str(told)] * 2
    assert all(client.get(address).status_code == 200 for address in addresses)


def head(client: FlaskClient, address: str) -> tuple[dict[str, str], dict[str, str]]:
    """Links of a page's head by their relation and language, its metas by their names."""
    tree = parse(client.get(address).get_data(as_text=True))
    links = {
        f"{one.get('rel')} {one.get('hreflang') or ''}".strip(): one.get("href", "") for one in tree.iter(f"{PAGE}link")
    }
    metas = {one.get("property") or one.get("name") or "": one.get("content", "") for one in tree.iter(f"{PAGE}meta")}
    return links, metas


def test_every_record_is_listed_once_in_each_language_with_its_other(
    client: FlaskClient, catalogue_db: Database
) -> None:
    with catalogue_db.unit_of_work() as session:
        session.get_one(Product, 1).is_demo = True
        remove_product(session, session.get_one(Product, 2), reason="Theo yêu cầu", at=now())
        products = session.scalars(select(func.count(Product.id))).one()
        producers = session.scalars(select(func.count(Producer.id))).one()
    found = dict(listed(client))
    assert len(found) == len(list(listed(client)))
    counts = {
        kind: sum(address.startswith(f"{BASE}{kind}") for address in found)
        for kind in ("/vi/san-pham/", "/en/products/", "/vi/chu-the/", "/en/producers/", "/vi/tinh/", "/en/provinces/")
    }
    assert list(counts.values()) == [products - 2] * 2 + [producers] * 2 + [34] * 2
    assert not [address for address in found if address.endswith(("-1", "-2")) and "/vi/san-pham/" in address]
    for address, others in found.items():
        assert address in others.values()
        assert set(others) == {"vi", "en", "x-default"}
        assert others["x-default"] == others["vi"]


def test_a_part_never_holds_too_much_and_only_parts_with_pages_are_named(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sitemaps.PART * 2 <= 50_000
    monkeypatch.setattr("catalog.storefront.sitemap.PART", 100)
    named = [one for one in parts(client) if "/products-" in one]
    assert named == [f"/sitemaps/products-{number}.xml" for number in range(1, 10)]
    assert max(len(xml(client, one)) for one in named) <= 200
    assert client.get("/sitemaps/products-99.xml").status_code == 404
    assert client.get("/sitemaps/nothing-1.xml").status_code == 404


def test_what_is_listed_is_there_and_calls_itself_by_that_address(client: FlaskClient) -> None:
    """One of each kind, and every page that is no record's."""
    seen: dict[str, str] = {}
    for address, others in listed(client):
        kind = "/".join(address.removeprefix(BASE).split("/")[:3])
        if seen.setdefault(kind if address.count("/") > 4 else address, address) != address:
            continue
        links, metas = head(client, address.removeprefix(BASE))
        assert links["canonical"] == address
        assert {name: links[f"alternate {name}"] for name in others} == others, address
        assert "robots" not in metas
        assert metas["og:url"] == address
        assert metas["og:title"]
        assert metas["og:description"] == metas["description"]
    assert len(seen) > 30


def test_robots_are_led_to_the_list_and_kept_out_of_what_is_private(client: FlaskClient) -> None:
    lines = client.get("/robots.txt").get_data(as_text=True).splitlines()
    assert f"Sitemap: {BASE}/sitemap.xml" in lines
    assert {"Disallow: /admin/", "Disallow: /ho-so/", "Disallow: /tai-khoan/"} <= set(lines)


INDEXED = ("/vi/san-pham", "/vi/san-pham?page=2", "/vi/san-pham?utm_source=x", "/vi/chu-the")
NOT_INDEXED = (
    "/vi/san-pham?province=01",
    "/en/products?q=honey",
    "/vi/san-pham?sort=name",
    "/vi/chu-the?q=hợp",
    "/vi/da-luu?ids=1",
    "/x/",
    "/vi/khong-co",
    "/tai-khoan/dang-nhap",
)


def test_copies_of_lists_and_what_is_somebodys_own_stay_out(client: FlaskClient) -> None:
    for address in (*INDEXED, *NOT_INDEXED):
        _, metas = head(client, address)
        assert ("noindex" in metas.get("robots", "")) is (address in NOT_INDEXED), address


def test_a_shared_product_shows_its_photo(client: FlaskClient, app: Flask, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        product = session.get_one(Product, 3)
        product.cover_sha256, product.cover_width, product.cover_height = "a" * 64, 800, 600
        address = f"/vi/san-pham/{product.slug}-3"
    _, metas = head(client, address)
    assert metas["og:image"] == f"{BASE}/media/{'a' * 64}.webp"
    assert (metas["og:image:width"], metas["og:locale"], metas["og:locale:alternate"]) == ("800", "vi_VN", "en_GB")
