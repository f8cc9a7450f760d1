from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from foundation.accounts import second_factor, services, sessions
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, AccountSession, KnownDevice, OneTimeSecret
from foundation.accounts.passwords import verify_password
from foundation.accounts.queries import (
    account_by_id,
    account_by_identifier,
    check_accounts,
    known,
    live_session,
    read_identifier,
    recovery_codes_left,
    sessions_of,
)
from foundation.accounts.rules import AccountStatus, KnownOrigin, PasswordProblem, SessionEnd, Stage
from foundation.accounts.totp import code_at, step_at
from foundation.audit.models import AuditEntry
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.database import Database
from foundation.i18n.languages import Lang
from foundation.workflow.rules import Refused
from tests.foundation.accounts.conftest import OTHER, PASSWORD, START, opened

LATER = START + timedelta(days=15)
pytestmark = pytest.mark.usefixtures("hashed")


def verbs(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))


def enter(database: Database, account: Account, *, staff: bool = False) -> tuple[AccountSession, str]:
    with database.unit_of_work() as session:
        account = session.get_one(Account, account.id)
        return sessions.open_session(
            session, account, stage=Stage.FULL, is_staff=staff, address="203.0.113.7", device="Firefox", now=START
        )


def test_one_address_has_one_account(db: Database) -> None:
    account = opened(db)
    with pytest.raises(Refused, match="exists"):
        opened(db, "AN@example.vn")
    with db.reading() as session:
        found = account_by_identifier(session, read_identifier(" An@Example.VN "))
        assert found
        assert (found.id, found.status) == (account.id, AccountStatus.ACTIVE)
        assert account_by_identifier(session, None) is None
    assert verbs(db) == ["account:open"]


@pytest.mark.parametrize("password", ["matkhau123", "lothian2026", "ngắn"])
def test_a_password_everybody_would_try_opens_no_account(db: Database, password: str) -> None:
    with pytest.raises(Refused) as refused:
        opened(db, password=password)
    assert refused.value.reason in {PasswordProblem.COMMON, PasswordProblem.TOO_SHORT}


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "active", "password_hash": None},
        {"status": "closed"},
        {"email": None},
        {"email": "An@example.vn"},
        {"phone": "0912345678"},
        {"totp_confirmed_at": START},
        {"name": ""},
    ],
)
def test_states_that_cannot_be_are_refused_by_the_database(db: Database, wrong: dict[str, object]) -> None:
    account = opened(db)
    with pytest.raises(IntegrityError), db.unit_of_work() as session:
        session.execute(update(Account).filter_by(id=account.id).values(**wrong))


def test_a_farmer_confirms_the_account_an_officer_opened(db: Database, keys: Keys) -> None:
    officer = opened(db)
    with db.unit_of_work() as session:
        phone = read_identifier("0912 345 678")
        assert phone
        farmer = services.open_account(session, Actor(officer.id), phone, name="Giàng A Páo", now=START)
        code = services.issue_code(session, Actor(officer.id), farmer, keys=keys, now=START)
        assert (farmer.status, farmer.opened_by_id, farmer.password_hash) == (AccountStatus.INVITED, officer.id, None)
    with db.unit_of_work() as session:
        kept = account_by_identifier(session, phone)
        services.take_over(session, kept, code=code.lower(), password=PASSWORD, keys=keys, now=START)
        assert kept
        assert kept.status is AccountStatus.ACTIVE
        assert verify_password(kept.password_hash, PASSWORD)
        with pytest.raises(Refused, match="secret"):
            services.take_over(session, kept, code=code, password=OTHER, keys=keys, now=START)
    assert verbs(db)[1:] == ["account:open", "account:issue-code", "account:take-over"]


def test_the_first_password_is_set_with_a_link_that_went_to_the_owner(db: Database, keys: Keys) -> None:
    """It lasts as long as a code, which it makes worthless; who handed over a code is noted until a link is used."""
    officer = opened(db)
    with db.unit_of_work() as session:
        address = read_identifier("xa@example.vn")
        assert address
        farmer = services.open_account(session, Actor(officer.id), address, name="Giàng A Páo", now=START)
        link = services.issue_link(session, SYSTEM, farmer, now=START)
        code = services.issue_code(session, Actor(officer.id), farmer, keys=keys, now=START)
    after = START + timedelta(days=13)
    with db.unit_of_work() as session:
        mine = services.reset_with_link(session, token=link, password=PASSWORD, now=after)
        assert (mine.status, mine.confirmed_at, mine.reset_at) == (AccountStatus.ACTIVE, after, None)
        assert session.scalars(select(OneTimeSecret).filter_by(used_at=None)).all() == []
        for use in (services.take_over, services.reset_with_code):
            with pytest.raises(Refused, match="secret"):
                use(session, mine, code=code, password=OTHER, keys=keys, now=after)
        again = services.issue_code(session, Actor(officer.id, mine.id), mine, keys=keys, now=after)
        services.reset_with_code(session, mine, code=again, password=OTHER, keys=keys, now=after)
        assert (mine.helped_by_id, mine.helped_for_id) == (officer.id, mine.id)
        link = services.issue_link(session, SYSTEM, mine, now=after)
        services.reset_with_link(session, token=link, password=PASSWORD, now=after)
        assert (mine.helped_by_id, mine.helped_for_id) == (None, None)


