"""The composition root: the only module that knows every room."""

import os
import sys
from collections.abc import Callable
from datetime import date, timedelta

import structlog
from flask import Flask
from flask_babel import lazy_gettext as _l

from admin.registry import doors as registry_doors
from admin.registry import lists as registry_list
from admin.registry import notices as registry_notices
from admin.registry import personal as registry_personal
from admin.registry import tasks as registry_tasks
from admin.registry.views_appointments import registry_appointments
from admin.registry.views_audit import registry_audit
from admin.registry.views_lists import registry_lists
from admin.registry.views_offers import registry_offers
from admin.registry.views_why import registry_why
from admin.verification import doors as verification_doors
from admin.verification import personal as verification_personal
from admin.verification.members import MembersMerge
from admin.verification.views_certificates import certificates_desk
from admin.verification.views_decisions import verification
from admin.verification.views_merges import EXTENSION as MERGING
from admin.verification.views_merges import merging_desk
from admin.verification.views_records import records_desk
from admin.verification.views_rows import rows_desk
from catalog.announcements import doors as announcements_doors
from catalog.announcements import notices as announcements_notices
from catalog.announcements import personal as announcements_personal
from catalog.announcements.queries import check_announcements
from catalog.announcements.showing import section as announcements_section
from catalog.announcements.views import announcements
from catalog.announcements.views_desk import announcements_desk
from catalog.announcements.views_files import announcement_files
from catalog.certificates import tasks as certificates_tasks
from catalog.certificates.merging import ProductsMerge
from catalog.certificates.queries import check_certificates
from catalog.enquiries import doors as enquiries_doors
from catalog.enquiries import notices as enquiries_notices
from catalog.enquiries import personal as enquiries_personal
from catalog.enquiries.views import enquiries
from catalog.enquiries.views_desk import enquiries_desk
from catalog.finder import documents as searched
from catalog.finder.cards import count_products
from catalog.intake import cli as intake_cli
from catalog.labels import doors as labels_doors
from catalog.labels.views import labels
from catalog.legal.views import legal
from catalog.opendata import dumps as opendata_dumps
from catalog.opendata.announcements import announcements_api
from catalog.opendata.api import api
from catalog.opendata.datasets import DATASETS
from catalog.opendata.dumps import Dumps
from catalog.opendata.views import open_data
from catalog.products.queries import check_products
from catalog.products.taxonomy import load_groups
from catalog.profiles import doors as profiles_doors
from catalog.profiles import notices as profiles_notices
from catalog.profiles import personal as profiles_personal
from catalog.profiles.queries import check_profiles
from catalog.profiles.views import profiles
from catalog.profiles.views_certifications import certifications
from catalog.profiles.views_contact import contact
from catalog.profiles.views_desk import profiles_desk
from catalog.profiles.views_photos import photos
from catalog.reports import doors as reports_doors
from catalog.reports import notices as reports_notices
from catalog.reports import personal as reports_personal
from catalog.reports import services as reports_services
from catalog.reports import tasks as reports_tasks
from catalog.reports.queries import check_reports
from catalog.reports.views import reports
from catalog.reports.views_desk import reports_desk
from catalog.representation import doors as representation_doors
from catalog.representation import notices as representation_notices
from catalog.representation import personal as representation_personal
from catalog.representation import services as representation_services
from catalog.representation import tasks as representation_tasks
from catalog.representation.links import PAGES as WORKSPACE
from catalog.representation.links import WorkspacePage
from catalog.representation.queries import check_representation
from catalog.representation.retention import drop_proofs
from catalog.representation.views import representation
from catalog.representation.views_desk import representation_desk
from catalog.storefront import slots as storefront_slots
from catalog.storefront.sitemap import SECTIONS
from catalog.storefront.slots import Section, Slots
from catalog.storefront.views import storefront
from catalog.storefront.views_changes import changes
from catalog.storefront.views_check import check
from catalog.storefront.views_groups import groups
from catalog.storefront.views_guides import guides
from catalog.storefront.views_producers import producers
from catalog.storefront.views_provinces import provinces
from catalog.storefront.views_shortlist import shortlist
from demo import cli as demo_cli
from foundation.accounts import personal as accounts_personal
from foundation.accounts import retention as accounts_retention
from foundation.accounts import tasks as accounts_tasks
from foundation.accounts.keys import Keys
from foundation.accounts.queries import check_accounts
from foundation.accounts.throttling import forget_lanes
from foundation.audit import personal as audit_personal
from foundation.audit import tasks as audit_tasks
from foundation.audit.queries import check_audit
from foundation.config import logs
from foundation.config.private_files import keep_private
from foundation.config.settings import ConfigError, Settings
from foundation.db import cli as db_cli
from foundation.db.base import now
from foundation.db.cli import DataParts
from foundation.db.cli import load_reference as load_all
from foundation.db.database import EXTENSION, Database
from foundation.files import personal as files_personal
from foundation.files import storage as files_storage
from foundation.files import tasks as files_tasks
from foundation.files.queries import check_files
from foundation.files.services import FORGET
from foundation.files.storage import Storage
from foundation.files.views import files
from foundation.notices import personal as notices_personal
from foundation.notices import tasks as notices_tasks
from foundation.notices.post import letters_dropper, post, sms
from foundation.notices.rules import Words
from foundation.notices.services import MAIL, drop_read
from foundation.outbox import cli as outbox_cli
from foundation.outbox.queries import check_outbox, lag
from foundation.outbox.rules import Every
from foundation.outbox.worker import EXTENSION as WORKER
from foundation.outbox.worker import JobHandler, WorkerParts
from foundation.permissions import cli as permissions_cli
from foundation.permissions import guard
from foundation.permissions import personal as permissions_personal
from foundation.permissions.policy import Policy
from foundation.permissions.queries import check_appointments, check_territory
from foundation.permissions.territory import load_territory
from foundation.places.queries import check_places
from foundation.places.services import load_places
from foundation.privacy import answers as privacy_answers
from foundation.privacy import doors as privacy_doors
from foundation.privacy import notices as privacy_notices
from foundation.privacy import personal as privacy_personal
from foundation.privacy import purposes as privacy_purposes
from foundation.privacy import tasks as privacy_tasks
from foundation.privacy.answers import Answer
from foundation.privacy.queries import agrees, check_privacy
from foundation.privacy.retention import Kept, kept
from foundation.privacy.rules import Purpose
from foundation.privacy.views import privacy
from foundation.privacy.views_desk import privacy_desk
from foundation.registration import services as registration_services
from foundation.registration import tasks as registration_tasks
from foundation.registration.views import EXTENSION as REGISTRATION_BY_PHONE
from foundation.registration.views import registration
from foundation.search import cli as search_cli
from foundation.search import index as search_index
from foundation.search import tasks as search_tasks
from foundation.search.index import SearchIndex
from foundation.search.indexer import Indexer
from foundation.search.kinds import Registry
from foundation.signin import cli as accounts_cli
from foundation.signin import doors as signin_doors
from foundation.signin import identity
from foundation.signin import notices as signin_notices
from foundation.signin.letters import reset_letter, reset_message
from foundation.signin.links import PAGES, STRANGERS, AccountPage
from foundation.signin.views import signin
from foundation.signin.views_account import account
from foundation.signin.views_helper import helper
from foundation.signin.views_notices import EXTENSION as NOTICES
from foundation.signin.views_notices import notices
from foundation.web.application import NavEntry, prepare
from foundation.web.bodies import Limits
from foundation.web.doors import PUBLIC
from foundation.web.front import Front
from foundation.web.health import health
from foundation.web.openapi import open_api
from foundation.web.page_cache import PageCache
from foundation.web.serving import serve_command
from foundation.web.sitemaps import EXTENSION as SITEMAPS
from foundation.web.sitemaps import single_pages, sitemaps

