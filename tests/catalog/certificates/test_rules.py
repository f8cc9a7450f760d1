from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.certificates.rules import (
    Basis,
    CertificateFact,
    ClaimFact,
    EndedBy,
    Evidence,
    Precision,
    Standing,
    StandingCode,
    standing,
)
from catalog.regulations.rules import months_after

TODAY = date(2026, 11, 23)


def certificate(issued: str, **more: object) -> CertificateFact:
    day = date.fromisoformat(issued)
    facts = {"stars": 4, "number": "86/QĐ-UBND", "issued_on": day, "valid_until": months_after(day, 36)} | more
    return CertificateFact(**facts)  # type: ignore[arg-type]


def claim(year: int | None, stars: int | None = 4, evidence: Evidence = Evidence.NEWS, **more: object) -> ClaimFact:
    return ClaimFact(stars=stars, evidence=evidence, year=year, **more)  # type: ignore[arg-type]


def code(certificates: list[CertificateFact], claims: list[ClaimFact], today: date = TODAY) -> str:
    return standing(certificates, claims, today).code.value


# One row per line of the table in the records: what is known → what is said.
TRUTH: list[tuple[str, list[CertificateFact], list[ClaimFact], str]] = [
    ("certificate in force", [certificate("2024-01-05")], [], "in_force"),
    ("certificate on its last day", [certificate("2023-11-23")], [], "in_force"),
    ("certificate the day after", [certificate("2023-11-22")], [], "lapsed"),
    ("renewal pending", [certificate("2023-11-01", extended_until=date(2027, 4, 1))], [], "extended"),
    ("renewal pending too long", [certificate("2023-05-01", extended_until=date(2026, 10, 1))], [], "lapsed"),
    ("revoked", [certificate("2024-01-05", ended_on=date(2025, 1, 1), ended_by=EndedBy.REVOKED)], [], "revoked"),
    ("withdrawn", [certificate("2024-01-05", ended_on=date(2025, 1, 1), ended_by=EndedBy.WITHDRAWN)], [], "revoked"),
    (
        "superseded",
        [certificate("2024-01-05", ended_on=date(2025, 1, 1), ended_by=EndedBy.SUPERSEDED)],
        [],
        "superseded",
    ),
    (
        "superseded by an upgrade",
        [
            certificate("2024-01-05", ended_on=date(2025, 1, 1), ended_by=EndedBy.SUPERSEDED),
            certificate("2025-01-01", stars=5),
        ],
        [],
        "in_force",
    ),
    ("claim of 2024", [], [claim(2024)], "in_force"),
    ("claim of 2023", [], [claim(2023)], "ends_this_year"),
    ("claim of 2022", [], [claim(2022)], "lapsed"),
    ("claim of a state body", [], [claim(2025, evidence=Evidence.GOV)], "in_force"),
    ("claim of state news", [], [claim(2025, evidence=Evidence.GOV_NEWS)], "in_force"),
    ("claim with its day, on the last one", [], [claim(None, issued_on=date(2023, 11, 23))], "in_force"),
    ("claim with its day, over", [], [claim(None, issued_on=date(2023, 11, 22))], "lapsed"),
    ("claim without a year", [], [claim(None)], "undated"),
    ("certified, class not stated", [], [claim(2025, stars=None)], "unclassed"),
    ("neither class nor year", [], [claim(None, stars=None)], "unclassed"),
    ("potential five stars", [], [claim(2026, stars=None, proposes_five=True)], "proposed_5"),
    ("a copy only", [], [claim(2025, evidence=Evidence.SECONDARY)], "unverified"),
    ("a seller only", [], [claim(2025, evidence=Evidence.LISTING)], "unverified"),
    ("a copy without class", [], [claim(2025, stars=None, evidence=Evidence.SECONDARY)], "unverified"),
    ("nothing at all", [], [], "unverified"),
    ("newest of two claims", [], [claim(2021, stars=3), claim(2024, stars=5)], "in_force"),
    ("a copy does not outdo news", [], [claim(2022), claim(2025, evidence=Evidence.SECONDARY)], "lapsed"),
    ("a proposal newer than what lapsed", [], [claim(2021), claim(2026, None, proposes_five=True)], "proposed_5"),
    ("a proposal beside what is in force", [], [claim(2024), claim(2026, None, proposes_five=True)], "in_force"),
    ("dated before undated", [], [claim(None), claim(2022)], "lapsed"),
    ("recognised again in a later year", [certificate("2022-01-05")], [claim(2025)], "in_force"),
    ("the same recognition in the news", [certificate("2022-01-05")], [claim(2022)], "lapsed"),
    (
        "a copy after a lapsed certificate",
        [certificate("2022-01-05")],
        [claim(2025, evidence=Evidence.LISTING)],
        "lapsed",
    ),
    (
        "news older than the revocation",
        [certificate("2024-01-05", ended_on=date(2025, 6, 1), ended_by=EndedBy.REVOKED)],
        [claim(2025)],
        "revoked",
    ),
    (
        "recognised again after the revocation",
        [certificate("2022-01-05", ended_on=date(2023, 6, 1), ended_by=EndedBy.REVOKED)],
        [claim(2025)],
        "in_force",
    ),
]


