"""Hours of a day as minutes from midnight. Pure functions."""

DAY = 24 * 60


def read_clock(text: str | None) -> int | None:
    """Return minutes from midnight of "8:30", "08:30" or "24:00"; None for whatever is no hour."""
    hour, colon, minute = (text or "").strip().partition(":")
    if not (colon and hour.isascii() and hour.isdigit() and minute[:2].isascii() and minute[:2].isdigit()):
        return None
    minutes = int(hour[:3]) * 60 + int(minute[:2])
    return minutes if minutes <= DAY and int(minute[:2]) < 60 else None  # noqa: PLR2004 - minutes of an hour


def written_clock(minutes: int | None) -> str:
    """Return 510 as 08:30; nothing for none."""
    return "" if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"
