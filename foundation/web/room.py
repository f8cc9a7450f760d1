"""What every page shares, as the house gets it."""

from foundation.rooms.house import Room
from foundation.web.serving import serve_command
from foundation.web.sitemaps import sitemaps

ROOM = Room(name="foundation.web", blueprints=(sitemaps,), commands=(serve_command,))