@pytest.mark.parametrize(("name", "certificates", "claims", "expected"), TRUTH, ids=[row[0] for row in TRUTH])
def test_truth_table(name: str, certificates: list[CertificateFact], claims: list[ClaimFact], expected: str) -> None:
    assert code(certificates, claims) == expected


def test_every_standing_has_a_row() -> None:
    assert {row[3] for row in TRUTH} == {member.value for member in StandingCode}


def test_a_certificate_gives_solid_stars_with_its_day() -> None:
    found = standing([certificate("2024-01-05", check_code="K7M4Q2RD5")], [], TODAY)
    assert (found.stars, found.basis, found.check_code) == (4, Basis.CERTIFICATE, "K7M4Q2RD5")
    assert (found.valid_until, found.precision) == (date(2027, 1, 5), Precision.DAY)


def test_a_claim_in_force_ends_within_a_year() -> None:
    found = standing([], [claim(2024, number="12/QĐ-UBND", source="https://example.gov.vn")], TODAY)
    assert (found.stars, found.basis, found.evidence) == (4, Basis.CLAIM, Evidence.NEWS)
    assert (found.valid_until, found.precision, found.number) == (date(2027, 12, 31), Precision.YEAR, "12/QĐ-UBND")


def test_a_star_no_longer_in_force_is_recognised_but_not_shown() -> None:
    found = standing([], [claim(2021)], TODAY)
    assert (found.stars, found.recognised_stars) == (None, 4)


def test_an_extension_is_shown_with_its_own_end() -> None:
    found = standing([certificate("2023-11-01", extended_until=date(2027, 4, 1))], [], TODAY)
    assert (found.stars, found.valid_until) == (4, date(2027, 4, 1))


def test_at_equal_age_the_better_source_decides() -> None:
    found = standing([], [claim(2025, stars=5), claim(2025, stars=4, evidence=Evidence.GOV)], TODAY)
    assert found.stars == 4


days = st.dates(date(2019, 1, 1), date(2032, 12, 31))
claims = st.builds(
    ClaimFact,
    stars=st.none() | st.integers(3, 5),
    evidence=st.sampled_from(Evidence),
    issued_on=st.none() | st.dates(date(2019, 1, 1), date(2027, 1, 1)),
    year=st.none() | st.integers(2019, 2027),
    proposes_five=st.booleans(),
)
certificates = st.builds(
    lambda day, stars, ended: certificate(
        day.isoformat(),
        stars=stars,
        ended_by=ended,
        ended_on=day + timedelta(days=100) if ended else None,
    ),
    st.dates(date(2019, 1, 1), date(2027, 1, 1)),
    st.integers(3, 5),
    st.none() | st.sampled_from(EndedBy),
)


@given(st.lists(certificates, max_size=3), st.lists(claims, max_size=4), days)
def test_stars_are_shown_exactly_when_in_force(
    certs: list[CertificateFact], said: list[ClaimFact], today: date
) -> None:
    found = standing(certs, said, today)
    assert (found.stars is not None) == found.code.has_stars


@given(st.lists(certificates, max_size=3), st.lists(claims, max_size=4), days, st.randoms())
def test_the_order_of_the_facts_does_not_matter(
    certs: list[CertificateFact], said: list[ClaimFact], today: date, random: object
) -> None:
    shuffled = sorted(said, key=lambda _: random.random())  # type: ignore[attr-defined]
    one, other = standing(certs, said, today), standing(reversed(certs), shuffled, today)
    assert (one.code, one.stars, one.valid_until) == (other.code, other.stars, other.valid_until)


@given(st.lists(certificates, max_size=2), st.lists(claims, max_size=3), days, st.integers(1, 400))
def test_nothing_changes_before_the_day_it_names(
    certs: list[CertificateFact], said: list[ClaimFact], today: date, ahead: int
) -> None:
    found = standing(certs, said, today)
    later = today + timedelta(days=ahead)
    if found.changes_on is None or later < found.changes_on:
        assert standing(certs, said, later) == found


@given(st.lists(claims, max_size=4), days)
def test_untrusted_sources_never_put_stars_in_force(said: list[ClaimFact], today: date) -> None:
    weak = [c for c in said if not c.evidence.trusted]
    assert (
        standing([], weak, today) == Standing(StandingCode.UNVERIFIED, Basis.NONE)
        or not standing([], weak, today).code.has_stars
    )