log = structlog.get_logger("settings")

LAG_MAX = timedelta(minutes=5)
"""A worker this far behind is not working."""

NAV = (
    NavEntry("storefront.products", _l("Products")),
    NavEntry("check.ask", _l("Check a certificate")),
    NavEntry("storefront_groups.listed", _l("Product groups")),
    NavEntry("storefront_provinces.listed", _l("Provinces")),
    NavEntry("storefront_producers.listed", _l("Producers")),
    NavEntry("announcements.listed", _l("Announcements")),
    NavEntry("signin_account.overview", _l("My account")),
)

FOOT = (
    NavEntry("storefront_guides.stars", _l("What the stars mean")),
    NavEntry("storefront_guides.taking_part", _l("Taking part in OCOP")),
    NavEntry("storefront_guides.scoring", _l("Scoring sheets")),
    NavEntry("storefront.ranking", _l("How results are put in order")),
    NavEntry("storefront_shortlist.shown", _l("Shortlist")),
    NavEntry("open_data.listed", _l("Open data")),
)
"""More pages, at the foot of every page."""

LEGAL = (
    NavEntry("legal.terms", _l("Terms of use")),
    NavEntry("legal.privacy", _l("Privacy")),
    NavEntry("legal.complaints", _l("Complaints")),
    NavEntry("legal.contact", _l("Contact")),
)
"""What the law asks for, at the foot of every page."""

