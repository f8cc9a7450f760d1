"""Consents, requests and how long things are kept, as the house gets them; letters leave only where people agree."""

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from foundation.notices import tasks as letters
from foundation.notices.delivery import post
from foundation.notices.services import MAIL
from foundation.permissions.rules import Role
from foundation.privacy import doors, personal, personal_data, purposes, retention, tasks
from foundation.privacy.notices import WORDS
from foundation.privacy.queries import agrees, check_privacy
from foundation.privacy.rules import Purpose
from foundation.privacy.views import privacy
from foundation.privacy.views_desk import privacy_desk
from foundation.rooms.house import Audit, Check, Job, PersonalData, Room, Site
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin.links import DESK, OWN
from foundation.signin.roles import BUYER
from foundation.web.links import Link


def _agrees(site: Site) -> letters.Agrees:
    def now(session: Session, account_id: int, purpose: str) -> bool:
        return agrees(session, account_id, Purpose(purpose), site.today())

    return now


def _mailer(site: Site) -> letters.Handler:
    return letters.mailer(post(site.settings), site.rooms.words, site.settings.base_url, site.keys, _agrees(site))


def _digester(site: Site) -> letters.Handler:
    return letters.digester(post(site.settings), site.rooms.words, site.settings.base_url, site.keys, _agrees(site))


ROOM = Room(
    name="foundation.privacy",
    blueprints=(privacy, privacy_desk),
    policy=doors.POLICY,
    permissions={doors.ANSWER: _l("answer requests about personal data")},
    jobs=(
        Job(MAIL, _mailer),
        Job(letters.DIGEST, _digester, letters.IN_THE_MORNING),
        Job(tasks.ERASE, lambda site: tasks.eraser(site.rooms.answers, site.today), tasks.AT_NIGHT),
        Job(tasks.CLEAR, lambda site: tasks.retention_job(site.kept()), tasks.LATER_AT_NIGHT),
    ),
    checks=(Check("privacy", lambda session, site: check_privacy(session, site.today())),),
    notices=WORDS,
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("What you agreed to, word for word, and your requests about your data."),
    ),
    audit=Audit(
        subjects={"consent": _l("consent"), "privacy-request": _l("request about personal data")},
        verbs={
            "account:erase": _l("account erased"),
            "account:export": _l("own data downloaded"),
            "consent:give": _l("consent given"),
            "consent:withdraw": _l("consent withdrawn"),
            "privacy-request:lodge": _l("request submitted"),
            "privacy-request:reply": _l("request answered for the first time"),
            "privacy-request:extend": _l("deadline put off"),
            "privacy-request:fulfil": _l("request fulfilled"),
            "privacy-request:refuse": _l("request refused"),
            "privacy-request:cancel": _l("request taken back"),
        },
        facts={
            "purpose": _l("purpose"),
            "version": _l("version"),
            "how": _l("where agreed"),
            "reply_on": _l("answer by"),
            "due_on": _l("done by"),
            "erase_on": _l("erased on"),
            "rooms": _l("what was erased"),
        },
    ),
    links=(
        Link(OWN, "privacy.overview", _l("My data"), "lock"),
        Link(DESK, "privacy_desk.listed", _l("Requests about personal data"), "group", doors.ANSWER),
    ),
    parts=Parts(
        demo=(
            DemoJob(
                _l("See, take along and delete one’s own data"),
                _l("What one agreed to, everything the site holds as a file, requests with their deadlines."),
                "privacy.overview",
                BUYER,
            ),
            DemoJob(
                _l("Answer requests about personal data"),
                _l("Each has a first answer and a last day, which the list shows."),
                "privacy_desk.listed",
                Role.SYSTEM_OPERATOR,
            ),
        )
    ),
    handed={
        personal_data.EXTENSION: lambda site: site.rooms.answers,
        purposes.EXTENSION: lambda site: site.rooms.purposes,
        retention.EXTENSION: lambda site: tuple(one.rule for one in site.rooms.retention),
    },
)
