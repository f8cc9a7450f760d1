"""Having pictures drawn in a process apart, which a picture made to do harm ends without ending ours."""

from collections.abc import Collection

import structlog

from foundation.files.drawing_protocol import encode_question, read
from foundation.files.rules import WALL_MAX_S, Drawn, FileRefused, Reason
from foundation.web.confined import DiedError, ExhaustedError, Helper, Outcome

log = structlog.get_logger("files")
_helper = Helper("foundation.files.drawing_process")


def draw(content: bytes, boxes: Collection[int]) -> list[Drawn]:
    """Return a picture drawn anew at each width, the widest first; raises `FileRefused`."""
    return read(measured(content, boxes).content)


def measured(content: bytes, boxes: Collection[int]) -> Outcome:
    """Return the same as it came from the process apart, with what it took; raises `FileRefused`."""
    try:
        return _helper.ask(encode_question(content, boxes), wall_s=WALL_MAX_S)
    except ExhaustedError as error:
        log.warning("files.exhausted", size=len(content))
        raise FileRefused(Reason.COSTLY) from error
    except DiedError as error:
        log.warning("files.died", size=len(content))
        raise FileRefused(Reason.BROKEN) from error
