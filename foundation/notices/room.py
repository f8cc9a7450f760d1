"""How the site reaches people, as the house gets it; the letters about notices leave by a room that knows consents."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from foundation.notices import personal
from foundation.notices.delivery import letters_dropper
from foundation.notices.services import delete_read
from foundation.rooms.house import Audit, PersonalData, Retention, Room

ROOM = Room(
    name="foundation.notices",
    personal_data=PersonalData(
        personal.COLUMNS, personal.export, personal.erase, _l("Notices to you, and how you want to get them.")
    ),
    retention=(
        Retention(
            "notices",
            timedelta(days=180),
            "what was read half a year ago is told elsewhere too",
            _l("Notices, after they were read"),
            lambda _: delete_read,
        ),
        Retention(
            "letters",
            timedelta(days=30),
            "letters and messages in the folder of an installation without mail",
            _l("Copies of emails in the folder of an installation that sends none"),
            lambda site: letters_dropper(site.settings),
        ),
    ),
    audit=Audit(
        verbs={"account:choose-letters": _l("emails chosen")},
        facts={"letters": _l("emails")},
    ),
)
