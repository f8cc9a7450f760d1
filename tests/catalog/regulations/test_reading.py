"""Wrong data never start: the fault is told with its file and its place."""

import shutil
from pathlib import Path

import pytest

from catalog.regulations import editions
from catalog.regulations.reading import BrokenLawError, read_law

OWN = Path(editions.__file__).parent / "data"
OF_NOW, OF_148, FIRST = "editions/26-2026.toml", "editions/148.toml", "editions/1048.toml"
OF_1489 = "editions/148-1489.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(OWN, tmp_path / "data", ignore=shutil.ignore_patterns("sheets"))
    return tmp_path / "data"


WRONG = [
    (OF_NOW, "months = 36", 'months = "36"', "26-2026.toml: validity.months: Not a valid integer."),
    (OF_NOW, "months = 36", "months = 0", "validity.months: Must be greater than or equal to 1."),
    (OF_NOW, "months = 36", "month = 36", "validity.month: Unknown field."),
    (OF_NOW, "months = 36", "months = 36 months", "26-2026.toml: "),
    (OF_NOW, 'article = "12.3"', "", "extension.article: needs an article, or a note"),
    (OF_NOW, "day = 2026-05-22", 'day = "soon"', "since.day: Not a valid date."),
    (
        OF_NOW,
        "day = 2026-05-22",
        "day = 2026-05-23",
        "148+1489: until must be the day before 26/2026 begins, 2026-05-23",
    ),
    (OF_NOW, "4 = 70", "4 = 95", "bands.least: must fall from 5 stars to 1"),
    (OF_NOW, "4 = 70", "4 = 70, 6 = 95", "bands.least"),
    (OF_NOW, "stars = [5]\nby =", "stars = [4]\nby =", "nobody recognises 5 stars on 2026-05-22"),
    (OF_NOW, "stars = [5]\nlevel", "stars = [4]\nlevel", "revocation.by: each star with a certificate once"),
    (OF_NOW, 'by = "ministry"', 'by = "minister"', "no level minister in levels.toml"),
    (OF_NOW, "latest_days = 120", "latest_days = 200", "renewal.latest_days must be fewer than earliest_days"),
    (OF_NOW, "within_days = 15", 'as_in = "148"', "revocation.as_in: needs grounds"),
    (OF_NOW, 'code = "26/2026"', 'code = "148"', "'26/2026'"),
    (OF_148, "until = 2025-06-30", "until = 2025-07-01", "there is no district after 2025-06-30"),
    (OF_148, 'as_in = "26/2026"', 'as_in = "1048"', "no edition '1048' with grounds of its own"),
    (OF_148, "day = 2025-07-05", "day = 2025-07-04", "edition 148: until must be the day before 148+1489 begins"),
    (OF_148, 'code = "148"', 'code = "1048"', "two editions have one code"),
    ("editions/148-1489.toml", "until = 2026-06-21", "until = 2026-05-21", "transition.until must be after until"),
    ("editions/148-1489.toml", '"renewal"', '"later"', "transition.1.dossiers.0: Must be one of"),
    (OF_NOW, 'code = "plans"', 'code = "ideas"', "steps: ideas stands there twice"),
    (OF_NOW, 'by = ["commune"], vi', 'by = ["village"], vi', "steps: no party village in parties.toml"),
    (OF_NOW, 'act = "fill"', 'act = "write"', "steps.1.duties.0.act: Must be one of"),
    (OF_NOW, "optional = true", 'optional = "yes"', "steps.1.optional: Not a valid boolean."),
    (OF_NOW, 'council = "written"', 'council = "letter"', "cases.2.council: Must be one of"),
    (OF_NOW, 'cases = ["upgrade"]', 'cases = ["later"]', "papers: changes: no case later"),
    (OF_NOW, 'code = "upgrade"', 'code = "other"', "papers: none for other"),
    (OF_NOW, "{first}-{second}", "{first}-{third}", "numbers.0.pattern: no part third; there are commune"),
    (OF_NOW, "{first}-{second}", "{first}-{second", "numbers.0.pattern: braces must come in pairs"),
    (OF_NOW, 'before = "04-30"', 'before = "04-31"', "rounds.0.before: must be a month and a day of every year"),
    (OF_NOW, 'before = "04-30"', 'before = "06-30"', "rounds: province decides before the round is closed"),
    (OF_NOW, "days = 45", "days = -45", "clocks.1.days: Must be greater than or equal to 1."),
    (OF_NOW, "least = 90", 'least = "90"', "passings.0.least: Not a valid integer."),
    (
        "editions/148-1489.toml",
        'by = ["producer"]',
        'by = ["district"]',
        "steps: there is no district after 2025-06-30",
    ),
    ("parties.toml", "[[parties]]", "[[party]]", "parties.toml: "),
    ("levels.toml", "others = true", "others = false", "one level for all other names"),
    ("programme.toml", "began", "begin", "programme.toml: "),
]


@pytest.mark.parametrize(("name", "right", "wrong", "told"), WRONG, ids=[row[2] + row[0] for row in WRONG])
def test_wrong_data_are_told_with_their_place(folder: Path, name: str, right: str, wrong: str, told: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert right in text
    (folder / name).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(BrokenLawError) as refused:
        read_law(folder)
    assert told in str(refused.value)
    assert name.rpartition("/")[2] in str(refused.value) or str(folder) in str(refused.value)


def test_a_ground_with_other_words_takes_another_code(folder: Path) -> None:
    now, first = folder / OF_NOW, folder / FIRST
    own = now.read_text(encoding="utf-8").partition("[revocation]")[2].replace("misuse of the OCOP mark", "misuse")
    head = first.read_text(encoding="utf-8").partition("[revocation]")[0]
    first.write_text(f"{head}[revocation]{own}", encoding="utf-8")
    with pytest.raises(BrokenLawError, match=r"revocation.grounds: mark is another ground elsewhere"):
        read_law(folder)


def test_a_missing_file_and_an_empty_folder_are_told(folder: Path) -> None:
    (folder / "levels.toml").unlink()
    with pytest.raises(BrokenLawError, match=r"levels.toml: No such file"):
        read_law(folder)
    shutil.copy(OWN / "levels.toml", folder)
    shutil.rmtree(folder / "editions")
    with pytest.raises(BrokenLawError, match="no edition"):
        read_law(folder)


def test_no_line_of_the_edition_in_force_can_be_lost_unseen(folder: Path) -> None:
    """Whatever line with a value is taken out before the procedure, the rest is refused."""
    path = folder / OF_NOW
    before, *rest = path.read_text(encoding="utf-8").partition("[[steps]]")
    lines = before.splitlines()
    for gone, line in enumerate(lines):
        if "=" in line and not line.startswith("#"):
            path.write_text("\n".join([*lines[:gone], *lines[gone + 1 :], "".join(rest)]), encoding="utf-8")
            with pytest.raises(BrokenLawError):
                read_law(folder)
