"""A form that was not taken because its session had ended: what was typed is kept in the answer, to be sent again."""

from urllib.parse import urlsplit

from flask import request

from foundation.web.form_tokens import FIELD

SECRETS = frozenset({"password", "current", "code"})
"""Fields that are typed anew, by the last part of their names."""

KEPT_MAX = 500_000
"""Characters; no form of ours holds more, and the answer is not to be larger than what pages may be."""


def resendable_fields() -> list[tuple[str, str]] | None:
    """Name and text of each field of the form in this request, to be sent again; None where that is not offered.

    Only a page of this site may ask for it: whoever presses the button says what stands in the form, and a form of
    another site would be given their name. Secrets are left out, files are not kept.
    """
    if not _comes_from_here() or request.is_json:
        return None
    typed = [(name, text) for name, text in request.form.items(multi=True) if _is_kept(name)]
    return typed if sum(len(name) + len(text) for name, text in typed) <= KEPT_MAX else None


def _is_kept(name: str) -> bool:
    return name != FIELD and name.rpartition("-")[2] not in SECRETS


def _comes_from_here() -> bool:
    """As browsers say it of every form; an old one that says nothing is not trusted."""
    said = request.headers.get("Sec-Fetch-Site")
    return said == "same-origin" if said else urlsplit(request.headers.get("Origin", "")).netloc == request.host
