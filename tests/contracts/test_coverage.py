"""The bars of coverage, on figures made up: what has to be run whole, and what is told of changed rooms."""

import json
from pathlib import Path, PurePosixPath

from tests.coverage_bars import FileCoverage, is_held_whole, of_rooms, overall, read, room_of, shortfall

RULES, VIEWS = PurePosixPath("catalog/sheds/rules.py"), PurePosixPath("catalog/sheds/views.py")


def test_rules_and_permissions_are_held_whole_and_views_are_not() -> None:
    whole = (RULES, PurePosixPath("catalog/sheds/ending_rules.py"), PurePosixPath("foundation/permissions/guard.py"))
    assert all(map(is_held_whole, whole))
    assert not is_held_whole(VIEWS)


def test_one_branch_of_a_rule_that_is_not_run_fails_and_says_which() -> None:
    figures = {RULES: FileCoverage(100, 99, ("7→9",)), VIEWS: FileCoverage(100, 95, ("3",))}
    assert list(shortfall(figures)) == ["catalog/sheds/rules.py: 7→9 not run; every branch has to be"]
    assert not list(shortfall({VIEWS: FileCoverage(100, 92)}))


def test_the_house_as_a_whole_has_its_bar() -> None:
    assert list(shortfall({VIEWS: FileCoverage(100, 91)})) == ["91.0 % of lines and branches run, 92 are the bar"]
    assert overall({VIEWS: FileCoverage(100, 50), RULES: FileCoverage(100, 100)}) == 75
    assert list(shortfall({})) == ["coverage was not measured"]


def test_of_a_change_only_its_rooms_are_told() -> None:
    figures = {VIEWS: FileCoverage(4, 3, ("3",)), PurePosixPath("admin/gates/views.py"): FileCoverage(4, 3, ("8",))}
    for changed in (RULES, PurePosixPath("tests/catalog/sheds/test_rules.py")):
        assert list(of_rooms(figures, [changed])) == ["catalog/sheds/views.py: 75 %, not run: 3"]
    assert room_of(PurePosixPath("wsgi.py")) is None


def test_what_was_measured_is_read_as_it_was_written(tmp_path: Path) -> None:
    summary = {"num_statements": 5, "num_branches": 4, "covered_lines": 4, "covered_branches": 3}
    one = {"summary": summary, "missing_lines": [9], "missing_branches": [[2, -1]]}
    (tmp_path / "c.json").write_text(json.dumps({"files": {str(RULES): one}}), encoding="utf-8")
    assert read(tmp_path / "c.json") == {RULES: FileCoverage(9, 7, ("9", "2→end"))}
    assert read(tmp_path / "none.json") == {}
