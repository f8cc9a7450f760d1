"""The demonstration site in a thread, and the system's Chromium to look at it."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Playwright
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from catalog.certificates.models import ProductStanding
from catalog.certificates.rules import StandingCode
from catalog.products.models import Product
from foundation.db.database import Database
from foundation.i18n.text import slug

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",  # a camera that sees a test picture, for whoever permits it
)

PHONE, DESKTOP = 360, 1280


def chromium(playwright: Playwright) -> Browser:
    """The system's Chromium; the caller has made sure that there is one."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))


class _Silent(WSGIRequestHandler):
    """Answers without a line in the log for each request."""

    def log(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The site on a free port of this machine; yields its address without a final slash."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def pages(database: Database) -> dict[str, dict[str, str]]:
    """The address of every kind of page, by name and language, with well chosen examples."""
    with database.reading() as session:
        shown = _product(session, StandingCode.IN_FORCE)
        lapsed = _product(session, StandingCode.LAPSED)
        producer = shown.producer
        if producer is None:
            msg = "the product shown in force names no producer"
            raise LookupError(msg)
        maker = f"{slug(producer.name)}-{producer.id}"
    return {
        "home": _both("", ""),
        "products": _both("san-pham", "products"),
        "found": _both("san-pham?q=tra+shan+tuyet+4+sao", "products?q=honey+4+star"),
        "ranking": _both("cach-sap-xep", "how-results-are-ordered"),
        "product": _both(f"san-pham/{_path(shown)}", f"products/{_path(shown)}"),
        "product-lapsed": _both(f"san-pham/{_path(lapsed)}", f"products/{_path(lapsed)}"),
        "producer": _both(f"chu-the/{maker}", f"producers/{maker}"),
        "shortlist": _both(f"da-luu?ids={shown.id},{lapsed.id}", f"shortlist?ids={shown.id},{lapsed.id}"),
        "shortlist-empty": _both("da-luu", "shortlist"),
        "producers": _both("chu-the?q=chè&producer_type=cooperative", "producers"),
        "provinces": _both("tinh", "provinces"),
        "province": _both("tinh/lao-cai?former=yen-bai", "provinces/lao-cai"),
        "groups": _both("nhom", "groups"),
        "group": _both("nhom/thuc-pham", "groups/thuc-pham"),
        "guides": _both("huong-dan", "guides"),
        "guide-stars": _both("huong-dan/hang-sao", "guides/stars"),
        "guide-taking-part": _both("huong-dan/tham-gia", "guides/taking-part"),
        "sheets": _both("huong-dan/phieu-cham", "guides/scoring-sheets"),
        "sheet": _both("huong-dan/phieu-cham/26/8", "guides/scoring-sheets/1048/19"),
        "rules": _both("huong-dan/quy-dinh", "guides/rules"),
        "edition": _both("huong-dan/quy-dinh/26-2026", "guides/rules/1048"),
        "editions-compared": _both("huong-dan/quy-dinh/148-1489/26-2026", "guides/rules/148/148-1489"),
        "announcements": _both("thong-bao", "announcements"),
        "changes": _both(f"san-pham/{_path(shown)}/thay-doi", f"products/{_path(shown)}/changes"),
        "report": _both("phan-anh?trang=/vi/san-pham", "report?trang=/en/products"),
        "open-data": _both("du-lieu-mo", "open-data"),
        "api": _both("du-lieu-mo/giao-dien-lap-trinh", "open-data/api"),
        "privacy": _both("bao-ve-du-lieu-ca-nhan", "privacy"),
        "complaints": _both("khieu-nai", "complaints"),
        "terms": _both("dieu-khoan-su-dung", "terms-of-use"),
        "contact": _both("lien-he", "contact"),
        "nothing-found": _both("san-pham?stars=5&province=12", "products?stars=5&province=12"),
        "not-found": _both("khong-co", "nowhere"),
    }


def _both(vi: str, en: str) -> dict[str, str]:
    return {"vi": f"/vi/{vi}", "en": f"/en/{en}"}


def _path(product: Product) -> str:
    return f"{slug(product.name)}-{product.id}"


def _product(session: Session, code: StandingCode) -> Product:
    wanted = select(Product).join(ProductStanding, ProductStanding.product_id == Product.id)
    ranked = wanted.where(ProductStanding.code == code, Product.producer_id.is_not(None))
    return session.scalars(ranked.order_by(ProductStanding.rank, Product.id).limit(1)).unique().one()


def screenshot_folder() -> Path:
    """Where the screenshots of the documentation lie."""
    return Path(__file__).resolve().parents[2] / "docs" / "screens"
