from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.accounts.rules import (
    PUBLIC,
    STAFF,
    UNFINISHED,
    KnownOrigin,
    PasswordProblem,
    RateLimit,
    Stage,
    account_lookup_limits,
    app_code_limits,
    email_limits,
    guessable_words,
    handed_code_limits,
    is_fresh,
    length_problem,
    limits_of,
    lives,
    naming_limits,
    network,
    plain_code,
    printed,
    read_email,
    reauthentication_limits,
    recovery_code_limits,
    refund,
    sign_in_limits,
    spend,
    wait,
)

NOW = datetime(2026, 11, 23, 1, tzinfo=timezone.utc)
seconds = st.integers(0, 100_000).map(lambda s: timedelta(seconds=s))


@pytest.mark.parametrize("address", ["an@example.vn", "  An@Example.VN ", "\u00a0an@example.vn", "a.b+c@x.y.z"])
def test_an_address_is_kept_in_one_form(address: str) -> None:
    assert read_email(address) == address.strip().lower()


@pytest.mark.parametrize(
    "address",
    [
        *("", "an", "an@", "@x.vn", "an@vn", "a b@x.vn", "an@x.vn\nBcc: b@x.vn", "a@b@c.vn", "a\x00@x.vn"),
        *("a" * 250 + "@x.vn", "an@x..vn", "an@.vn", "a\u202eb@x.vn", "<an@x.vn>", "an@x.vn,b@x.vn"),
        *("an@x.vn\r\n", "\nan@x.vn", "an@x.vn\t", "an@x.vn\x00", "an@x.vn;b@x.vn", "an@x.vn b@x.vn"),
        *("=?utf-8?q?an?=@x.vn", "=?utf-8?b?YW5AeC52bg==?=@x.vn", "an@=?x?=.vn"),
    ],
)
def test_what_is_no_single_address_is_refused(address: str) -> None:
    assert read_email(address) is None


@given(st.text())
def test_no_address_can_open_a_second_line(text: str) -> None:
    found = read_email(text + "@x.vn")
    assert found is None or (found.isprintable() and " " not in found and len(found.splitlines()) == 1)


def test_only_the_length_of_a_password_is_a_rule() -> None:
    assert length_problem("x" * 7) is PasswordProblem.TOO_SHORT
    assert length_problem("x" * 257) is PasswordProblem.TOO_LONG
    assert length_problem("đồi chè xanh") is None
    assert length_problem("e\u0302\u0301" * 4) is PasswordProblem.TOO_SHORT  # four letters, however composed


def test_own_words_are_what_an_acquaintance_would_try() -> None:
    words = guessable_words("Lò Thị An", "lo.an@example.vn", "+84912345678")
    assert {"ocop", "lothian", "example", "0912345678"} <= set(words)
    assert "an" not in words


@given(st.text(st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), min_size=8, max_size=8))
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    assert plain_code(printed(code)) == code
    assert plain_code(f" {printed(code).lower()} ") == code
    assert plain_code(code.replace("0", "O").replace("1", "l")) == code


@given(seconds, seconds, st.sampled_from([STAFF, PUBLIC, UNFINISHED]))
def test_a_session_lives_within_both_limits(age: timedelta, idle: timedelta, limits: object) -> None:
    assert isinstance(limits, type(STAFF))
    alive = lives(NOW - age, NOW - min(idle, age), NOW, limits)
    assert alive == (age < limits.absolute and min(idle, age) < limits.idle)


def test_officers_sessions_are_shorter_and_unfinished_ones_shortest() -> None:
    assert limits_of(Stage.FULL, is_staff=True) is STAFF
    assert limits_of(Stage.ENROL, is_staff=True) is STAFF
    assert limits_of(Stage.FULL, is_staff=False) is PUBLIC
    assert limits_of(Stage.SECOND_FACTOR, is_staff=True) is UNFINISHED
    assert UNFINISHED.absolute < STAFF.absolute < PUBLIC.absolute


def test_a_proof_is_fresh_for_a_quarter_of_an_hour() -> None:
    assert is_fresh(NOW - timedelta(minutes=14), NOW)
    assert not is_fresh(NOW - timedelta(minutes=15), NOW)


@pytest.mark.parametrize(
    ("address", "is_one_subscriber"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", "unknown"),
        ("x" * 99, "x" * 45),
    ],
)
def test_one_subscriber_is_one_network(address: str, is_one_subscriber: str) -> None:
    assert network(address) == is_one_subscriber


HERE, ELSEWHERE, OWNERS = "203.0.113.7", "198.51.100.9", "192.0.2.1"


def ways(address: str, known: KnownOrigin) -> dict[str, tuple[RateLimit, ...]]:
    """The limits of every secret that is typed for one account."""
    return {
        "password": sign_in_limits("an", address, known),
        "app": app_code_limits(1, address, known),
        "recovery": recovery_code_limits(1, address, known),
        "handed": handed_code_limits("handed", "an", address, known, "AB"),
        "letter": email_limits("forgotten", "an", address, known),
    }


@pytest.mark.parametrize("kind", ["password", "app", "recovery", "handed", "letter"])
def test_a_known_device_or_address_passes_every_crowded_lane_by(kind: str) -> None:
    crowded = {lane.key for lane in ways(HERE, KnownOrigin())[kind]}
    for known in (KnownOrigin(device_id=3), KnownOrigin(address=True), KnownOrigin(3, address=True)):
        assert not crowded & {lane.key for lane in ways(HERE, known)[kind]}
    assert ways(HERE, KnownOrigin(3, address=True))[kind][0].key.endswith("device:3")


