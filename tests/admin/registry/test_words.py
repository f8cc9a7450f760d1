"""Whatever is recorded or permitted anywhere has words for officers."""

import ast
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from admin.registry.labels import reason_words, refusal_words, why_words
from admin.registry.rules import Why
from admin.registry.words import PERMISSIONS, SUBJECTS, VERBS, fact_words, value_words
from catalog.reports import rules as reports
from catalog.representation.rules import Verb as Step
from foundation.i18n.languages import Lang
from foundation.permissions.bulk import Reason
from foundation.permissions.rules import Role
from foundation.permissions.services import Refusal
from foundation.privacy import rules as privacy
from tests.contracts.test_tree import OURS, TREES
from wsgi import POLICY

VERB = re.compile(r"[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*")


def recorded() -> Iterator[str]:
    """Verbs that stand as such where something is recorded."""
    for path in OURS:
        for node in ast.walk(TREES[path]):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"record", "_record", "_note"}:
                told = (word.value for word in node.args if isinstance(word, ast.Constant))
                yield from (str(word) for word in told if VERB.fullmatch(str(word)))


def test_every_verb_that_is_recorded_has_words() -> None:
    found = set(recorded())
    assert len(found) > 15
    assert found - set(VERBS) == set()
    assert {verb.partition(":")[0] for verb in VERBS} <= set(SUBJECTS)


def test_every_step_of_a_claim_a_report_and_a_request_has_words() -> None:
    steps = {"producer-claim": Step, "report": reports.Verb, "privacy-request": privacy.Verb}
    assert {f"{subject}:{step}" for subject, of in steps.items() for step in of} <= set(VERBS)


def test_every_permission_has_words() -> None:
    assert set(PERMISSIONS) == set(POLICY.rules)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_every_refusal_and_reason_says_what_to_do(app: Flask) -> None:
    with app.test_request_context("/admin/"):
        assert all(refusal_words(why) for why in Refusal)
        assert all(why_words(why) for why in Why)
        assert all(reason_words(code) for code in (*Reason, *Refusal))


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_values_are_told_as_a_reader_expects_them(app: Flask) -> None:
    with app.test_request_context("/admin/", headers={"Accept-Language": "vi"}):
        told = [
            value_words(name, value, Lang.VI)
            for name, value in (
                ("ends_on", None),
                ("ends_on", "2026-11-23"),
                ("at", "2026-11-23T01:00:00+00:00"),
                ("role", Role.COMMUNE_OFFICER.value),
                ("staff", True),
                ("roles", ["a", "b"]),
                ("decision", "12/QĐ-UBND"),
                ("codes", 8),
            )
        ]
    assert told == ["—", "23/11/2026", "23/11/2026", "cán bộ xã", "có", "a, b", "12/QĐ-UBND", "8"]
    assert fact_words("unheard_of") == "unheard_of"
