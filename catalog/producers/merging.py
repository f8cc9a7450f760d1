"""Two records of one producer become one, and two again: the verbs, and what other rooms add to them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from catalog.producers.models import PRODUCER, Producer
from foundation.rooms.parts import MergeHook
from foundation.search.services import mark_changed


class Obstacle(StrEnum):
    """Why two producers cannot become one."""

    SAME = "same"
    MERGED_ALREADY = "merged_already"
    OTHER_PROVINCE = "other_province"
    CERTIFIED_TWIN = "certified_twin"
    HAS_MEMBERS = "has_members"
    ILLUSTRATION = "illustration"
    OWN_RECORD = "own_record"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a merge would do: move it to the producer that stays, or take it out as the same as another."""

    name: str
    twin_of: str | None = None


Hooks = tuple[MergeHook[Producer, Obstacle, Change], ...]
"""What rooms that keep something of producers add to a merge."""


def obstacles(session: Session, kept: Producer, merged: Producer, hooks: Hooks) -> list[Obstacle]:
    """Everything that stands against a merge, each once."""
    own = (
        (Obstacle.SAME, kept.id == merged.id),
        (Obstacle.MERGED_ALREADY, bool(kept.merged_into_id or merged.merged_into_id)),
        (Obstacle.OTHER_PROVINCE, kept.province_code != merged.province_code),
        (Obstacle.ILLUSTRATION, kept.is_demo != merged.is_demo),
    )
    found = [why for why, stands in own if stands]
    if not found:
        found = [why for hook in hooks for why in hook.obstacles(session, kept, merged)]
    return list(dict.fromkeys(found))


def merge(session: Session, kept: Producer, merged: Producer, hooks: Hooks) -> dict[str, Any]:
    """Make one of two: what the second had is the first's, and its address leads there; what was moved, by room.

    The second's name stays a key, so that lists that use it find the first.
    """
    moved = {hook.name: hook.merge(session, kept, merged) for hook in hooks}
    merged.merged_into_id = kept.id
    session.flush()
    mark_changed(session, PRODUCER, [kept.id, merged.id])
    return moved


def undo(session: Session, kept: Producer, merged: Producer, moved: dict[str, Any], hooks: Hooks) -> None:
    """Make two of one again."""
    merged.merged_into_id = None
    for hook in reversed(hooks):
        hook.undo(session, kept, merged, moved.get(hook.name, {}))
    session.flush()
    mark_changed(session, PRODUCER, [kept.id, merged.id])
