"""Amounts in Vietnamese words, as contracts and receipts say them beside the digits. Pure."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 10**9
MAX = 10**18


def dong_in_words(amount: int) -> str:
    """Return an amount of đồng in words: 14400000 is “Mười bốn triệu bốn trăm nghìn đồng”; ValueError out of range."""
    if not 0 <= amount < MAX:
        raise ValueError(f"{amount} is no amount that is said in words")
    said = " ".join(_number(amount) or ["không"])
    return f"{said[0].upper()}{said[1:]} đồng"


def _number(amount: int) -> list[str]:
    """Words of a number; billions are said as a number of their own before what is left."""
    billions, rest = divmod(amount, _BILLION)
    before = [*_number(billions), "tỷ"] if billions else []
    return before + _below_billion(rest, is_whole=not billions)


def _below_billion(amount: int, *, is_whole: bool) -> list[str]:
    words = list[str]()
    for place in (2, 1, 0):
        group = amount // 1000**place % 1000
        if group:
            words += _group(group, is_first=is_whole and not words)
            words += [_GROUPS[place]] if place else []
    return words


def _group(number: int, *, is_first: bool) -> list[str]:
    """Words of three digits; inside a number the hundred is said even where it is nought."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = [] if is_first and not hundreds else [_DIGITS[hundreds], "trăm"]
    if tens == 0:
        return words + (["linh"] if ones and words else []) + ([_DIGITS[ones]] if ones else [])
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return words + ([_one(tens, ones)] if ones else [])


def _one(tens: int, ones: int) -> str:
    """Return the last digit after a ten: “mốt” after twenty and more, “lăm” for five."""
    if ones == 1 and tens > 1:
        return "mốt"
    return "lăm" if ones == 5 else _DIGITS[ones]  # noqa: PLR2004 - the digit itself
