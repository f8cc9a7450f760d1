"""Each of sixteen problems reported elsewhere has a test here: the table of docs/outlets.md names it."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TOLD = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_problem_names_tests_that_are_there() -> None:
    rows = [
        line for line in (ROOT / "docs" / "outlets.md").read_text(encoding="utf-8").splitlines() if TOLD.search(line)
    ]
    assert [int(line.split("|")[1]) for line in rows] == list(range(1, 17))
    for path, name in (found for line in rows for found in TOLD.findall(line)):
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, (path, name)
