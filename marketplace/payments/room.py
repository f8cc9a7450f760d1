"""Payments, as the house gets them."""

from datetime import time, timedelta

from flask_babel import lazy_gettext as _l

from foundation.config.settings import Env
from foundation.db.base import now
from foundation.outbox.rules import Daily
from foundation.permissions.rules import Role
from foundation.rooms.house import Audit, Check, Job, PersonalData, Retention, Room, Site
from foundation.rooms.parts import DemoJob, Parts
from foundation.signin.links import OWN
from foundation.signin.roles import BUYER
from foundation.web.links import Link
from marketplace.payments import card_service, doors, ledger, personal, purposes, statements, tasks
from marketplace.payments.cards import Clock, Till
from marketplace.payments.checking import check_payments
from marketplace.payments.cli import cli
from marketplace.payments.notices import WORDS
from marketplace.payments.views import payments
from marketplace.payments.views_cards import payments_cards
from marketplace.payments.views_charges import payments_charges
from marketplace.payments.views_desk import payments_desk
from marketplace.payments.views_guide import payments_guide
from marketplace.payments.views_lines import payments_lines
from marketplace.payments.views_own import payments_own
from marketplace.payments.views_statements import payments_statements


def _purposes(site: Site) -> purposes.Purposes:
    return purposes.by_kind(site.rooms.parts.payment_purposes)


def _cards(site: Site) -> card_service.Cards:
    wires = tuple(make(site) for make in site.rooms.parts.card_wires)
    return card_service.Cards(site.keys, wires, takes_live=site.settings.env is not Env.DEMO)


def _till(site: Site) -> tasks.TillOf:
    return lambda database: Till(database, _cards(site), Clock(now, site.today))


ROOM = Room(
    name="marketplace.payments",
    blueprints=(
        *(payments, payments_cards, payments_own, payments_guide, payments_desk),
        *(payments_charges, payments_statements, payments_lines),
    ),
    policy=doors.POLICY,
    permissions={
        doors.RECEIVE: _l("keep the account fees go to, take its statements in, decide about money"),
    },
    jobs=(
        Job(statements.BOOK, lambda site: tasks.booking_job(site.today)),
        Job(ledger.TELL, lambda site: tasks.telling_job(_purposes(site), _till(site))),
        Job(tasks.EXPIRE, lambda site: tasks.expiring_job(_till(site)), Daily(time(1))),
        Job(tasks.RECONCILE, lambda site: tasks.reconciling_job(_till(site)), Daily(time(3))),
    ),
    checks=(Check("payments", lambda session, site: check_payments(session, _purposes(site))),),
    notices=WORDS,
    personal_data=PersonalData(
        personal.COLUMNS,
        personal.export,
        personal.erase,
        _l("Accounts that fees are paid into for you, and fees that you paid."),
    ),
    retention=(
        Retention(
            "foreign_lines",
            timedelta(days=90),
            "a payee may find that a transfer was a fee after all; what others pay is none of the site’s business",
            _l("What bank statements say of transfers that are no fees"),
            lambda _: tasks.forget_foreign,
        ),
    ),
    audit=Audit(
        subjects={
            "payee": _l("payee"),
            "charge": _l("charge"),
            "statement": _l("bank statement"),
            "statement-line": _l("line of a bank statement"),
        },
        verbs={
            "payee:open": _l("payee set up"),
            "payee:edit": _l("payee changed"),
            "charge:open": _l("payment asked for"),
            "charge:money-in": _l("money entered"),
            "charge:money-out": _l("money sent back entered"),
            "charge:cancel": _l("charge cancelled"),
            "charge:expire": _l("charge not paid in time"),
            "charge:accept": _l("money accepted as it is"),
            "charge:return": _l("money is to be sent back"),
            "charge:place": _l("placed otherwise"),
            "charge:lose": _l("paid for what is gone"),
            "statement:take-in": _l("bank statement taken in"),
            "statement-line:set-aside": _l("line set aside as no fee"),
            "statement-line:take-up": _l("line taken up again"),
        },
        facts={
            "payee": _l("payee"),
            "amount": _l("amount"),
            "bank": _l("bank"),
            "has_stripe": _l("card keys present"),
            "account_changed": _l("account changed"),
            "line_count": _l("lines"),
        },
    ),
    links=(
        Link(OWN, "payments_desk.listed", _l("Fees to my account"), "basket", doors.RECEIVE),
        Link(OWN, "payments_own.mine", _l("My payments"), "qr"),
    ),
    parts=Parts(
        demo=(
            DemoJob(
                _l("Take a bank statement in and decide about money"),
                _l("See who paid, upload a statement, book a suggestion, find money that came late or twice."),
                "payments_desk.listed",
                Role.PROVINCE_OFFICER,
            ),
            DemoJob(
                _l("See what you have to pay"),
                _l("Each fee with its code, and its receipt once it was paid."),
                "payments_own.mine",
                BUYER,
            ),
        )
    ),
    commands=(cli,),
    handed={purposes.EXTENSION: _purposes, card_service.EXTENSION: _cards},
)
