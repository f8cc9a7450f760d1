import dataclasses
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from catalog.opendata.dumps import EXTENSION as OPEN_DATA
from foundation.config.settings import Env, Settings
from foundation.db.database import Database
from tests.browser.site import DESKTOP, chromium, served
from tests.support.databases import TODAY, Stage, Templates
from wsgi import create_app

Open = Callable[..., Page]


@dataclasses.dataclass(frozen=True)
class Site:
    """The demonstration site: where it answers, its records and its folder."""

    address: str
    database: Database
    data_dir: Path


@pytest.fixture(scope="session")
def site(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data_dir: Path = tmp_path_factory.mktemp("site")
    with templates.own("sqlite", Stage.CATALOGUE) as database:
        shutil.copytree(templates.index("sqlite"), data_dir / "search")
        settings = Settings.from_env({"OCOP_DATA_DIR": str(data_dir), "OCOP_TODAY": TODAY.isoformat()})
        assert settings.env is Env.DEMO
        app = create_app(settings, database)
        app.extensions[OPEN_DATA].write()
        with served(app) as address:
            yield Site(address, database, data_dir)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = chromium(playwright)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Open]:
    """Open an address; whatever the page says in the console or fails to load fails the test."""
    opened: list[Page] = []
    complaints: list[str] = []

    def go(address: str, *, scheme: str = "light", width: int = DESKTOP) -> Page:
        page = browser.new_page(
            viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
        )
        opened.append(page)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("requestfailed", lambda request: complaints.append(f"{request.url} {request.failure}"))
        page.goto(site.address + address)
        return page

    yield go
    for page in opened:
        page.close()
    # Suggestions still on their way are given up when the reader types on or leaves the page.
    given_up = [text for text in complaints if "/suggest" in text and "ERR_ABORTED" in text]
    assert [text for text in complaints if "404" not in text and text not in given_up] == []
