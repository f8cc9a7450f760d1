import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from foundation.config.settings import Env, Settings
from foundation.db.database import Database
from tests.browser.site import chromium, served
from tests.support.databases import TODAY, Stage, Templates
from wsgi import create_app


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
        with served(create_app(settings, database)) as address:
            yield Site(address, database, data_dir)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = chromium(playwright)
        yield launched
        launched.close()