def test_no_secret_fills_the_lanes_of_another() -> None:
    for known in (KnownOrigin(), KnownOrigin(device_id=3), KnownOrigin(address=True)):
        keys = {kind: {lane.key for lane in limits} for kind, limits in ways(HERE, known).items()}
        for kind, mine in keys.items():
            others = set[str]().union(*(theirs for other, theirs in keys.items() if other != kind))
            assert mine & others <= {f"address:{HERE}"}, kind


def tried(limits: tuple[RateLimit, ...], marks: dict[str, datetime], at: datetime) -> bool:
    """Whether one more attempt is let through; it is counted then."""
    if any(wait(lane, marks.get(lane.key), at) for lane in limits):
        return False
    marks.update({lane.key: spend(lane, marks.get(lane.key), at) for lane in limits})
    return True


@pytest.mark.parametrize("kind", ["password", "app", "recovery", "handed"])
def test_one_network_that_tries_for_a_month_shuts_out_no_other(kind: str) -> None:
    """Whoever has no device that is known, from a network that nobody tries from."""
    marks: dict[str, datetime] = {}
    for minute in range(0, 30 * 24 * 60, 5):
        while tried(ways(ELSEWHERE, KnownOrigin())[kind], marks, NOW + timedelta(minutes=minute)):
            pass
    assert tried(ways(OWNERS, KnownOrigin())[kind], marks, NOW + timedelta(days=30))


@pytest.mark.parametrize("kind", ["recovery", "handed"])
def test_whoever_has_the_code_comes_in_while_a_thousand_networks_guess(kind: str) -> None:
    marks: dict[str, datetime] = {}
    for number in range(1_000):
        address = f"198.18.{number // 250}.{number % 250}"
        guessed = handed_code_limits(
            "handed", "an", address, KnownOrigin(), f"{number % 32}"
        )  # none begins as the owner's
        limits = guessed if kind == "handed" else recovery_code_limits(1, address, KnownOrigin())
        while tried(limits, marks, NOW):
            pass
    assert tried(ways(OWNERS, KnownOrigin())[kind], marks, NOW)


@pytest.mark.parametrize(("kind", "at_once", "a_day"), [("password", 20, 240), ("app", 20, 48)])
def test_any_number_of_networks_together_try_what_the_decision_says(kind: str, at_once: int, a_day: int) -> None:
    marks: dict[str, datetime] = {}

    def guesses(at: datetime) -> int:
        return sum(tried(ways(f"2001:db8:{number:x}::1", KnownOrigin())[kind], marks, at) for number in range(30))

    assert guesses(NOW) == at_once
    assert sum(guesses(NOW + timedelta(minutes=minute)) for minute in range(6, 1446, 6)) == a_day


def test_what_begins_alike_shares_a_lane_and_nothing_else_does() -> None:
    of = [handed_code_limits("handed", "an", HERE, KnownOrigin(), hint)[-1].key for hint in ("AB", "AC", "AB")]
    assert of[0] == of[2] != of[1]


def test_what_may_reach_the_hash_at_once_is_less_than_fifty() -> None:
    known = [KnownOrigin(), KnownOrigin(device_id=1), KnownOrigin(address=True)]
    assert sum(max(lane.burst for lane in sign_in_limits("an", HERE, way)[-1:]) for way in known) <= 50
    assert min(lane.burst for lane in app_code_limits(1, HERE, KnownOrigin())) == 5


def test_whoever_is_signed_in_has_lanes_of_their_own() -> None:
    for limits in (reauthentication_limits, naming_limits, account_lookup_limits):
        assert {lane.key for lane in limits(1)} & {lane.key for lane in limits(2)} == set()
    assert account_lookup_limits(1)[0].burst > naming_limits(1)[0].burst


@given(st.integers(1, 40), st.integers(1, 600), st.lists(st.integers(0, 2000), max_size=80))
def test_a_lane_lets_through_its_burst_and_then_one_each_pause(burst: int, every: int, pauses: list[int]) -> None:
    lane = RateLimit("x", burst, timedelta(seconds=every))
    mark, at, through = None, NOW, 0
    for pause in pauses:
        at += timedelta(seconds=pause)
        if not wait(lane, mark, at):
            mark, through = spend(lane, mark, at), through + 1
    assert through <= burst + (at - NOW) / lane.every + 1
    assert through == len(pauses) or len(pauses) > burst


@given(st.integers(1, 40), seconds)
def test_a_lane_opens_when_it_says(burst: int, waited: timedelta) -> None:
    lane = RateLimit("x", burst, timedelta(minutes=6))
    mark = NOW
    for _ in range(burst):
        assert not wait(lane, mark, NOW)
        mark = spend(lane, mark, NOW)
    assert wait(lane, mark, NOW) == lane.every
    assert wait(lane, mark, NOW + waited) == max(lane.every - waited, timedelta(0))
    assert not wait(lane, refund(lane, mark), NOW)


def test_what_is_too_long_for_an_address_is_not_composed() -> None:
    """A thousand marks on one letter take a hundredth of a second to put in order, thirty thousand a whole one."""
    assert read_email("a@example.vn" + " " * 2000) is None
    assert read_email("a" + "\u0301\u0323" * 30_000 + "@example.vn") is None