FIND = NavEntry("storefront.products", _l("Find a product"))
REPORT = NavEntry("reports.form", _l("Report something"))

LOADERS = (("places", load_places), ("territory", load_territory), ("product groups", load_groups))

SCHEDULE = (
    (certificates_tasks.REFRESH, certificates_tasks.AT_MIDNIGHT),
    (search_tasks.TRIM, search_tasks.AT_NIGHT),
    (audit_tasks.SEAL, Every(timedelta(seconds=5))),
    (accounts_tasks.FORGET, accounts_tasks.EACH_HOUR),
    (notices_tasks.DIGEST, notices_tasks.IN_THE_MORNING),
    (registry_tasks.LAPSE, registry_tasks.AT_NIGHT),
    (privacy_tasks.ERASE, privacy_tasks.AT_NIGHT),
    (privacy_tasks.CLEAR, privacy_tasks.LATER_AT_NIGHT),
    (files_tasks.SWEEP, files_tasks.IN_THE_NIGHT),
)

CHECKS = (
    ("places", lambda session, _: check_places(session)),
    ("product groups", lambda session, _: check_products(session)),
    ("certificates", check_certificates),
    ("outbox", lambda session, _: check_outbox(session, now())),
    ("audit", lambda session, _: check_audit(session, now())),
    ("accounts", lambda session, _: check_accounts(session)),
    ("territory", lambda session, _: check_territory(session)),
    ("appointments", lambda session, _: check_appointments(session)),
    ("privacy", check_privacy),
    ("representation", lambda session, _: check_representation(session)),
    ("profiles", lambda session, _: check_profiles(session)),
    ("reports", check_reports),
    ("announcements", lambda session, _: check_announcements(session)),
)

PUBLIC_PAGES = (storefront, groups, provinces, producers, shortlist, guides, changes, check, open_data, legal)
"""The catalogue's pages, which everybody may read."""

SLOTS = Slots(sections=(Section("announcements/_section.html", announcements_section),))
"""What other rooms bring to the catalogue's pages."""

POLICY = Policy(
    signin_doors.POLICY,
    privacy_doors.POLICY,
    representation_doors.POLICY,
    profiles_doors.POLICY,
    registry_doors.POLICY,
    labels_doors.POLICY,
    reports_doors.POLICY,
    verification_doors.POLICY,
    enquiries_doors.POLICY,
    announcements_doors.POLICY,
)
"""Who may do what: the rooms' permissions together."""

