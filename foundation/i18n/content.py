"""Bilingual content: Vietnamese is required, English optional, a fallback is always visible."""

from dataclasses import dataclass

from foundation.i18n.languages import Lang


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as one reader sees it; `lang` is the language it is really in."""

    text: str
    lang: Lang
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A content text in Vietnamese and, where somebody wrote it, in English."""

    vi: str
    en: str | None = None

    def shown(self, lang: Lang) -> Shown:
        """Return the text for a reader of `lang`; falls back to Vietnamese and says so."""
        if lang is Lang.EN and self.en:
            return Shown(self.en, Lang.EN, is_fallback=False)
        return Shown(self.vi, Lang.VI, is_fallback=lang is not Lang.VI)
