"""Upkeep for officers, as the house gets it."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from admin.registry import doors, lists, notices, personal, roles, tasks, words
from admin.registry.columns import OFFICERS
from admin.registry.views_appointments import registry_appointments
from admin.registry.views_audit import registry_audit
from admin.registry.views_lists import registry_lists
from admin.registry.views_offers import registry_offers
from admin.registry.views_why import registry_why
from foundation.permissions.cli import TELL_OFFER
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, Job, PersonalData, Retention, Room
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin.links import DESK
from foundation.web.links import Link

ROOM = Room(
    name="admin.registry",
    roles=roles.RULES,
    scope_kinds=roles.KINDS,
    blueprints=(registry_appointments, registry_offers, registry_lists, registry_why, registry_audit),
    policy=doors.POLICY,
    permissions={
        doors.SEE: _l("see appointments"),
        doors.GIVE: _l("appoint, end and lend, as far as each role says"),
        doors.READ_AUDIT: _l("read the audit"),
    },
    jobs=(
        Job(lists.WORK, lambda site: lists.worker(site.keys, site.today)),
        Job(tasks.LAPSE, lambda site: tasks.lapser(site.today), tasks.AT_NIGHT),
    ),
    notices=notices.WORDS,
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("For officers: which lists of appointments they sent."),
    ),
    retention=(
        Retention(
            "appointment_lists",
            timedelta(days=30),
            "what became of each row stands in the audit too",
            _l("Lists of appointments, after they were carried out"),
            lambda _: lists.delete_old_lists,
        ),
    ),
    audit=Audit(
        subjects={"appointment-list": _l("list of appointments")},
        verbs={"appointment-list:run": _l("list imported")},
        facts={"rows": _l("rows")},
    ),
    links=(
        Link(DESK, "registry_appointments.listed", _l("Appointments"), "user", doors.SEE),
        Link(DESK, "registry_audit.listed", _l("Audit"), "clock", doors.READ_AUDIT),
    ),
    parts=Parts(
        lists=(OFFICERS,),
        demo=(
            DemoJob(
                _l("Appoint somebody, or many from a list"),
                _l("The person gets an offer and says yes; the file to fill in lies beside it."),
                "registry_appointments.listed",
                Role.PROVINCE_OFFICER,
            ),
            DemoJob(
                _l("Appoint a province’s officers"),
                _l("As the ministry does it, for the whole country."),
                "registry_appointments.listed",
                Role.MINISTRY_OFFICER,
            ),
            DemoJob(
                _l("Read the audit"),
                _l("Who did what to which record, when and why, and whether the chain of seals holds."),
                "registry_audit.listed",
                Role.SYSTEM_OPERATOR,
            ),
        ),
    ),
    handed={
        TELL_OFFER: lambda _: notices.tell_offer_now,
        words.EXTENSION: lambda site: words.Declared(site.rooms.audit, site.rooms.permissions),
    },
)
