"""Whatever is recorded or permitted anywhere has words for officers."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from flask import Flask

from admin.registry.labels import reason_words, refusal_words, why_words
from admin.registry.rules import AppointmentObstacle
from admin.registry.words import fact_words, value_words, verb_words
from catalog.reports import rules as reports
from catalog.representation.rules import Verb as Step
from foundation.i18n.languages import Lang
from foundation.permissions.bulk import Reason
from foundation.permissions.rules import Refusal, Role
from foundation.privacy import rules as privacy
from tests.contracts.test_tree import OURS, TREES
from wsgi import HOUSE

VERB = re.compile(r"[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*")
SAID = [path for path in OURS if path.name not in {"room.py", "doors.py", "changes.py"}]
"""Where things are done; rooms declare words, doors permissions, and a public page has words of its own."""


def recorded() -> Iterator[str]:
    """Codes of a verb, wherever one stands in a text of the code: also where it is chosen before it is recorded."""
    for path in SAID:
        for node in ast.walk(TREES[path]):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and VERB.fullmatch(node.value):
                yield node.value


def composed() -> Iterator[tuple[str, set[str]]]:
    """Kinds of records whose verbs are put together, `report:` and a step, and the words with which that is called."""
    for path in SAID:
        for made in ast.walk(TREES[path]):
            if isinstance(made, ast.FunctionDef):
                told = [node for node in ast.walk(made) if isinstance(node, ast.JoinedStr)]
                yield from ((subject, set(_steps(TREES[path], made))) for node in told if (subject := _subject(node)))


def _subject(node: ast.JoinedStr) -> str | None:
    """The kind of record that begins a composed text, where it is one that the audit knows."""
    for first, _ in pairwise(node.values):
        if isinstance(first, ast.Constant) and str(first.value).endswith(":"):
            return str(first.value).removesuffix(":")
    return None


def _steps(tree: ast.Module, made: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == made.name:
            words = (word.value for word in node.args if isinstance(word, ast.Constant))
            yield from (word for word in words if isinstance(word, str))


def facts() -> Iterator[str]:
    """Names of facts that stand where something is recorded."""
    for path in SAID:
        for made in ast.walk(TREES[path]):
            if isinstance(made, ast.FunctionDef):
                yield from _noted(made)


def _noted(made: ast.FunctionDef) -> Iterator[str]:
    """The keys of dictionaries given as `before` and `after`, also by a name."""
    given = [
        keyword.value
        for node in ast.walk(made)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in {"before", "after"}
    ]
    names = {one.id for one in given if isinstance(one, ast.Name)}
    assigned = [
        node.value
        for node in ast.walk(made)
        if isinstance(node, ast.Assign) and any(getattr(one, "id", "") in names for one in node.targets)
    ]
    for one in (*given, *assigned):
        for found in ast.walk(one):
            if isinstance(found, ast.Dict):
                yield from (str(key.value) for key in found.keys if isinstance(key, ast.Constant))


def test_every_verb_that_is_recorded_has_words() -> None:
    known, found = HOUSE.audit, set(recorded())
    said = {one for one in found if one.partition(":")[0] in known.subjects}
    assert len(said) > 50
    assert said - known.verbs.keys() == set()
    assert {verb.partition(":")[0] for verb in known.verbs} == known.subjects.keys()


def test_every_verb_that_is_put_together_has_words() -> None:
    known = HOUSE.audit
    verbs = {f"{subject}:{step}" for subject, found in composed() if subject in known.subjects for step in found}
    assert {"announcement", "profile"} <= {verb.partition(":")[0] for verb in verbs}
    assert verbs - known.verbs.keys() == set()


def test_every_step_of_a_claim_a_report_and_a_request_has_words() -> None:
    told = {"producer-claim": Step, "report": reports.Verb, "privacy-request": privacy.Verb}
    assert {f"{subject}:{step}" for subject, of in told.items() for step in of} <= HOUSE.audit.verbs.keys()


def test_every_word_is_for_something_that_is_done() -> None:
    """A verb that nobody records any more still stands in old entries: it is named here when it goes."""
    put_together = {subject for subject, _ in composed()} | {"offer", "demand"}  # with the kind of the listing
    rest = {verb for verb in HOUSE.audit.verbs if verb.partition(":")[0] not in put_together}
    assert rest - set(recorded()) == set()


def test_every_fact_that_is_recorded_has_a_name() -> None:
    found = set(facts())
    assert len(found) > 30
    assert found - HOUSE.audit.facts.keys() == set()


def test_every_permission_has_words() -> None:
    assert HOUSE.permissions.keys() == HOUSE.policy.rules.keys()


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_file_that_is_shown_to_everybody_is_told_in_words(app: Flask) -> None:
    with app.test_request_context("/admin/", headers={"Accept-Language": "en"}):
        assert verb_words("file:publish") == "file shown to everybody"
        assert verb_words("file:hide") == "file no longer shown to everybody"


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_every_refusal_and_reason_says_what_to_do(app: Flask) -> None:
    with app.test_request_context("/admin/"):
        assert all(refusal_words(why) for why in Refusal)
        assert all(why_words(why) for why in AppointmentObstacle)
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
                ("role", str(Role.COMMUNE_OFFICER)),
                ("staff", True),
                ("roles", ["a", "b"]),
                ("decision", "12/QĐ-UBND"),
                ("codes", 8),
            )
        ]
        assert told == ["—", "23/11/2026", "23/11/2026", "cán bộ xã", "có", "a, b", "12/QĐ-UBND", "8"]
        assert fact_words("unheard_of") == "unheard_of"
