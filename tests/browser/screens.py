"""`make screens`: draw every page anew for the documentation, on the demonstration's day."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from catalog.intake.services import import_file
from demo.cli import CATALOGUE, LIST_KEY
from foundation.config.settings import Settings
from foundation.db.database import Database
from foundation.db.migrate import upgrade
from foundation.search.indexer import Indexer
from tests.browser.site import DESKTOP, PHONE, chromium, pages, screenshot_folder, served
from tests.support.databases import TODAY
from wsgi import HOUSE, create_app

HEIGHTS = {PHONE: 780, DESKTOP: 900}


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at."""

    name: str
    width: int
    scheme: str = "light"
    media: str = "screen"


PHONES, DESKTOPS = View("360", PHONE), View("1280", DESKTOP)
VIEWS = {"vi": (PHONES,), "en": (DESKTOPS,)}
"""Every page in both languages and on both widths, once each."""
MORE = (DESKTOPS, View("360-dark", PHONE, scheme="dark"), View("print", DESKTOP, media="print"))
READ_MOST = {"home", "products", "product", "province"}
"""Pages of which there is more to see, in Vietnamese."""


def main() -> None:
    """Draw them all into docs/screens/."""
    folder = screenshot_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data_dir:
        database = _demonstration(Path(data_dir))
        settings = Settings.from_env({"OCOP_DATA_DIR": data_dir, "OCOP_TODAY": TODAY.isoformat()})
        with served(create_app(settings, database)) as site, sync_playwright() as playwright:
            browser = chromium(playwright)
            for name, addresses in pages(database).items():
                for lang, address in addresses.items():
                    more = MORE if lang == "vi" and name in READ_MOST else ()
                    for view in VIEWS[lang] + more:
                        _draw(browser, site + address, view, folder / f"{name}-{lang}-{view.name}.png")
            browser.close()
        database.engine.dispose()
    drawn = sorted(folder.glob("*.png"))
    print(f"{len(drawn)} screenshots, {sum(path.stat().st_size for path in drawn) / 1e6:.1f} MB")


def _demonstration(folder: Path) -> Database:
    database = Database.at(f"sqlite:///{folder / 'ocop.sqlite3'}")
    upgrade(database.url)
    HOUSE.load_reference(database)
    import_file(database, CATALOGUE, list_key=LIST_KEY, today=TODAY)
    Indexer(database, folder / "search", HOUSE.registry(lambda: TODAY)).rebuild()
    return database


def _draw(browser: Browser, address: str, view: View, path: Path) -> None:
    page = browser.new_page(viewport={"width": view.width, "height": HEIGHTS[view.width]})
    page.emulate_media(color_scheme="dark" if view.scheme == "dark" else "light")
    page.goto(address, wait_until="networkidle")
    if view.media == "print":
        page.emulate_media(media="print")
    page.screenshot(path=path, full_page=view.media == "print", animations="disabled")
    page.close()


if __name__ == "__main__":
    main()
