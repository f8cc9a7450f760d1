"""No rule of law stands in a program: days, months, authorities, grounds and editions are data with their article."""

import ast
import re
from collections.abc import Iterator

import pytest

from catalog.regulations.editions import LAW
from tests.contracts.test_tree import OURS, ROOT, TREES

OWN_DATES = {
    "catalog/finder/documents.py": "the day from which the index counts",
    "foundation/places/models.py": "a start that is not on file",
    "foundation/tables/sheets.py": "the days from which spreadsheets count",
}
OWN_PERIODS = {
    "_DAYS_MAX": "how far the index counts",
    "DEVICE_DAYS": "how long a cookie lasts",
    "PER_DAYS": "how many days a quantity that is supplied each week or month is for",
    "WORKING_DAYS": "what the site itself promises of reports",
}
EXAMPLE = "2026-11-23"
"""By which forms show how a date is written."""
CITED = re.compile(r"\d+/(\d{4}/)?(QĐ-TTg|NĐ-CP|QH\d+)|\b(article|art\.|Điều) ?\d")
DATED = re.compile(
    r"20\d\d-\d\d-\d\d|\d\d?/(\d\d?/)?20\d\d|\b(January|February|March|April|May|June|July|August|September|October"
    r"|November|December) 20\d\d"
)
SHORT = {"hours", "minutes", "seconds", "milliseconds"}
PERIOD = re.compile(r"(^|_)(DAYS|MONTHS|VALIDITY|EXTENSION|RENEWAL|TERM)(_|$)")
EDITIONS = {one.code for one in LAW.editions} | {one.sheets.address for one in LAW.editions}
CODES = {"level": set(LAW.level_by_code), "ground": set(LAW.grounds)}
LENGTHS = {one.validity.months for one in LAW.editions}
LENGTHS |= {one.revocation.within_days for one in LAW.editions}
LENGTHS |= {one.extension.days for one in LAW.editions if one.extension}
LENGTHS |= {one.renewal.earliest_days for one in LAW.editions if one.renewal}
LENGTHS |= {one.renewal.latest_days for one in LAW.editions if one.renewal}
STARS = {stars for one in LAW.editions for stars in one.bands.certified}


def told(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What of the law stands in a module: its line, and what it is."""
    prose = set(_docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield from _text(node)
        elif isinstance(node, ast.Call):
            yield from _call(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from _period(node)
        elif isinstance(node, ast.Compare):
            yield from _compared(node)
        if isinstance(node, ast.ClassDef | ast.Dict | ast.Set | ast.Tuple | ast.List):
            yield from _listed(node)


def _docstrings(tree: ast.Module) -> Iterator[int]:
    """Texts that stand for themselves, which are for whoever reads the program."""
    return (id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr))


def _text(node: ast.Constant) -> Iterator[tuple[int, str]]:
    text = str(node.value)
    if text in EDITIONS:
        yield node.lineno, f"edition {text}"
    if found := CITED.search(text):
        yield node.lineno, f"citation {found[0]}"
    if found := DATED.search(text.replace(EXAMPLE, "")):
        yield node.lineno, f"date {found[0]}"


def _call(node: ast.Call) -> Iterator[tuple[int, str]]:
    name = ast.unparse(node.func).rpartition(".")[2]
    named = [one for one in node.keywords if one.arg not in SHORT]
    numbers = [_number(one) for one in (*node.args, *(one.value for one in named))]
    if name in {"date", "datetime"} and None not in (*numbers[:3], *[None] * (3 - len(numbers))):
        yield node.lineno, f"date {ast.unparse(node)}"
    elif name in {"months_after", "timedelta"} and LENGTHS & set(numbers):
        yield node.lineno, f"period {ast.unparse(node)}"


def _number(node: ast.expr) -> int | None:
    if isinstance(node, ast.UnaryOp):
        return _number(node.operand)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else None


def _period(node: ast.Assign | ast.AnnAssign) -> Iterator[tuple[int, str]]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
    counted = node.value and any(_number(one) is not None for one in ast.walk(node.value) if isinstance(one, ast.expr))
    for name in names:
        if counted and PERIOD.search(name) and name not in OWN_PERIODS:
            yield node.lineno, f"period {name}"


def _compared(node: ast.Compare) -> Iterator[tuple[int, str]]:
    sides = (node.left, *node.comparators)
    about_stars = any(ast.unparse(one).rpartition(".")[2] == "stars" for one in sides)
    if about_stars and STARS & {_number(one) for one in sides}:
        yield node.lineno, f"stars {ast.unparse(node)}"


def _listed(node: ast.ClassDef | ast.Dict | ast.Set | ast.Tuple | ast.List) -> Iterator[tuple[int, str]]:
    words = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    for kind, codes in CODES.items():
        if len(words & codes) > 1 and not (kind == "level" and "ministry" not in words):
            yield node.lineno, f"{kind}s {', '.join(sorted(words & codes))}"


def test_no_rule_of_law_stands_in_a_program() -> None:
    """Pages of other laws too; what the site itself promises or keeps says so above, or in a room's `retention`."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path in OURS
        for line, what in told(TREES[path])
        if not (what.startswith("date") and str(path.relative_to(ROOT)) in OWN_DATES)
        and not (what.startswith("period timedelta") and path.name == "room.py")
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("SINCE = date(2026, 5, 22)", "date date(2026, 5, 22)"),
        ("since = datetime.date(year=2026, month=5, day=22)", "date datetime.date(year=2026, month=5, day=22)"),
        ("began = datetime(2018, 5, 7, tzinfo=utc)", "date datetime(2018, 5, 7, tzinfo=utc)"),
        ("since = read('2026-05-22')", "date 2026-05-22"),
        ("words = _('The district gave three until June 2025.')", "date June 2025"),
        ("VALIDITY_MONTHS = 36", "period VALIDITY_MONTHS"),
        ("EXTENSION_DAYS: int = 180", "period EXTENSION_DAYS"),
        ("DAYS = {Kind.FIRST: 60}", "period DAYS"),
        ("until = day + timedelta(days=180)", "period timedelta(days=180)"),
        ("old = months_after(today, -36)", "period months_after(today, -36)"),
        ("words = _('by 26/2026/QĐ-TTg')", "citation 26/2026/QĐ-TTg"),
        ("words = _('as article 8 has it')", "citation article 8"),
        ("if edition == '148':\n    pass", "edition 148"),
        ("level = 'ministry' if row.stars == 5 else 'province'", "stars row.stars == 5"),
        ("enough = stars >= 3", "stars stars >= 3"),
        ("GIVES = {'district': {3}, 'ministry': {5}}", "levels district, ministry"),
        ("class Level(StrEnum):\n    A = 'province'\n    B = 'ministry'", "levels ministry, province"),
        ("class Ground(StrEnum):\n    A = 'mark'\n    B = 'stopped'", "grounds mark, stopped"),
    ],
)
def test_a_planted_rule_is_found(line: str, what: str) -> None:
    assert what in {found for _, found in told(ast.parse(line))}


def test_prose_may_name_the_law() -> None:
    assert list(told(ast.parse('"""By 26/2026/QĐ-TTg, article 8, of 22 May 2026."""'))) == []


def test_every_exception_is_still_there() -> None:
    names = {name for path in OURS for name in re.findall(r"\b[A-Z_]*DAYS[A-Z_]*", path.read_text(encoding="utf-8"))}
    assert set(OWN_PERIODS) <= names
    assert all((ROOT / name).exists() for name in OWN_DATES)
