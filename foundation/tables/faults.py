"""Why a file cannot be read as a table."""

from enum import StrEnum


class Fault(StrEnum):
    """Why a file cannot be read."""

    NOT_A_LIST = "not_a_list"
    PDF = "pdf"
    IMAGE = "image"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    NO_TABLE = "no_table"
    TOO_MANY_COLUMNS = "too_many_columns"
    WRONG_COLUMNS = "wrong_columns"
    WRONG_ENCODING = "wrong_encoding"
    TOO_LARGE = "too_large"
    FAR_CELL = "far_cell"
    FORMULA = "formula"
    NOT_NFC = "not_nfc"
    WRONG_LETTER = "wrong_letter"
    CONTROL_CHARACTER = "control_character"
    DAMAGED_TEXT = "damaged_text"
    BROKEN = "broken"

    @property
    def code(self) -> str:
        """The word for it that `flask tables read` answers with."""
        if self.value in _SAID_AS_THEY_ARE:
            return self.value
        return _CODES.get(self.value, "unknown")


_SAID_AS_THEY_ARE = {"pdf", "image", "encrypted", "empty", "no_table", "too_many_columns", "too_large"}
_CODES = {"far_cell": "too_large", "broken": "corrupt"}


class UnreadableFile(Exception):
    """A file that is refused whole; nothing of it has been taken in."""

    def __init__(self, fault: Fault, what: str, *, row: int | None = None, column: str | None = None) -> None:
        self.fault, self.what, self.row, self.column = fault, what, row, column
        super().__init__(what)

    def sentence(self, name: str) -> str:
        """Return the refusal in one sentence for the file of this name."""
        where = [name]
        where += [f"row {self.row}"] if self.row else []
        where += [f"column {self.column}"] if self.column else []
        return f"{', '.join(where)}: {self.what}. Nothing was changed."
