"""The demonstration, as the house gets it: its commands, and the page that says what can be tried."""

from flask_babel import lazy_gettext as _l

from demo import views
from demo.cli import cli
from foundation.rooms.house import Room
from foundation.rooms.parts import Parts, Section
from foundation.web.links import Link

ROOM = Room(
    name="demo",
    blueprints=(views.trying,),
    is_public=True,
    links=(Link("trying", "demo.shown", _l("What you can try here")),),
    commands=(cli,),
    parts=Parts(sections=(Section("demo/_section.html", views.section),)),
    handed={views.EXTENSION: lambda site: site.rooms.parts.demo},
)
