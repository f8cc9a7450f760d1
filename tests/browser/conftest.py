import dataclasses
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

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


@contextmanager
def demonstration(templates: Templates, data_dir: Path) -> Iterator[Site]:
    """The demonstration catalogue with its index and open data, served."""
    with templates.own("sqlite", Stage.CATALOGUE) as database:
        shutil.copytree(templates.index("sqlite"), data_dir / "search")
        settings = Settings.from_env({"OCOP_DATA_DIR": str(data_dir), "OCOP_TODAY": TODAY.isoformat()})
        assert settings.env is Env.DEMO
        app = create_app(settings, database)
        app.extensions[OPEN_DATA].write()
        with served(app) as address:
            yield Site(address, database, data_dir)


@pytest.fixture(scope="session")
def site(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all files that only read."""
    with demonstration(templates, tmp_path_factory.mktemp("site")) as shared:
        yield shared


@pytest.fixture(scope="module")
def own_site(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for a file that writes, which calls it `site`: nobody else sees what it wrote, whatever the order."""
    with demonstration(templates, tmp_path_factory.mktemp("site")) as own:
        yield own


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = chromium(playwright)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def reading(browser: Browser) -> Iterator[Page]:
    """The page in which whoever only reads goes from address to address; it keeps what it has fetched."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def visit(reading: Page, site: Site) -> Iterator[Open]:
    """Open an address; whatever the page says in the console or fails to load fails the test."""
    complaints: list[str] = []

    def said(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    def failed(request: Request) -> None:
        complaints.append(f"{request.url} {request.failure}")

    def go(address: str, *, scheme: str = "light", width: int = DESKTOP) -> Page:
        reading.set_viewport_size({"width": width, "height": 800})
        reading.emulate_media(media="screen", color_scheme="dark" if scheme == "dark" else "light")
        reading.goto(site.address + address)
        return reading

    reading.on("console", said)
    reading.on("requestfailed", failed)
    yield go
    reading.goto("about:blank")
    reading.remove_listener("console", said)
    reading.remove_listener("requestfailed", failed)
    reading.context.clear_cookies()
    # Suggestions and the site's mark, still on their way, are given up when the reader types on or leaves the page.
    given_up = [text for text in complaints if "ERR_ABORTED" in text and ("/suggest" in text or "/favicon" in text)]
    assert [text for text in complaints if "404" not in text and text not in given_up] == []
