"""Reports from visitors, as the house gets them."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from catalog.reports import doors, personal, services, tasks
from catalog.reports.notices import WORDS
from catalog.reports.queries import check_reports
from catalog.reports.views import reports
from catalog.reports.views_desk import reports_desk
from foundation.notices.delivery import post
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, Check, Job, PersonalData, Retention, Room
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin.links import DESK
from foundation.web.links import Link

ROOM = Room(
    name="catalog.reports",
    blueprints=(reports, reports_desk),
    policy=doors.POLICY,
    permissions={doors.WORK: _l("work reports from visitors")},
    jobs=(
        Job(services.CONFIRM, lambda site: tasks.confirmation_job(post(site.settings), site.settings.base_url)),
        Job(services.TELL, lambda site: tasks.answer_job(post(site.settings))),
    ),
    checks=(Check("reports", lambda session, site: check_reports(session, site.today())),),
    notices=WORDS,
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("Reports you took on as an officer, with your answers."),
    ),
    retention=(
        Retention(
            "unconfirmed_reports",
            timedelta(0),
            "a report nobody confirmed may be another's",
            _l("Reports that nobody confirmed, after their link ran out"),
            lambda _: services.delete_unconfirmed,
        ),
        Retention(
            "report_senders",
            timedelta(days=90),
            "whoever reported may come back to the answer",
            _l("Email address of whoever reported something, after the answer"),
            lambda _: services.erase_senders,
        ),
    ),
    audit=Audit(
        subjects={"report": _l("report")},
        verbs={
            "report:confirm": _l("report confirmed by its sender"),
            "report:take": _l("report taken on"),
            "report:answer": _l("report answered"),
            "report:decline": _l("report declined"),
        },
    ),
    links=(
        Link("report", "reports.form", _l("Report something")),
        Link(DESK, "reports_desk.listed", _l("Reports from visitors"), "alert", doors.WORK),
    ),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Report an error, a fake or a complaint"),
                _l("From the foot of any page, without an account; you confirm it by email."),
                "reports.form",
            ),
            DemoJob(
                _l("Work reports from visitors"),
                _l("Take a report on and answer it; the answer stands on the page it is about."),
                "reports_desk.listed",
                Role.PROVINCE_EDITOR,
            ),
        )
    ),
)
