"""What a producer may say, what an officer looks at first, and how a version moves. Pure functions."""

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from foundation.i18n.lookalikes import readings
from foundation.i18n.text import fold, marks
from foundation.workflow.rules import Workflow

_HINTS = Path(__file__).parent / "data" / "hints.json"

PHOTOS_MAX = 8
CERTIFICATIONS_MAX = 10
TEXT_MAX = 5000
LINE_MAX = 300
DONG_MAX = 1_000_000_000


class State(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"
    REPLACED = "replaced"


class Verb(StrEnum):
    """What can be done to a version."""

    SAVE = "save"
    SUBMIT = "submit"
    PUBLISH = "publish"  # where nothing is to be looked at
    APPROVE = "approve"
    WITHDRAW_SUBMISSION = "withdraw_submission"
    SEND_BACK = "send_back"
    REPLACE = "replace"


class Refusal(StrEnum):
    """Why something cannot be done."""

    WAITING = "waiting"
    NOT_WAITING = "not_waiting"
    NOTHING_NEW = "nothing_new"
    TOO_MANY_PHOTOS = "too_many_photos"
    TOO_MANY_CERTIFICATIONS = "too_many_certifications"
    NO_WORDS = "no_words"
    OWN = "own"
    NO_PRODUCER = "no_producer"


class Hint(StrEnum):
    """Why an officer looks at a version before everybody does."""

    NAME = "name"
    CERTIFICATION = "certification"
    MEDICAL = "medical"
    STARS = "stars"
    SUPERLATIVE = "superlative"


class Step(StrEnum):
    """One page of the workspace, by the word in its address."""

    PHOTOS = "anh"
    STORY = "cau-chuyen"
    PACKAGING = "dong-goi"
    PRICE = "gia"
    SUPPLY = "nguon-cung"
    CERTIFICATIONS = "chung-nhan"
    ENGLISH = "tieng-anh"


FIELDS: Mapping[Step, tuple[str, ...]] = {
    Step.STORY: ("story",),
    Step.PACKAGING: ("packaging", "shelf_life"),
    Step.PRICE: ("price_from", "price_to", "price_unit", "price_includes"),
    Step.SUPPLY: ("capacity", "season", "minimum_order"),
    Step.ENGLISH: ("name_en", "story_en", "packaging_en", "price_includes_en"),
}
"""What is said on which page."""

ALL_FIELDS = tuple(name for names in FIELDS.values() for name in names)

PROFILES = Workflow(
    {
        (State.DRAFT, Verb.SAVE): State.DRAFT,
        (State.DRAFT, Verb.SUBMIT): State.WAITING,
        (State.DRAFT, Verb.PUBLISH): State.PUBLISHED,
        (State.WAITING, Verb.APPROVE): State.PUBLISHED,
        (State.WAITING, Verb.WITHDRAW_SUBMISSION): State.DRAFT,
        (State.WAITING, Verb.SEND_BACK): State.DRAFT,
        (State.PUBLISHED, Verb.REPLACE): State.REPLACED,
    },
    lambda state, _verb: Refusal.WAITING if state is State.WAITING else Refusal.NOT_WAITING,
    start=State.DRAFT,
)


def next_step(step: Step) -> Step | None:
    """Return the page after this one; None after the last, where everything is read once more."""
    steps = list(Step)
    at = steps.index(step) + 1
    return steps[at] if at < len(steps) else None


def hints(text: str) -> frozenset[Hint]:
    """Return what in a text an officer looks at first; a hint holds nothing up but the publishing.

    A single word counts with its marks ("chữa" heals, "chua" is sour); several words also without them. Words are
    found as a reader sees them: letters of other alphabets and characters without ink hide none.
    """
    return frozenset().union(*(_hints(reading) for reading in readings(text)))


def _hints(text: str) -> frozenset[Hint]:
    folded, with_marks = f" {fold(text)} ", f" {' '.join(_bare(text))} "
    return frozenset(hint for hint, plain, phrase in _phrases() if (with_marks if plain else folded).find(phrase) >= 0)


def reasons(before: Mapping[str, object], after: Mapping[str, object], *, certified: bool) -> frozenset[Hint]:
    """Why a change waits for an officer: of what was changed only. `certified` says that certifications changed."""
    changed = [str(value) for name, value in after.items() if value and before.get(name) != value]
    found = frozenset().union(*(hints(text) for text in changed))
    if after.get("name_en") != before.get("name_en"):
        found |= {Hint.NAME}
    return found | {Hint.CERTIFICATION} if certified else found


def changed_fields(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Return the names of what is not the same, in the order of the pages."""
    return [name for name in ALL_FIELDS if (before.get(name) or None) != (after.get(name) or None)]


@cache
def _phrases() -> tuple[tuple[Hint, bool, str], ...]:
    """(hint, whether marks count, the phrase between blanks)."""
    table: dict[str, list[str]] = json.loads(_HINTS.read_text(encoding="utf-8"))
    return tuple(_phrase(Hint(name), text) for name, texts in table.items() for text in texts)


def _phrase(hint: Hint, text: str) -> tuple[Hint, bool, str]:
    single = len(fold(text).split()) == 1 and not text.isascii()
    return hint, single, f" {' '.join(_bare(text)) if single else fold(text)} "


def _bare(text: str) -> Iterator[str]:
    """Words with their marks and without what stands around them."""
    for word in marks(text).split(" "):
        bare = "".join(c for c in word if c.isalnum() or not c.isascii())
        if bare:
            yield bare
