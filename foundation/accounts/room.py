"""Accounts, as the house gets them."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from foundation.accounts import personal, retention, tasks
from foundation.accounts.queries import check_accounts
from foundation.accounts.throttling import delete_expired_limits
from foundation.rooms.house import Audit, Check, Job, PersonalData, Retention, Room

ROOM = Room(
    name="foundation.accounts",
    jobs=(Job(tasks.FORGET, lambda _: tasks.forgetter, tasks.EACH_HOUR),),
    checks=(Check("accounts", lambda session, _: check_accounts(session)),),
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l(
            "Your account: name, email address or phone number, commune, language; the browsers you signed in "
            "from, with address and time. Of passwords and codes only what proves them."
        ),
        is_the_person=True,
    ),
    retention=(
        Retention(
            "account_sessions",
            timedelta(days=90),
            "a sign-in that was not the owner's is found out within three months",
            _l("Browsers you signed in from, after the session ended"),
            lambda _: retention.delete_ended_sessions,
        ),
        Retention(
            "one_time_secrets",
            timedelta(days=30),
            "whoever was handed a code may ask what became of it",
            _l("Links and codes, after they were used or ran out"),
            lambda _: retention.delete_spent_secrets,
        ),
        Retention(
            "attempt_lanes",
            timedelta(0),
            "a lane that is open again says nothing",
            _l("Counters of attempts to sign in, after the wait is over"),
            lambda _: delete_expired_limits,
        ),
        Retention(
            "known_devices",
            timedelta(days=400),
            "as long as a browser keeps the cookie",
            _l("Browsers that are known, after they were last used"),
            lambda _: retention.delete_unused_devices,
        ),
    ),
    audit=Audit(
        subjects={"account": _l("account"), "session": _l("session")},
        verbs={
            "account:open": _l("account opened"),
            "account:take-over": _l("account confirmed by its owner"),
            "account:issue-code": _l("code handed over"),
            "account:issue-link": _l("link to choose a password sent"),
            "account:change-password": _l("password changed"),
            "account:change-profile": _l("name or language changed"),
            "account:change-province": _l("province of the account changed"),
            "account:close": _l("account closed"),
            "account:end-sessions": _l("sessions ended"),
            "account:void-codes": _l("codes handed over made worthless"),
            "account:second-factor-on": _l("authenticator app set up"),
            "account:second-factor-owed": _l("new authenticator app asked for"),
            "account:second-factor-off": _l("authenticator app taken away"),
            "account:recovery-codes": _l("recovery codes made"),
            "account:use-recovery-code": _l("recovery code used"),
            "session:open": _l("signed in"),
            "session:end": _l("signed out"),
        },
        facts={
            "language": _l("language"),
            "stage": _l("how far"),
            "staff": _l("holds an office"),
            "sessions": _l("sessions"),
            "codes": _l("codes"),
        },
    ),
)
