"""Where a value of the law comes from, and how sure that is."""

from dataclasses import dataclass
from enum import StrEnum


class Sure(StrEnum):
    """How sure a source is: read in a transcript, told by others, what provinces do, or concluded here."""

    READ = "read"
    REPORTED = "reported"
    PRACTICE = "practice"
    INFERRED = "inferred"


@dataclass(frozen=True, kw_only=True)
class Sourced:
    """A value of the law with its decision and article; a note where the article was not read."""

    decision: str
    article: str | None = None
    note: str | None = None
    sure: Sure | None = None

    @property
    def certainty(self) -> Sure:
        """How sure the source is; an article was read, a note alone says that it was not."""
        return self.sure or (Sure.READ if self.article else Sure.REPORTED)
