"""What is settled before anything listens."""

import os
from collections.abc import Callable
from dataclasses import replace

import click
import pytest
from flask import Flask

from demo import cli as demo_cli
from foundation.config.settings import Env, Settings
from foundation.web import serving
from foundation.web.listening import settle

Settle = Callable[..., str]


@pytest.fixture
def settled(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settle:
    """Settle for a site with changed settings; nobody said an address, and what is said is forgotten afterwards."""
    monkeypatch.setenv("OCOP_BASE_URL", "")

    def go(host: str = "127.0.0.1", port: int = 8000, **changed: object) -> str:
        app = Flask(__name__)
        app.config["OCOP_SETTINGS"] = replace(settings, **changed)  # type: ignore[arg-type]
        with app.app_context():
            return settle(host, port)

    return go


@pytest.mark.parametrize("command", [serving.serve_command, demo_cli.run_command])
def test_who_says_nothing_is_served_on_this_machine_only(command: click.Command) -> None:
    defaults = {option.name: option.default for option in command.params}
    assert defaults["host"] == "127.0.0.1"


def test_a_demonstration_is_kept_on_this_machine(settled: Settle) -> None:
    with pytest.raises(click.ClickException, match="Set OCOP_ENV=production for a real site, or OCOP_DEMO_PUBLIC=yes"):
        settled("0.0.0.0")
    assert settled("0.0.0.0", demo_public=True)
    assert settled("0.0.0.0", env=Env.PRODUCTION)


def test_what_is_started_from_here_knows_the_port(settled: Settle) -> None:
    assert settled(port=9000) == "http://localhost:9000"
    assert os.environ["OCOP_BASE_URL"] == "http://localhost:9000"
