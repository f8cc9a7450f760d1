"""Texts as they look to a reader, whatever characters they are made of. For looking for words, never for keeping.

Pure functions. The table is a choice from what Unicode calls confusable (UTS 39): letters that look like one of the
Latin letters Vietnamese and English are written with, in the fonts of phones.
"""

import unicodedata

_SEEMS = {
    "a": "АаΑαɑᴀ",
    "b": "ВвЬьΒβʙƄ",
    "c": "СсϹϲᴄ",
    "d": "Ԁԁᴅ",
    "đ": "ƉɖÐðЂђ",
    "e": "ЕеΕεᴇɛҽ",
    "f": "Ϝϝƒꜰ",
    "g": "ɡɢԌԍց",
    "h": "НнҺһΗʜհ",
    "i": "ІіΙιıɩɪӀӏ",
    "j": "Јјʝᴊ",
    "k": "КкΚκᴋқ",
    "l": "ʟłⅼ",
    "m": "МмΜᴍ",
    "n": "пΝηɴո",
    "o": "ОоΟοσᴏøØօ",
    "p": "РрΡρᴘ",
    "q": "Ԛԛգ",
    "r": "гʀᴦ",
    "s": "Ѕѕꜱ",
    "t": "ТтΤτᴛ",
    "u": "υսᴜʋ",
    "v": "Ѵѵνᴠ",
    "w": "Ԝԝωᴡ",
    "x": "ХхΧχ",
    "y": "УуҮүΥγʏ",
    "z": "Ζᴢ",
}
_LETTERS = str.maketrans({c: letter for letter, seeming in _SEEMS.items() for c in seeming})
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
"""The marks of Vietnamese; any other that was put on a letter hides it."""
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Characters without ink whose category does not say so: fillers of Korean, the blank of Braille."""
_WITHOUT_INK = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})


def readings(text: str) -> tuple[str, ...]:
    """How a text may be read: with what is invisible left out of words, and with it between words."""
    drawn = _drawn(text)
    return tuple(dict.fromkeys(_seen(drawn, instead) for instead in ("", " ")))


def _drawn(text: str) -> str:
    """With plain letters instead of wide, round or slanted ones, and each mark by itself."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))


def _seen(drawn: str, instead: str) -> str:
    kept = "".join(instead if _is_unseen(c) else c for c in drawn if not _is_foreign_mark(c))
    words = (_with_o(word) for word in kept.translate(_LETTERS).split(" "))
    return unicodedata.normalize("NFC", " ".join(words))


def _is_unseen(c: str) -> bool:
    return c in _UNSEEN or (unicodedata.category(c) in _WITHOUT_INK and c not in "\n\r\t")


def _is_foreign_mark(c: str) -> bool:
    return unicodedata.category(c) in {"Mn", "Me"} and c not in _MARKS


def _with_o(word: str) -> str:
    """Return a nought among letters is read as one of them."""
    return word.replace("0", "o") if any(c.isalpha() for c in word) else word
