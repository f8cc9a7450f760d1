"""The house keeps its shape: rooms explained, files small, one door to each library, nobody above the root."""

import ast
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("foundation", "catalog", "marketplace", "admin", "demo", "translations")
LINES_MAX = 350
FUNCTION_P90 = 20
DRAWERS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


def tracked(*patterns: str) -> list[Path]:
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    # A downloaded archive has no git; the tree itself is the list then.
    names = told.stdout.split() or [str(path.relative_to(ROOT)) for name in patterns for path in ROOT.glob(name)]
    return [ROOT / name for name in names if (ROOT / name).exists()]


PYTHON = tracked("*.py")
OURS = [path for path in PYTHON if path.relative_to(ROOT).parts[0] in {*PRODUCT, "wsgi.py"}]


class Trees(Mapping[Path, ast.Module]):
    """The syntax of files, read when first asked for: every test process imports this, one looks into all of them."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths, self._read = paths, dict[Path, ast.Module]()

    def __getitem__(self, path: Path) -> ast.Module:
        if path not in self._read:
            self._read[path] = ast.parse(path.read_text(encoding="utf-8"))
        return self._read[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


TREES = Trees(PYTHON)


@cache
def imported(path: Path) -> Sequence[str]:
    imports = [node for node in ast.walk(TREES[path]) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = (
        [name.name for name in one.names] if isinstance(one, ast.Import) else [one.module or ""] for one in imports
    )
    return [name for found in names for name in found]


def test_there_is_something_to_look_at() -> None:
    assert len(OURS) > 80


def test_a_package_says_what_it_is_and_nothing_else() -> None:
    for path in OURS:
        if path.name == "__init__.py":
            body = TREES[path].body
            assert len(body) == 1, path
            assert ast.get_docstring(TREES[path]), path


def test_no_drawer_for_leftovers() -> None:
    assert not [
        path for path in PYTHON if DRAWERS & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    ]


def test_files_and_functions_stay_small() -> None:
    long = {
        str(path): lines for path in PYTHON if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES_MAX
    }
    assert not {path for path in long if "migrations" not in path}
    sizes = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for path in OURS
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.FunctionDef)
    )
    assert sizes[len(sizes) * 9 // 10] <= FUNCTION_P90


def test_product_code_neither_asserts_nor_pretends() -> None:
    """`assert` vanishes under -O; a stub would pass for a feature."""
    for path in OURS:
        for node in ast.walk(TREES[path]):
            assert not isinstance(node, ast.Assert), path
            assert not (isinstance(node, ast.Raise) and "NotImplementedError" in ast.dump(node)), path


@pytest.mark.parametrize("above", ["wsgi", "demo"])
def test_only_tests_measurements_and_migrations_look_at_the_root(above: str) -> None:
    allowed = {"tests", "bench", "migrations", "demo", "wsgi.py"}
    for path in PYTHON:
        if path.relative_to(ROOT).parts[0] not in allowed:
            assert above not in {name.split(".")[0] for name in imported(path)}, path


@pytest.mark.parametrize(
    ("library", "door"),
    [
        ("pysqlite3", "foundation/db/engine.py"),
        ("granian", "foundation/web/serving.py"),
        ("whitenoise", "foundation/web/assets.py"),
        ("python_calamine", "foundation/tables/workbook.py"),
        ("xlsxwriter", "foundation/tables/writing.py"),
        ("argon2", "foundation/accounts/passwords.py"),
        ("zxcvbn", "foundation/accounts/passwords.py"),
        ("phonenumbers", "foundation/accounts/phones.py"),
        ("pyotp", "foundation/accounts/totp.py"),
        ("obstore", "foundation/files/storage.py"),
        ("PIL", "foundation/files/pictures.py"),
        ("segno", "foundation/web/qr.py"),
        ("holidays", "foundation/privacy/working_days.py"),
    ],
)
def test_a_library_has_one_door(library: str, door: str) -> None:
    """The demonstration stands outside: it draws its own pictures, as a camera would bring them."""
    users = {str(path.relative_to(ROOT)) for path in OURS if library in {n.split(".")[0] for n in imported(path)}}
    assert users - {"demo/pictures.py"} == {door}


def test_who_is_signed_in_is_asked_in_three_places() -> None:
    """Doors and the sign-in ask Flask-Login; everybody else asks the guard, or has the account from the sign-in."""
    users = {str(path.relative_to(ROOT)) for path in OURS if "flask_login" in {n.split(".")[0] for n in imported(path)}}
    signin = "foundation/signin/"
    assert users == {"foundation/permissions/guard.py", f"{signin}identity.py", f"{signin}login.py"}


@pytest.mark.parametrize("library", ["whoosh", "numpy"])
def test_the_search_engine_can_be_replaced_in_its_room(library: str) -> None:
    users = {str(path.relative_to(ROOT)) for path in OURS if library in {n.split(".")[0] for n in imported(path)}}
    assert users
    assert {user for user in users if not user.startswith("foundation/search/")} == set()


def test_nothing_of_the_search_library_leaks_out_of_its_room() -> None:
    """The modules whose names are the library's are used inside only."""
    own = {"foundation.search.layout", "foundation.search.segments"}
    for path in OURS:
        if not str(path.relative_to(ROOT)).startswith("foundation/search/"):
            assert not own & set(imported(path)), path


def test_only_views_doors_and_the_root_know_a_request() -> None:
    """Rules, models, queries and services never import Flask."""
    inner = {"models.py", "rules.py", "queries.py", "services.py"}
    for path in OURS:
        if path.name in inner:
            assert not {"flask", "flask_babel"} & {name.split(".")[0] for name in imported(path)}, path