DOORS = {
    **{f"{room.name}.": PUBLIC for room in PUBLIC_PAGES},
    "opendata.": PUBLIC,
    "opendata_announcements.": PUBLIC,
    "api-docs.": PUBLIC,
    "health.": PUBLIC,
    "web.": PUBLIC,
}
"""Rooms that are public as a whole, and endpoints of libraries; every other view says it itself."""

WORDS: Words = {
    **signin_notices.WORDS,
    **privacy_notices.WORDS,
    **representation_notices.WORDS,
    **profiles_notices.WORDS,
    **registry_notices.WORDS,
    **reports_notices.WORDS,
    **enquiries_notices.WORDS,
    **announcements_notices.WORDS,
}
"""What every kind of notice says."""

ANSWERS = tuple(
    Answer(room, part.COLUMNS, part.export, part.erase)
    for room, part in (
        ("registry", registry_personal),
        ("enquiries", enquiries_personal),
        ("profiles", profiles_personal),
        ("representation", representation_personal),
        ("verification", verification_personal),
        ("announcements", announcements_personal),
        ("reports", reports_personal),
        ("privacy", privacy_personal),
        ("notices", notices_personal),
        ("files", files_personal),
        ("permissions", permissions_personal),
        ("audit", audit_personal),
        ("accounts", accounts_personal),
    )
)
"""What every room holds about a person; the account itself is erased last."""

ACCOUNT_PAGES = (
    AccountPage("representation.mine", _l("My records"), "basket"),
    AccountPage("representation_desk.listed", _l("Claims to producers’ records"), "user", representation_doors.DECIDE),
    AccountPage("profiles_desk.listed", _l("Producers’ words to look at"), "edit", profiles_doors.MODERATE),
    AccountPage("enquiries_desk.listed", _l("Questions about producers"), "mail", enquiries_doors.ANSWER),
    AccountPage("privacy.overview", _l("My data"), "lock"),
    AccountPage("labels.listed", _l("Labels for packages"), "qr", labels_doors.PRINT),
    AccountPage("verification.listed", _l("Decisions and certificates"), "valid", verification_doors.VERIFY),
    AccountPage("announcements_desk.listed", _l("Announcements"), "globe", announcements_doors.WRITE),
    AccountPage("reports_desk.listed", _l("Reports from visitors"), "alert", reports_doors.WORK),
    AccountPage("privacy_desk.listed", _l("Requests about personal data"), "group", privacy_doors.ANSWER),
    AccountPage("registry_appointments.listed", _l("Appointments"), "user", registry_doors.SEE),
    AccountPage("registry_audit.listed", _l("Audit"), "clock", registry_doors.READ_AUDIT),
)
WORKSPACE_PAGES = (WorkspacePage("profiles.overview", _l("Photos, story, prices"), "camera"),)
"""What whoever speaks for a producer can do for it."""

ASKED = frozenset({Purpose.PUBLIC_CONTACT})
"""Purposes somebody may agree to on the privacy pages: a room that serves one adds it here. Nothing tells of fairs
(`news`) or brings buyers and producers together (`contact`) yet, and a consent for later would be worth nothing."""

STRANGER_PAGES = (AccountPage("registration.form", _l("Open an account")),)
"""Pages above the sign-in to which its pages lead."""

SINGLE_PAGES = single_pages(
    "storefront.home",
    "storefront.products",
    "storefront_groups.listed",
    "storefront_provinces.listed",
    "storefront_producers.listed",
    "announcements.listed",
    "storefront_guides.listed",
    *(entry.endpoint for entry in FOOT if entry.endpoint != "storefront_shortlist.shown"),
    *(entry.endpoint for entry in LEGAL),
    "open_data.documentation",
)
"""Pages for search engines that are no record's; what is somebody's own list is none."""

