"""Having pictures drawn in a process apart, which a picture made to do harm ends without ending ours."""

from collections.abc import Collection

import structlog

from foundation.files.questions import asked, read
from foundation.files.rules import WALL_MAX_S, Drawn, FileRefused, Reason
from foundation.web.confined import Answer, DiedError, ExhaustedError, Helper

log = structlog.get_logger("files")
_helper = Helper("foundation.files.studio")


def draw(content: bytes, boxes: Collection[int]) -> list[Drawn]:
    """A picture drawn anew at each width, the widest first; raises `FileRefused`."""
    return read(measured(content, boxes).content)


def measured(content: bytes, boxes: Collection[int]) -> Answer:
    """The same as it came from the process apart, with what it took; raises `FileRefused`."""
    try:
        return _helper.ask(asked(content, boxes), wall_s=WALL_MAX_S)
    except ExhaustedError as error:
        log.warning("files.exhausted", size=len(content))
        raise FileRefused(Reason.COSTLY) from error
    except DiedError as error:
        log.warning("files.died", size=len(content))
        raise FileRefused(Reason.BROKEN) from error
