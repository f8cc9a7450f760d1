"""Passwords, phones, keys and app codes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zxcvbn.matching import L33T_TABLE, enumerate_l33t_subs, relevant_l33t_subtable

from foundation.accounts import passwords
from foundation.accounts.keys import ALPHABET, CODE_LENGTH, Keys, new_code, new_token, token_digest
from foundation.accounts.phones import printed_phone, read_phone
from foundation.accounts.queries import Identifier, read_identifier
from foundation.accounts.rules import PasswordProblem, guessable_words
from foundation.accounts.totp import code_at, matching_step, provisioning_uri, step_at
from tests.foundation.accounts.conftest import OTHER, PASSWORD, START


def test_a_hash_carries_its_costs_and_no_two_are_alike() -> None:
    kept = passwords.hash_password(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert kept != passwords.hash_password(PASSWORD)
    assert passwords.verify_password(kept, PASSWORD)
    assert not passwords.verify_password(kept, OTHER)
    assert not passwords.is_outdated(kept)


def test_a_password_is_the_same_on_every_keyboard() -> None:
    kept = passwords.hash_password("tiếng việt")
    assert passwords.verify_password(kept, "tie\u0302\u0301ng vie\u0323\u0302t")


@pytest.mark.parametrize("kept", [None, "", "not a hash"])
def test_who_has_no_password_cannot_be_entered(kept: str | None) -> None:
    assert not passwords.verify_password(kept, PASSWORD)


@pytest.mark.parametrize(
    "password",
    ["12345678", "matkhau123", "anhyeuem", "aaaaaaaaaa", "0123456789", "qwertyuiop", "0912345678", "lothian2026"],
)
def test_what_everybody_would_try_is_refused(password: str) -> None:
    own = guessable_words("Lò Thị An", "an@example.vn", "+84912345678")
    assert passwords.password_problem(password, own) is PasswordProblem.COMMON


@pytest.mark.parametrize(
    "password", [PASSWORD, OTHER, "ruong bac thang mua lua chin", "x7#qLm2!vR", "đ" * 3 + " q9zk tvb"]
)
def test_everything_else_is_taken_whatever_it_is_made_of(password: str) -> None:
    assert passwords.password_problem(password, ["ocop"]) is None


@pytest.mark.parametrize("typed", ["0912345678", "0912 345 678", "+84 912 345 678", "84912345678", "0912.345.678"])
def test_a_number_is_kept_in_one_form(typed: str) -> None:
    assert read_phone(typed) == "+84912345678"


@pytest.mark.parametrize("typed", ["", "abc", "12345", "+1 202 555 0143", "0912345678 ext. 5", "091234567890123"])
def test_what_is_no_vietnamese_number_is_refused(typed: str) -> None:
    assert read_phone(typed) is None


def test_a_number_is_written_as_people_say_it() -> None:
    assert printed_phone("+84912345678") == "0912 345 678"


def test_an_identifier_is_an_address_or_a_number() -> None:
    assert read_identifier(" An@Example.vn") == Identifier(email="an@example.vn")
    assert read_identifier("0912 345 678") == Identifier(phone="+84912345678")
    assert read_identifier("an") is None
    assert read_identifier("an@") is None


def test_tokens_and_codes_are_random_and_kept_as_digests() -> None:
    assert len({new_token() for _ in range(50)}) == 50
    assert token_digest("a") != token_digest("b")
    assert set("".join(new_code() for _ in range(50))) <= set(ALPHABET)
    assert len(new_code()) == CODE_LENGTH


def test_a_code_is_good_for_one_account_one_purpose_and_one_site(keys: Keys) -> None:
    kept = keys.code_digest("take_over", 1, "ABCD-EFGH")
    assert kept == keys.code_digest("take_over", 1, "abcdefgh")
    assert kept not in {
        keys.code_digest("take_over", 2, "ABCD-EFGH"),
        keys.code_digest("reset_by_code", 1, "ABCD-EFGH"),
        Keys("x" * 40).code_digest("take_over", 1, "ABCD-EFGH"),
    }


def test_a_code_of_the_app_is_good_for_a_minute_and_once(keys: Keys) -> None:
    secret, now = keys.totp_secret(1, "salt"), step_at(START)
    for step in (now - 1, now, now + 1):
        assert matching_step(secret, code_at(secret, step), START, after=None) == step
    for step in (now - 2, now + 2):
        assert matching_step(secret, code_at(secret, step), START, after=None) is None
    spoken_code = code_at(secret, now)
    assert matching_step(secret, f"{spoken_code[:3]} {spoken_code[3:]}", START, after=now - 1) == now
    assert matching_step(secret, spoken_code, START, after=now) is None
    assert matching_step(secret, code_at(secret, now - 1), START, after=now) is None
    assert matching_step(secret, "", START, after=None) is None
    assert matching_step(secret, spoken_code, START + timedelta(minutes=5), after=None) is None


def test_the_app_is_told_who_and_where(keys: Keys) -> None:
    uri = provisioning_uri(keys.totp_secret(1, "salt"), "an@example.vn")
    assert uri.startswith("otpauth://totp/OCOP:an%40example.vn?secret=")
    assert keys.totp_secret(1, "salt") != keys.totp_secret(2, "salt") != keys.totp_secret(2, "other")


@given(st.text(alphabet="48({[<369!1|0$5+7%2abc", max_size=300))
def test_a_password_of_signs_is_read_in_a_few_ways(password: str) -> None:
    """Signs that may be letters were tried in all their readings: 576 of this alphabet, six seconds of work."""
    looked_at = passwords.readable(password)
    assert len(looked_at) <= passwords.LOOKED_AT
    ways = enumerate_l33t_subs(relevant_l33t_subtable(looked_at, L33T_TABLE))
    assert len(ways) <= passwords.WAYS_MAX * 2


@pytest.mark.parametrize("password", ["p@ssw0rd1", "Matkhau123!", "4bc123!@#"])
def test_signs_of_a_common_password_are_read_as_they_were(password: str) -> None:
    assert passwords.readable(password) == password


@pytest.mark.parametrize("password", ["password" * 32, "p4$$w0rd" * 30])
def test_a_long_password_may_be_common_too(password: str) -> None:
    assert passwords.password_problem(password, []) is PasswordProblem.COMMON
