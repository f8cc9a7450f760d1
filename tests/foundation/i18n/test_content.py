import pytest

from foundation.i18n.content import Bilingual, Shown
from foundation.i18n.languages import Lang


@pytest.mark.parametrize(
    ("text", "lang", "shown"),
    [
        (Bilingual("Chè", "Tea"), Lang.VI, Shown("Chè", Lang.VI, is_fallback=False)),
        (Bilingual("Chè", "Tea"), Lang.EN, Shown("Tea", Lang.EN, is_fallback=False)),
        (Bilingual("Chè"), Lang.VI, Shown("Chè", Lang.VI, is_fallback=False)),
        (Bilingual("Chè"), Lang.EN, Shown("Chè", Lang.VI, is_fallback=True)),
        (Bilingual("Chè", ""), Lang.EN, Shown("Chè", Lang.VI, is_fallback=True)),
    ],
)
def test_a_text_is_shown_in_the_readers_language_or_says_that_it_is_not(
    text: Bilingual, lang: Lang, shown: Shown
) -> None:
    assert text.shown(lang) == shown
