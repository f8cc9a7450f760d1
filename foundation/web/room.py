"""What every page shares, as the house gets it."""

from flask_babel import lazy_gettext as _l

from foundation.rooms.house import Retention, Room
from foundation.web import receiving
from foundation.web.queueing import queue
from foundation.web.serving import serve_command
from foundation.web.sitemaps import sitemaps

ROOM = Room(
    name="foundation.web",
    blueprints=(sitemaps, queue),
    retention=(
        Retention(
            "received_entries",
            receiving.KEPT,
            "a phone may be without a network for weeks and must not enter the same twice",
            _l("Numbers of entries that a phone saved and sent later, after they were received"),
            lambda _: receiving.delete_received,
        ),
    ),
    commands=(serve_command,),
)
