"""Columns that hold a code of the law: only what its files know is written; `flask verify` looks at what is there."""

from collections.abc import Mapping

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from catalog.regulations.editions import LAW

_KNOWN: Mapping[str, Mapping[str, object]] = {
    "edition": LAW.by_code,
    "level": LAW.level_by_code,
    "ground": LAW.grounds,
}


class LawCode(TypeDecorator[str]):
    """A code of the kind named: an edition, a level of authorities or a ground of a revocation."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Itself where the law knows it; a word of no meaning is refused rather than kept."""
        del dialect
        if value is not None and value not in _KNOWN[self.kind]:
            msg = f"the law knows no {self.kind} {value!r}"
            raise ValueError(msg)
        return value
