"""What the documents promise is there."""

import re
from pathlib import Path

import pytest

from catalog.intake.rules import OPTIONAL_COLUMNS, SOURCE_COLUMNS, Outcome, Reason
from foundation.config.settings import VARIABLES
from foundation.permissions.bulk import COLUMNS
from foundation.permissions.bulk import Reason as AppointmentReason
from foundation.permissions.rules import Refusal
from foundation.privacy.rules import Kind
from wsgi import HOUSE

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#:]+)\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_every_setting_is_explained() -> None:
    told = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    assert [name for name in VARIABLES if f"`{name}`" not in told] == []


@pytest.mark.parametrize("name", ["importing.md", "nhap-danh-sach.md"])
def test_every_column_outcome_and_reason_is_explained_in_both_languages(name: str) -> None:
    told = (ROOT / "docs" / name).read_text(encoding="utf-8")
    codes = [*SOURCE_COLUMNS, *OPTIONAL_COLUMNS, *Outcome, *Reason]
    assert [code for code in codes if f"`{code}`" not in told] == []


def test_every_chapter_of_the_standard_is_answered_and_each_test_named_is_there() -> None:
    """ASVS 5.0 has seventeen chapters: each is met and shown, open, or does not apply for a reason."""
    told = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in told.splitlines() if line.startswith("| V")
    ]
    assert [row[0].split()[0] for row in rows] == [f"V{number}" for number in range(1, 18)]
    tests = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/*.py"))
    for chapter, where, shown in rows:
        assert where, chapter
        named = re.findall(r"`([^`]+)`", shown)
        assert named or where.startswith("does not apply"), chapter
        assert [one for one in named if not (f"def {one}(" in tests or (ROOT / one).is_file())] == [], chapter


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs/decisions"
    told = (folder / "README.md").read_text(encoding="utf-8")
    pages = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert pages
    assert [name for name in pages if f"({name})" not in told] == []


@pytest.mark.parametrize("name", ["privacy-officers.md", "du-lieu-ca-nhan.md"])
def test_every_kind_of_request_is_explained_in_both_languages(name: str) -> None:
    told = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert [kind for kind in Kind if f"`{kind}`" not in told] == []


@pytest.mark.parametrize("name", ["appointments-officers.md", "phan-cong-va-nhat-ky.md"])
def test_every_column_and_reason_of_a_list_of_appointments_is_explained_in_both_languages(name: str) -> None:
    told = (ROOT / "docs" / name).read_text(encoding="utf-8")
    of_appointing = set(Refusal) - {
        Refusal.LENT_ALREADY,
        Refusal.ENDS_BEFORE,
        Refusal.IN_THE_PAST,
        Refusal.NO_REASON,
        Refusal.NOT_ACCEPTED,
        Refusal.ANSWERED,
        Refusal.LAPSED,
        Refusal.NOT_YOURS,
    }
    assert [code for code in (*COLUMNS, *AppointmentReason, *of_appointing) if f"`{code}`" not in told] == []


def test_how_long_everything_is_kept_stands_in_the_handbook() -> None:
    told = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    assert [rule.what for rule in HOUSE.retention if f"| `{rule.what}` |" not in told or rule.reason not in told] == []
