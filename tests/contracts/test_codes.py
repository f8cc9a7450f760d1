"""Every place that makes a code somebody else may read is known, and every one that appoints without a yes."""

import ast

from tests.contracts.test_tree import OURS, ROOT, TREES

CODES = {
    "foundation/accounts/tasks.py": "sent to the owner's own phone",
    "foundation/signin/cli.py": "the operator: the first officer of an installation, and nobody who holds an office",
    "foundation/signin/views_helper.py": "asks whether they hold an office or were appointed, or opened it just now",
    "foundation/permissions/bulk.py": "the operator's list, for bare phone numbers",
    "admin/registry/services.py": "asks `coding`",
    "admin/registry/lists.py": "asks `coding`",
}
"""Where a code is made that somebody else may read, and what is asked before."""


def test_every_place_that_makes_a_code_is_known() -> None:
    making = {
        str(path.relative_to(ROOT))
        for path in OURS
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "issue_code"
    }
    assert making == set(CODES), "say what is asked before: nobody who appointed somebody hands them a code"


AT_ONCE = {
    "foundation/signin/cli.py": "the operator's own command makes the first officer",
    "foundation/registration/services.py": "whoever registers as a buyer does so themselves",
    "catalog/representation/services.py": "whoever claims a record asked for it",
    "marketplace/matching/demands.py": "whoever opens an organisation of buyers is its first member",
    "demo/accounts.py": "the demonstration's people are nobody",
}
"""Where an appointment holds without a yes of its own, and why."""


def test_everybody_else_is_offered_an_appointment() -> None:
    calling = {
        str(path.relative_to(ROOT))
        for path in OURS
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "appoint"
    }
    assert calling == set(AT_ONCE)
    made = {
        str(path.relative_to(ROOT))
        for path in OURS
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Appointment"
    }
    assert made == {"foundation/permissions/services.py"}
