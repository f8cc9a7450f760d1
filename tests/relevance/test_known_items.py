"""The known items are as many and as they should be, the same every time."""

import unicodedata
from collections import Counter

from foundation.i18n.text import fold
from tests.relevance.known_items import ITEMS, Variant, catalogue, known_items, one_typo, picks, renamed, wrong_tones

RENAMED_MIN = 100
"""Exchanges of one word in the 400 names: 140 when the set was made, as the table of synonyms has it today."""

FOUND = known_items()


def test_every_variant_has_a_query_for_every_product() -> None:
    for variant in (Variant.EXACT, Variant.WITHOUT_MARKS, Variant.WRONG_TONES, Variant.ONE_TYPO):
        assert [item.external_id for item in FOUND[variant]] == [pick.external_id for pick in picks()]
    assert len(FOUND[Variant.SYNONYM]) >= RENAMED_MIN
    assert FOUND.keys() == set(Variant)


def test_the_names_are_unique_and_of_two_to_eight_syllables() -> None:
    shared = Counter(fold(pick.name) for pick in catalogue())
    assert all(shared[fold(pick.name)] == 1 for pick in picks())
    assert all(2 <= len(fold(pick.name).split()) <= 8 for pick in picks())
    assert len({pick.external_id for pick in picks()}) == ITEMS


def test_every_query_has_its_own_product_among_the_right_ones() -> None:
    for items in FOUND.values():
        for item in items:
            assert item.external_id in item.acceptable
            assert unicodedata.is_normalized("NFC", item.query)


def test_the_queries_differ_from_the_names_as_promised() -> None:
    assert all(item.query == item.name for item in FOUND[Variant.EXACT])
    assert not [c for item in FOUND[Variant.WITHOUT_MARKS] for c in item.query if c.isalpha() and not c.isascii()]
    for variant in (Variant.WITHOUT_MARKS, Variant.WRONG_TONES):
        assert all(item.query != item.name and fold(item.query) == fold(item.name) for item in FOUND[variant])
    for variant in (Variant.ONE_TYPO, Variant.SYNONYM):
        assert all(fold(item.query) != fold(item.name) for item in FOUND[variant])


def test_a_wrong_tone_is_one_the_syllable_may_carry() -> None:
    assert wrong_tones("Chả mực Việt") == "Chã mức Viết"


def test_one_typo_touches_one_syllable() -> None:
    for name in ("Trứng vịt Sín Chéng", "Ổi Mai Sinh"):
        before, after = name.split(), one_typo(name).split()
        assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_proper_names_and_fixed_phrases_keep_their_words() -> None:
    assert list(renamed("Nhang quế Trà Bồng")) == ["hương quế Trà Bồng"]
    assert list(renamed("Gà Lạc Thủy nguyên con")) == []
    assert list(renamed("Chè lam Phủ Quảng")) == []