def test_a_code_is_good_once_for_its_account_for_its_time_and_only_the_last_one(db: Database, keys: Keys) -> None:
    account, other = opened(db), opened(db, "0912345678")
    with db.unit_of_work() as session:
        first = services.issue_code(session, SYSTEM, account, keys=keys, now=START)
        second = services.issue_code(session, SYSTEM, account, keys=keys, now=START)
    with db.unit_of_work() as session:
        mine = account_by_id(session, account.id)
        yours = account_by_id(session, other.id)
        for who, code, when in [
            (mine, first, START),
            (yours, second, START),
            (mine, second, START + timedelta(days=1)),
            (mine, "", START),
            (None, second, START),
        ]:
            with pytest.raises(Refused, match="secret"):
                services.reset_with_code(session, who, code=code, password=OTHER, keys=keys, now=when)
        services.reset_with_code(session, mine, code=second, password=OTHER, keys=keys, now=START)
        with pytest.raises(Refused, match="secret"):
            services.reset_with_code(session, mine, code=second, password=PASSWORD, keys=keys, now=START)
        assert mine
        assert verify_password(mine.password_hash, OTHER)


def test_a_new_password_by_link_ends_every_session_and_forgets_every_device(db: Database) -> None:
    account = opened(db)
    _, token = enter(db, account)
    with db.unit_of_work() as session:
        kept = session.get_one(Account, account.id)
        sessions.know_device(session, kept, None, now=START)
        link = services.issue_link(session, SYSTEM, kept, now=START)
    with db.unit_of_work() as session:
        assert live_session(session, token, START)
        services.reset_with_link(session, token=link, password=OTHER, now=START)
        assert live_session(session, token, START) is None
        assert session.scalar(select(KnownDevice)) is None
        for again, when in ((link, START), ("", START), (link, LATER)):
            with pytest.raises(Refused, match="secret"):
                services.reset_with_link(session, token=again, password=PASSWORD, now=when)


def test_a_changed_password_keeps_the_session_at_hand(db: Database) -> None:
    account = opened(db)
    here, mine = enter(db, account)
    _, elsewhere = enter(db, account)
    with db.unit_of_work() as session:
        kept = session.get_one(Account, account.id)
        services.change_password(session, Actor(kept.id), kept, password=OTHER, now=START, keep=here)
    with db.reading() as session:
        assert live_session(session, mine, START)
        assert live_session(session, elsewhere, START) is None


def test_a_session_ends_by_its_limits_by_hand_and_with_its_account(db: Database) -> None:
    account = opened(db)
    _, idle = enter(db, account)
    staff, working = enter(db, account, staff=True)
    with db.unit_of_work() as session:
        assert live_session(session, idle, LATER) is None
        assert live_session(session, working, START + timedelta(hours=1)) is None
        assert live_session(session, "guessed", START) is None
        assert len(sessions_of(session, account.id, START)) == 2
        ending = session.get_one(AccountSession, staff.id)
        for why in (SessionEnd.SIGNED_OUT, SessionEnd.ENDED_BY_OWNER):
            sessions.end_session(session, Actor(account.id), ending, why=why, now=START)
        assert ending.ended_by is SessionEnd.SIGNED_OUT
        assert live_session(session, working, START) is None
        kept = session.get_one(Account, account.id)
        services.close_account(session, SYSTEM, kept, reason="Theo đơn", now=START)
        assert live_session(session, idle, START) is None
        assert list(check_accounts(session)) == []


def test_a_touched_session_lives_on_and_an_ended_one_stays_ended(db: Database) -> None:
    account = opened(db)
    here, token = enter(db, account)
    with db.unit_of_work() as session:
        sessions.touch(session, here.id, now=LATER - timedelta(days=2))
    with db.reading() as session:
        assert live_session(session, token, LATER)


