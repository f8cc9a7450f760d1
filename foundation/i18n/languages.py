"""The languages of the site and the words its paths use in each."""

from enum import StrEnum
from urllib.parse import urlsplit


class Lang(StrEnum):
    """A language the interface speaks."""

    VI = "vi"
    EN = "en"


DEFAULT = Lang.VI

PATH_WORDS: dict[str, dict[Lang, str]] = {
    "products": {Lang.VI: "san-pham", Lang.EN: "products"},
    "producers": {Lang.VI: "chu-the", Lang.EN: "producers"},
    "provinces": {Lang.VI: "tinh", Lang.EN: "provinces"},
    "supply-demand": {Lang.VI: "cung-cau", Lang.EN: "supply-demand"},
    "offers": {Lang.VI: "chao-ban", Lang.EN: "offers"},
    "demands": {Lang.VI: "nhu-cau", Lang.EN: "demands"},
    "fairs": {Lang.VI: "hoi-cho", Lang.EN: "fairs"},
    "outlets": {Lang.VI: "diem-ban", Lang.EN: "outlets"},
    "announcements": {Lang.VI: "thong-bao", Lang.EN: "announcements"},
    "plan": {Lang.VI: "so-do", Lang.EN: "plan"},
    "nearby": {Lang.VI: "gan-toi", Lang.EN: "near-me"},
    "calendar": {Lang.VI: "lich", Lang.EN: "calendar"},
    "map": {Lang.VI: "ban-do", Lang.EN: "map"},
    "versions": {Lang.VI: "dinh-chinh", Lang.EN: "corrections"},
    "attached": {Lang.VI: "tep", Lang.EN: "files"},
    "table": {Lang.VI: "bang", Lang.EN: "table"},
    "report": {Lang.VI: "phan-anh", Lang.EN: "report"},
    "groups": {Lang.VI: "nhom", Lang.EN: "groups"},
    "shortlist": {Lang.VI: "da-luu", Lang.EN: "shortlist"},
    "guides": {Lang.VI: "huong-dan", Lang.EN: "guides"},
    "stars": {Lang.VI: "hang-sao", Lang.EN: "stars"},
    "taking-part": {Lang.VI: "tham-gia", Lang.EN: "taking-part"},
    "sheets": {Lang.VI: "phieu-cham", Lang.EN: "scoring-sheets"},
    "rules": {Lang.VI: "quy-dinh", Lang.EN: "rules"},
    "ranking": {Lang.VI: "cach-sap-xep", Lang.EN: "how-results-are-ordered"},
    "changes": {Lang.VI: "thay-doi", Lang.EN: "changes"},
    "history": {Lang.VI: "lich-su", Lang.EN: "history"},
    "open-data": {Lang.VI: "du-lieu-mo", Lang.EN: "open-data"},
    "api": {Lang.VI: "giao-dien-lap-trinh", Lang.EN: "api"},
    "privacy": {Lang.VI: "bao-ve-du-lieu-ca-nhan", Lang.EN: "privacy"},
    "complaints": {Lang.VI: "khieu-nai", Lang.EN: "complaints"},
    "terms": {Lang.VI: "dieu-khoan-su-dung", Lang.EN: "terms-of-use"},
    "contact": {Lang.VI: "lien-he", Lang.EN: "contact"},
    "payments": {Lang.VI: "thanh-toan", Lang.EN: "payments"},
    "card": {Lang.VI: "the", Lang.EN: "card"},
    "receipt": {Lang.VI: "bien-nhan", Lang.EN: "receipt"},
}


def localized(pattern: str) -> dict[Lang, str]:
    """`/{products}/<int:id>` → the rule of each language, `/vi/san-pham/<int:id>` and so on."""
    rules = {}
    for lang in Lang:
        words = {key: names[lang] for key, names in PATH_WORDS.items()}
        body = pattern
        for key, word in words.items():
            body = body.replace("{" + key + "}", word)
        rules[lang] = f"/{lang}{body}"
    return rules


def of_path(path: str) -> Lang | None:
    """Return the language a path is in, or None where the path says nothing of it."""
    first = urlsplit(path).path.lstrip("/").split("/", 1)[0]
    return Lang(first) if first in tuple(Lang) else None
