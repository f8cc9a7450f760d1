import pytest

from foundation.i18n.languages import PATH_WORDS, Lang, localized, of_path


def test_a_pattern_becomes_one_rule_a_language() -> None:
    assert localized("/{products}/<int:number>") == {
        Lang.VI: "/vi/san-pham/<int:number>",
        Lang.EN: "/en/products/<int:number>",
    }


@pytest.mark.parametrize("lang", Lang)
def test_no_two_rooms_share_a_word(lang: Lang) -> None:
    words = [names[lang] for names in PATH_WORDS.values()]
    assert len(words) == len(set(words))
    assert all(word.isascii() and word == word.lower() for word in words)


@pytest.mark.parametrize(
    ("path", "lang"),
    [
        ("/vi/", Lang.VI),
        ("/vi", Lang.VI),
        ("/en/products?q=vi", Lang.EN),
        ("/", None),
        ("", None),
        ("/api/v1/vi", None),
        ("/vietnam/", None),
        ("/VI/", None),
    ],
)
def test_a_path_says_its_language_first_or_not_at_all(path: str, lang: Lang | None) -> None:
    assert of_path(path) is lang
