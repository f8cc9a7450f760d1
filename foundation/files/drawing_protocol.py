"""What is said to and by the process in which pictures are drawn. Pure functions."""

import json
from collections.abc import Collection, Iterable

from foundation.files.rules import Drawn, FileRefused, Reason


def encode_question(content: bytes, boxes: Collection[int]) -> bytes:
    """Return a question in bytes: a line of JSON, then the picture."""
    return json.dumps(sorted(boxes)).encode() + b"\n" + content


def decode_question(question: bytes) -> tuple[bytes, list[int]]:
    """Return the picture and the widths that are asked for."""
    boxes, _, content = question.partition(b"\n")
    return content, json.loads(boxes)


def refusal(reason: Reason) -> bytes:
    """Return the answer in bytes that there is none."""
    return json.dumps(reason).encode() + b"\n"


def answer(drawn: Iterable[Drawn]) -> bytes:
    """Return the answer in bytes: a line of JSON that says how large each picture is, then all of them."""
    made = list(drawn)
    sizes = [(one.box, one.width, one.height, len(one.content)) for one in made]
    return json.dumps(sizes).encode() + b"\n" + b"".join(one.content for one in made)


def read(told: bytes) -> list[Drawn]:
    """Return what an answer says; raises `FileRefused`, also for one that makes no sense."""
    head, _, rest = told.partition(b"\n")
    try:
        said = json.loads(head)
        if isinstance(said, str):
            raise FileRefused(Reason(said))
        drawn = []
        for box, width, height, length in said:
            drawn.append(Drawn(int(box), int(width), int(height), rest[:length]))
            rest = rest[length:]
    except (ValueError, TypeError) as error:
        raise FileRefused(Reason.BROKEN) from error
    if not drawn:
        raise FileRefused(Reason.BROKEN)
    return drawn