BLUEPRINTS = (
    sitemaps,
    signin,
    account,
    helper,
    notices,
    privacy,
    privacy_desk,
    registration,
    files,
    representation,
    representation_desk,
    profiles,
    photos,
    certifications,
    contact,
    profiles_desk,
    registry_appointments,
    registry_offers,
    registry_lists,
    registry_why,
    registry_audit,
    labels,
    reports,
    reports_desk,
    verification,
    enquiries,
    enquiries_desk,
    merging_desk,
    rows_desk,
    certificates_desk,
    records_desk,
    announcements,
    announcements_desk,
    announcement_files,
)
"""Pages besides the public ones."""

MERGE_HOOKS = (ProductsMerge(), MembersMerge())
"""What rooms do with what they keep of a producer that is merged into another."""

COMMANDS = (
    db_cli.database,
    db_cli.reference,
    db_cli.verify_command,
    intake_cli.cli,
    demo_cli.cli,
    outbox_cli.cli,
    search_cli.cli,
    permissions_cli.cli,
    accounts_cli.cli,
    serve_command,
)


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """The site. Without settings it reads the environment, and ends with what is wrong there."""
    settings = settings or _settings()
    logs.configure(settings.env)
    for warning in settings.warnings():
        log.warning("settings.warning", warning=warning)
    app = Flask(__name__, static_folder=None)
    app.config["OCOP_SETTINGS"] = settings
    records = database or Database.at(settings.database_url)
    app.extensions[EXTENSION] = records
    kinds = registry(settings.today)
    index = SearchIndex(settings.data_dir / "search", kinds)
    indexer = Indexer(records, settings.data_dir / "search", kinds)
    app.extensions[search_index.EXTENSION], app.extensions[search_cli.INDEXER] = index, indexer
    storage = Storage(settings.storage_url, settings.data_dir / "files")
    app.extensions[files_storage.EXTENSION] = storage
    dumps = _dumps(settings, records)
    app.extensions[opendata_dumps.EXTENSION] = dumps
    followers = (indexer.follow, dumps.follow)
    app.extensions[WORKER] = WorkerParts(_handlers(settings, storage), SCHEDULE, followers=followers)
    checks = (*CHECKS, ("files", lambda session, _: check_files(session, storage)))
    app.extensions[db_cli.EXTENSION] = DataParts(LOADERS, checks, settings.today)
    prepare(app, settings, NAV, foot=FOOT, legal=LEGAL, find=FIND, report=REPORT)
    app.extensions[storefront_slots.EXTENSION] = SLOTS
    app.extensions[SITEMAPS] = (SINGLE_PAGES, *SECTIONS)
    for pages in PUBLIC_PAGES:
        app.register_blueprint(pages)
    app.register_blueprint(
        health(
            (
                ("database", lambda: _database_answers(records)),
                ("search", index.health),
                ("worker", lambda: _worker_follows(records)),
            )
        )
    )
    described = open_api(app)
    for rooms in (api, announcements_api):
        described.register_blueprint(rooms)
    app.extensions[NOTICES] = WORDS
    app.extensions[MERGING] = MERGE_HOOKS
    app.extensions[permissions_cli.TELL_OFFER] = registry_notices.tell_offer_now
    app.extensions[PAGES], app.extensions[STRANGERS] = ACCOUNT_PAGES, STRANGER_PAGES
    app.extensions[WORKSPACE] = WORKSPACE_PAGES
    app.extensions[privacy_answers.EXTENSION] = ANSWERS
    app.extensions[privacy_purposes.EXTENSION] = ASKED
    app.extensions[REGISTRATION_BY_PHONE] = sms(settings) is not None
    for pages in BLUEPRINTS:
        app.register_blueprint(pages)
    identity.install(app)
    guard.install(
        app,
        guard.Guard(POLICY, identity.entered, identity.who, identity.turn_away, settings.today),
        DOORS,
    )
    for command in COMMANDS:
        app.cli.add_command(command)
    return app


def registry(today: Callable[[], date]) -> Registry:
    """Everything that is searched."""
    kinds = (searched.ProductKind(today), searched.ProducerKind(today), searched.IllustrationKind(today))
    return Registry(kinds, searched.COLUMNS, searched.ORDERS, searched.PRIOR)


