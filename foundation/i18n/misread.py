"""Vietnamese that was read by a wrong table of characters, told by what it looks like. Pure functions.

Three families: UTF-8 read as one of the tables of Windows or Macintosh ("TrÃ¡i cÃ¢y"), the fonts of TCVN3 ("Trµ sen")
and those of VNI ("Traø sen"). The last two are Latin-1 letter by letter, so a word counts only where it is Vietnamese
once it is read by the right table and could not be anything as it stands.
"""

import re
import unicodedata

_TONES = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]"
_RIMES = (
    "o?a(?:[iouy]|[mnpt]|n[gh]|ch?)?",
    "o?ă(?:[mnpt]|ng|c)",
    "u?â(?:[uy]|[mnpt]|ng|c)",
    "o?e(?:o|[mnpt]|ng|c)?",
    "u?ê(?:u|[mnpt]|nh|ch)?",
    "i(?:a|u|[mnpt]|nh|ch)?",
    "(?:i|u?y)ê(?:u|[mnpt]|ng|c)",
    "u?y(?:a|u|[nt]|nh|ch)?",
    "o(?:i|[mnpt]|ng|c)?",
    "oo(?:ng|c)",
    "u?ô(?:i|[mnpt]|ng|c)?",
    "u?ơ(?:i|[mnpt])?",
    "u(?:a|i|[mnpt]|ng|c)?",
    "ư(?:a|i|u|[mt]|ng|c)?",
    "ươ(?:i|u|[mnpt]|ng|c)",
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{'|'.join(_RIMES)})")
_STOPPED = re.compile("(?:[ptc]|ch)$")

_BEYOND_LATIN_1 = re.compile(r"(?![\u02b0-\u02ff\u0300-\u036f])[\u0100-\u1fff]")
"""Letters that neither TCVN3 nor VNI can make; where one stands the line is neither."""

# UTF-8 read byte by byte ---------------------------------------------------------------------------------------------

_MISREAD_UTF8 = re.compile(
    "[ÃĂ][\x80-\x9f¡-ª¬-¯±´-¶¸º¼-¿€‚ƒˆ‰ŠŒš]"  # à á â ã è é ê ì í ò … and their capitals
    "|[a-z][ÃĂ](?:\xa0|  )"  # à, whose second byte is a blank
    "|Ä(?:[\x80-\x9f¨©‚ƒ]|‘(?=\\w))|Å[¨©]|Æ[¡¯°]"  # đ ĩ ă, ũ, ơ ư
    "|áº|á»[\x80-\x9f\xa1-\xb9€‚ƒ„†‡ˆ‰Š‹ŒŽ˜š›œžŸ]"  # ạ … ỹ
    "|â(?:€|\x80)|ï»¿"  # dashes and quotation marks; the mark of the order of bytes
    "|[0-9a-z ]Â[°²³½±®©]"
    "|√[†°¢£©™´≠≤≥µπ∫Ω]|·∫|∆∞"  # the same on a Macintosh
)
_MISREAD_OR_QUOTED = re.compile("á»[‘’“”•–—™…]|[ÃĂ][‘’“”•™¹²³](?=\\w)|(?<=[a-z])[ÃĂ][²³¹]")
"""The same, unless a word in capitals or guillemets is followed by a sign of its own."""

_LEAD = re.compile("[ÃĂÂÄÅÆ√∆]")
_LEADING_PAIRS = ("áº", "á»", "â€", "â\x80", "ï»", "·∫")
"""Every misread text has one of these, and looking for them is quick."""


def is_misread(line: str) -> bool:
    """Whether a line was written by one table of characters and read by another."""
    if line.isascii():
        return False
    return _is_utf8(line) or (_BEYOND_LATIN_1.search(line) is None and (_is_tcvn3(line) or _is_vni(line)))


def is_syllable(word: str) -> bool:
    """Whether a word is spelled as a Vietnamese syllable is, with the one tone it may have."""
    apart = unicodedata.normalize("NFD", word.casefold())
    tones = [_TONES[c] for c in apart if c in _TONES]
    bare = unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONES))
    bare = bare.removesuffix("k") + "c" if bare.endswith("k") else bare  # Đắk Lắk
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not _STOPPED.search(bare) or bool(tones and tones[0] in "sj")


def _is_utf8(line: str) -> bool:
    if not _LEAD.search(line) and not any(pair in line for pair in _LEADING_PAIRS):
        return False
    if _MISREAD_UTF8.search(line):
        return True
    return "«" not in line and not _BEYOND_LATIN_1.search(line) and bool(_MISREAD_OR_QUOTED.search(line))


# TCVN3 ---------------------------------------------------------------------------------------------------------------

_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)
_TCVN3_WORD = re.compile(f"(?<![0-9])[A-Za-z{''.join(_TCVN3)}]{{2,}}(?![0-9])")
_SIGN_IN_WORD = re.compile("[A-Za-zÆ-þ][¡-§¨©¬µ¶¸¼½¾]|[a-z][Æ-ÖØ-ß]|[®§][Æ-ÖØ-Þ¼½¾]")
"""What no word of any language has in its midst: signs, and capitals after small letters."""
_FAINT = re.compile("[·×÷¹ª®«»\xad]")
"""Signs that may stand beside a letter for other reasons; one word with them is no proof."""


def _is_tcvn3(line: str) -> bool:
    words = [word for word in _TCVN3_WORD.findall(line) if not word.isascii() and _reads_as_tcvn3(word)]
    return len(words) > 1 or any(_SIGN_IN_WORD.search(word) for word in words)


def _reads_as_tcvn3(word: str) -> bool:
    odd = _SIGN_IN_WORD.search(word) or _FAINT.search(word)
    return bool(odd) and any(c.isascii() for c in word) and is_syllable(word.translate(_TCVN3_TABLE))


# VNI -----------------------------------------------------------------------------------------------------------------

_VNI_MARKS = {
    **dict(zip("øùûõï", ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323"), strict=True)),
    **dict(zip("âàáåãä", ("\u0302", *(f"\u0302{m}" for m in "\u0300\u0301\u0309\u0303\u0323")), strict=True)),
    **dict(zip("êèéúüë", ("\u0306", *(f"\u0306{m}" for m in "\u0300\u0301\u0309\u0303\u0323")), strict=True)),
}
_VNI_LETTERS = str.maketrans({"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị"})
_VNI_PAIR = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])")
_VNI_WORD = re.compile(r"[a-z\xdf-\xff]{3,}")
_SURE_PAIR = re.compile("[aeouôö]ø|[aeo]å|[ao]ä|[iy]e[âáàãåä]|uo[âáàãåä]|öô|[ôö][ùûõï]")
_LIKELY_PAIR = re.compile("[ae][âáàãä]|a[éè]|oâ")
"""Pairs that words of Europe hardly have; "oà" and "oá" are Vietnamese as they stand."""


def _is_vni(line: str) -> bool:
    words = [word for word in _VNI_WORD.findall(line.casefold()) if _reads_as_vni(word)]
    likely = any(_LIKELY_PAIR.search(word) for word in words)
    return any(_SURE_PAIR.search(word) for word in words) or (likely and len(words) > 1)


def _reads_as_vni(word: str) -> bool:
    if is_syllable(word) or not _VNI_PAIR.search(word):
        return False
    read = _VNI_PAIR.sub(lambda pair: pair[1].translate(_VNI_LETTERS) + _VNI_MARKS[pair[2]], word)
    return is_syllable(read.translate(_VNI_LETTERS))
