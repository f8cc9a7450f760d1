"""What is settled before the site listens: whether it may do so there, and what its own address is."""

import click
from flask import current_app

from foundation.config.demonstration import refusal_to_listen
from foundation.config.settings import Env, Settings, pass_on_port


def settle(host: str, port: int) -> str:
    """Return the site's address for everything that is started from here; a demonstration is kept on this machine.

    Raises `click.ClickException` where a demonstration nobody called public would listen to others.
    """
    settings: Settings = current_app.config["OCOP_SETTINGS"]
    is_demonstration = settings.env is Env.DEMO
    if refusal := refusal_to_listen(host, is_demonstration=is_demonstration, said_public=settings.demo_public):
        raise click.ClickException(refusal)
    return pass_on_port(port)
