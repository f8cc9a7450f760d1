"""Which tests a change can touch, and how many of them fit into a minute."""

from pathlib import PurePosixPath

import grimp

from tests.quick import nearest, within

RULES, VIEWS = "tests.catalog.sheds.test_rules", "tests.catalog.sheds.test_views"
ABOVE, FAR = "tests.admin.gates.test_gates", "tests.journeys.test_far"


def graph() -> grimp.ImportGraph:
    made = grimp.ImportGraph()
    for importer, imported in (
        ("catalog.sheds.services", "catalog.sheds.rules"),
        ("admin.gates.services", "catalog.sheds.services"),
        (RULES, "catalog.sheds.rules"),
        (VIEWS, "foundation.web"),
        (ABOVE, "admin.gates.services"),
        (FAR, "foundation.web"),
    ):
        made.add_import(importer=importer, imported=imported)
    return made


def touched(*paths: str) -> list[str]:
    return [str(path) for path in dict.fromkeys(nearest(map(PurePosixPath, paths), graph()))]


def test_a_rooms_own_tests_come_first_then_whatever_imports_it() -> None:
    assert touched("catalog/sheds/rules.py") == [
        "tests/catalog/sheds/test_rules.py",
        "tests/catalog/sheds/test_views.py",
        "tests/admin/gates/test_gates.py",
    ]


def test_a_template_touches_the_tests_of_its_room() -> None:
    own = ["tests/catalog/sheds/test_rules.py", "tests/catalog/sheds/test_views.py"]
    assert touched("catalog/sheds/templates/sheds/shed.html") == own


def test_a_test_touches_itself_and_prose_nothing() -> None:
    assert touched("tests/journeys/test_far.py") == ["tests/journeys/test_far.py"]
    assert touched("README.md", "docs/rooms.md") == []


def test_the_nearest_are_run_until_the_minute_is_full() -> None:
    found = [PurePosixPath(f"tests/test_{name}.py") for name in "abcd"]
    costs = {"tests/test_a.py": 30.0, "tests/test_b.py": 30.0, "tests/test_c.py": 5.0, "tests/test_d.py": 1.0}
    assert within(found, costs, budget=40) == [found[0]]
    assert within(found, costs, budget=66) == found
    assert within(found, {**costs, "tests/test_a.py": 99.0}, budget=40) == [found[0]]
    assert len(within(found, {}, budget=5)) == 2