def application() -> Flask:
    """The site for a server process, which keeps for a moment what everybody gets alike."""
    app = create_app()
    app.wsgi_app = PageCache(app.wsgi_app)  # type: ignore[method-assign]
    return app


def front() -> Front:
    """The same behind an event loop, as `flask serve` runs it."""
    app = create_app()
    settings: Settings = app.config["OCOP_SETTINGS"]
    pages = PageCache(app)
    return Front(pages, pages.find, Limits(app.config["MAX_CONTENT_LENGTH"]), settings.data_dir)


def load_reference(database: Database) -> None:
    """Load places and product groups."""
    for _ in load_all(database, LOADERS):
        pass


def _handlers(settings: Settings, storage: Storage) -> dict[str, JobHandler]:
    keys = Keys(settings.secret_key)
    words = (post(settings), WORDS, settings.base_url, keys, _agrees(settings))
    send_reset = accounts_tasks.reset_sender(
        post(settings), sms(settings), keys, reset_letter(settings.base_url), reset_message()
    )
    return {
        certificates_tasks.REFRESH: certificates_tasks.refresher(settings.today),
        search_tasks.TRIM: search_tasks.trim_log,
        audit_tasks.SEAL: audit_tasks.sealer,
        accounts_tasks.RESET: send_reset,
        accounts_tasks.FORGET: accounts_tasks.forgetter,
        MAIL: notices_tasks.mailer(*words),
        notices_tasks.DIGEST: notices_tasks.digester(*words),
        FORGET: files_tasks.forgetter(storage),
        files_tasks.SWEEP: files_tasks.sweeper(storage),
        privacy_tasks.ERASE: privacy_tasks.eraser(ANSWERS, settings.today),
        privacy_tasks.CLEAR: privacy_tasks.clearer(_kept(settings)),
        registry_list.WORK: registry_list.worker(keys, settings.today),
        registry_tasks.LAPSE: registry_tasks.lapser(settings.today),
        reports_services.CONFIRM: reports_tasks.confirmer(post(settings), settings.base_url),
        representation_services.NAME: representation_tasks.namer(settings.today),
        reports_services.TELL: reports_tasks.teller(post(settings)),
        registration_services.SEND: registration_tasks.sender(post(settings), sms(settings), keys, settings.base_url),
    }


def _dumps(settings: Settings, records: Database) -> Dumps:
    return Dumps(records, settings.data_dir / "open-data", DATASETS, base_url=settings.base_url, today=settings.today)


def _agrees(settings: Settings) -> notices_tasks.Agrees:
    """Whether somebody agrees to a purpose now."""
    return lambda session, account_id, purpose: agrees(session, account_id, Purpose(purpose), settings.today())


def _kept(settings: Settings) -> tuple[Kept, ...]:
    """How long things are kept, with the functions that follow these rules."""
    return kept(
        account_sessions=accounts_retention.drop_sessions,
        one_time_secrets=accounts_retention.drop_secrets,
        attempt_lanes=forget_lanes,
        known_devices=accounts_retention.drop_devices,
        notices=drop_read,
        registrations=registration_services.drop_expired,
        appointment_lists=registry_list.drop_lists,
        claim_proofs=drop_proofs,
        unconfirmed_reports=reports_services.drop_unconfirmed,
        report_senders=reports_services.forget_senders,
        letters=letters_dropper(settings),
    )


def _database_answers(records: Database) -> str | None:
    with records.reading() as session:
        count_products(session)
    return None


def _worker_follows(records: Database) -> str | None:
    with records.reading() as session:
        behind = lag(session, now())
    return f"the oldest job has been waiting for {behind}" if behind > LAG_MAX else None


def _settings() -> Settings:
    try:
        settings = Settings.from_env(os.environ)
    except ConfigError as error:
        sys.exit("The site does not start:\n" + "\n".join(f"  {line}" for line in error.problems))
    keep_private(settings.data_dir)
    return settings
