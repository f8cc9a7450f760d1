"""What somebody registers for. Pure."""

from datetime import timedelta
from enum import StrEnum

LASTS = timedelta(days=1)
"""How long a registration waits to be confirmed; then nothing of it is kept."""


class Intention(StrEnum):
    """What somebody wants to do here."""

    BUYER = "buyer"
    PRODUCER = "producer"