def test_a_session_that_proves_more_gets_a_new_token(db: Database) -> None:
    account = opened(db)
    here, before = enter(db, account)
    with db.unit_of_work() as session:
        after = sessions.advance(session, session.get_one(AccountSession, here.id), stage=Stage.FULL, now=START)
        assert live_session(session, before, START) is None
        assert live_session(session, after, START)


def test_a_browser_is_known_once_and_twenty_are_remembered(db: Database) -> None:
    account = opened(db)
    with db.unit_of_work() as session:
        kept = session.get_one(Account, account.id)
        first = sessions.know_device(session, kept, None, now=START)
        assert sessions.know_device(session, kept, first, now=START) == first
        assert known(session, kept.id, first, "203.0.113.7", START).device_id
        for number in range(sessions.DEVICES_MAX):
            sessions.know_device(session, kept, "unknown", now=START + timedelta(minutes=number + 1))
        assert len(session.scalars(select(KnownDevice)).all()) == sessions.DEVICES_MAX
        assert known(session, kept.id, first, "203.0.113.7", START) == KnownOrigin()


def test_an_address_is_known_for_a_month(db: Database) -> None:
    account = opened(db)
    enter(db, account)
    with db.reading() as session:
        assert known(session, account.id, None, "203.0.113.7", START).address
        assert not known(session, account.id, None, "203.0.113.8", START).address
        assert not known(session, account.id, None, "203.0.113.7", START + timedelta(days=31)).address


def enrol(database: Database, account: Account, keys: Keys) -> tuple[str, list[str]]:
    with database.unit_of_work() as session:
        kept = session.get_one(Account, account.id)
        secret = second_factor.begin_totp(session, kept, keys=keys)
        assert second_factor.begin_totp(session, kept, keys=keys) == secret
        code = code_at(secret, step_at(START))
        codes = second_factor.confirm_totp(session, Actor(kept.id), kept, code=code, keys=keys, now=START)
    return secret, codes


def proves(database: Database, account: Account, code: str, keys: Keys, *, later: int = 0) -> bool:
    with database.unit_of_work() as session:
        kept = session.get_one(Account, account.id)
        at = START + timedelta(seconds=30 * later)
        return second_factor.prove_second_factor(session, kept, code=code, keys=keys, now=at)


def test_a_code_of_the_app_cannot_be_played_again(db: Database, keys: Keys) -> None:
    account = opened(db)
    secret, _ = enrol(db, account, keys)
    now = step_at(START)
    assert not proves(db, account, code_at(secret, now), keys)  # it confirmed the app
    assert proves(db, account, code_at(secret, now + 2), keys, later=2)
    assert not proves(db, account, code_at(secret, now + 2), keys, later=2)
    assert not proves(db, account, code_at(secret, now + 1), keys, later=2)
    assert proves(db, account, code_at(secret, now + 3), keys, later=3)


def test_a_recovery_code_is_good_once(db: Database, keys: Keys) -> None:
    account = opened(db)
    _, codes = enrol(db, account, keys)
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert proves(db, account, codes[0].lower(), keys)
    assert not proves(db, account, codes[0], keys)
    with db.unit_of_work() as session:
        kept = session.get_one(Account, account.id)
        assert recovery_codes_left(session, kept.id) == 9
        second_factor.new_recovery_codes(session, Actor(kept.id), kept, keys=keys)
    assert not proves(db, account, codes[1], keys)
    assert "account:use-recovery-code" in verbs(db)


def test_an_app_is_set_up_with_its_code_only_and_once(db: Database, keys: Keys) -> None:
    account = opened(db)
    assert not proves(db, account, "000000", keys)
    with db.unit_of_work() as session:
        kept = session.get_one(Account, account.id)
        with pytest.raises(Refused, match="code"):
            second_factor.confirm_totp(session, Actor(kept.id), kept, code="000000", keys=keys, now=START)
    enrol(db, account, keys)
    with db.unit_of_work() as session:
        kept = session.get_one(Account, account.id)
        with pytest.raises(Refused, match="code"):
            second_factor.begin_totp(session, kept, keys=keys)
        second_factor.remove_totp(session, Actor(kept.id), kept)
        assert not kept.has_second_factor
        assert recovery_codes_left(session, kept.id) == 0


def test_a_profile_has_a_name_and_a_language(db: Database) -> None:
    account = opened(db)
    with db.unit_of_work() as session:
        kept = session.get_one(Account, account.id)
        services.change_profile(session, Actor(kept.id), kept, name="  Lò  An ", language=Lang.EN)
        assert (kept.name, kept.language) == ("Lò An", Lang.EN)
        services.change_profile(session, Actor(kept.id), kept, name=" ", language=Lang.EN)
        assert kept.name == "Lò An"
