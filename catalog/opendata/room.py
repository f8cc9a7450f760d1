"""The catalogue for programs, as the house gets it."""

from flask_babel import lazy_gettext as _l

from catalog.opendata import dumps
from catalog.opendata.announcements import announcements_api
from catalog.opendata.api import api
from catalog.opendata.datasets import DATASETS
from catalog.opendata.views import open_data
from foundation.rooms.house import Room, Site, Sitemap
from foundation.rooms.parts import DemoJob, Parts
from foundation.web.links import Link


def _dumps(site: Site) -> dumps.Dumps:
    folder, base = site.settings.data_dir / "open-data", site.settings.base_url
    datasets = (*DATASETS, *site.rooms.parts.datasets)
    return dumps.Dumps(site.database, folder, datasets, base_url=base, today=site.today)


ROOM = Room(
    name="catalog.opendata",
    blueprints=(open_data,),
    is_public=True,
    followers=(lambda site: _dumps(site).follow,),
    links=(Link("foot", "open_data.listed", _l("Open data")),),
    sitemap=Sitemap(pages=("open_data.listed", "open_data.documentation")),
    parts=Parts(
        api=(api, announcements_api),
        demo=(
            DemoJob(
                _l("Take the data along"),
                _l("Products, producers and certificates as files, and the interface for programs."),
                "open_data.listed",
            ),
        ),
    ),
    handed={dumps.EXTENSION: _dumps},
)
